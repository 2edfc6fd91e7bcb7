import { z } from "zod";
import type { Command } from "../../domain/config.ts";
import { filledText } from "./text-types.ts";

export const shellNames = ["bash", "sh", "pwsh", "cmd"] as const;
const maxScriptLength = 32_768;

export const shellSchema = z
  .enum(shellNames)
  .describe("The shell that runs the script; by default the system's own (sh, on Windows cmd)");

const scriptText = () => filledText("the script", maxScriptLength);

const argvSchema = z
  .tuple([filledText("the program")], z.string())
  .describe("A program and its arguments; no shell looks at them");

/** A script, or a program with its arguments. */
export const runSchema = z.union([scriptText(), argvSchema], {
  error: "a command is a script (text), or a list of a program and its arguments (all text)",
});

export type RunInput = z.output<typeof runSchema>;

export function toCommand(run: RunInput, shell: (typeof shellNames)[number] | undefined): Command {
  if (typeof run === "string") return { kind: "script", script: run, shell: shell ?? null };
  return { kind: "program", argv: run };
}

const withShell = z.strictObject({
  run: scriptText().describe("The script"),
  shell: shellSchema.optional(),
});

export const commandSchema = z
  .union([scriptText(), argvSchema, withShell], {
    error: "a command is a script (text), a list of a program and its arguments, or { run, shell }",
  })
  .transform((command): Command => {
    if (typeof command === "string" || Array.isArray(command)) return toCommand(command, undefined);
    return toCommand(command.run, command.shell);
  });
