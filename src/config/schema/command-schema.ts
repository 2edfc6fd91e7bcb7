import type { Command } from "../../domain/config.ts";
import { listWithFirst, strictMap, union } from "../../shape/compound-shapes.ts";
import { oneOf, text } from "../../shape/scalar-shapes.ts";
import type { Infer } from "../../shape/shape.ts";
import { filledText } from "./text-types.ts";

export const shellNames = ["bash", "sh", "pwsh", "cmd"] as const;
const maxScriptLength = 32_768;

export const shellSchema = oneOf(shellNames).describe(
  "The shell that runs the script; by default the system's own (sh, on Windows cmd)",
);

const scriptText = () => filledText("the script", maxScriptLength);

const argvSchema = listWithFirst(filledText("the program"), text()).describe(
  "A program and its arguments; no shell looks at them",
);

/** A script, or a program with its arguments. */
export const runSchema = union(
  [scriptText(), argvSchema],
  "a command is a script (text), or a list of a program and its arguments (all text)",
);

export type RunInput = Infer<typeof runSchema>;

export function toCommand(run: RunInput, shell: (typeof shellNames)[number] | undefined): Command {
  if (typeof run === "string") return { kind: "script", script: run, shell: shell ?? null };
  return { kind: "program", argv: run };
}

const withShell = strictMap({
  run: scriptText().describe("The script"),
  shell: shellSchema.optional(),
});

export const commandSchema = union(
  [scriptText(), argvSchema, withShell],
  "a command is a script (text), a list of a program and its arguments, or { run, shell }",
).transform((command): Command => {
  if (typeof command === "string" || Array.isArray(command)) return toCommand(command, undefined);
  return toCommand(command.run, command.shell);
});
