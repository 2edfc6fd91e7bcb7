import type { ChecklistSource, Command } from "../domain/config.ts";
import type { Validation } from "../domain/validation.ts";
import { interpreterCommand } from "../validator/interpreter-command.ts";
import { partsFile } from "../validator/result-files.ts";
import type { ValidationInput } from "./schema/validation-schema.ts";

const defaultLimitMs = 30_000;

/** A stage's `validate:`, as what it asks, the command that answers, and the checklist that it writes. */
export function buildValidation(
  input: ValidationInput,
  python: string,
  directory: string | undefined,
): { readonly validation: Validation; readonly run: Command; readonly checklist: ChecklistSource } {
  const language = input.python === undefined ? "node" : "python";
  const [first = "", ...rest] = input.python ?? input.node ?? [];
  const given = input.interpreter ?? (language === "node" ? "node" : fromFolder(python, directory));
  return {
    validation: {
      language,
      modules: [first, ...rest],
      submodules: input.submodules ?? true,
      match: input.match ?? [],
      except: input.except ?? [],
      base: input.base ?? null,
      registry: input.registry ?? null,
      arguments: input.arguments ?? {},
      limitMs: input.limit ?? defaultLimitMs,
      memory: input.memory ?? false,
    },
    run: interpreterCommand(language, typeof given === "string" ? [given] : given),
    checklist: { file: partsFile, expected: input.expected ?? null, othersPass: false },
  };
}

/** `python:` is written from the repository's root, and the stage runs in a folder of its own. */
function fromFolder(program: string, directory: string | undefined): string {
  const isNameOrWhole = !/[\\/]/.test(program) || /^(?:[\\/~$]|[A-Za-z]:)/.test(program);
  if (directory === undefined || isNameOrWhole) return program;
  const depth = directory.split(/[\\/]/).filter((step) => step !== "" && step !== ".").length;
  return "../".repeat(depth) + program;
}
