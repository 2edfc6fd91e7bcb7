import type { Validation } from "../domain/validation.ts";
import { nodeScript, pythonScript } from "./scripts.ts";

/** What {@link interpreterCommand} reads from its standard input: the script for the language, and what it is asked. */
export function validatorInput(validation: Validation): string {
  const { language, ...request } = validation;
  return JSON.stringify({ ...request, script: language === "python" ? pythonScript : nodeScript });
}
