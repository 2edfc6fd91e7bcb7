import { win32 } from "node:path";
import type { Command, ShellName } from "../domain/config.ts";
import type { Host, ResolvedCommand } from "../domain/ports.ts";
import type { Reading } from "../domain/problem.ts";
import { findProgram, variable } from "./find-program.ts";
import { shellArgv, shellChoices } from "./shell-argv.ts";

type Environment = Readonly<Record<string, string>>;

/** What to run for a command: a program as it is, a script by the first shell of {@link shellChoices} that is there. */
export async function resolveCommand(
  command: Command,
  env: Environment,
  directory: string,
  platform: Host["platform"],
): Promise<Reading<ResolvedCommand>> {
  if (command.kind === "program") return { ok: true, value: { argv: command.argv, shell: null } };
  const choices = shellChoices(command.shell, platform);
  for (const shell of choices) {
    const program = await findShell(shell, env, directory, platform);
    if (program === null) continue;
    const argv = shellArgv(shell, program, command.script);
    return argv.ok ? { ok: true, value: { argv: argv.value, shell } } : argv;
  }
  return {
    ok: false,
    problem: {
      kind: "missing",
      reason: `The shell ${choices.join(" or ")} is not in PATH.`,
      remedy: "Install it on this machine, or name another one with `shell:`.",
    },
  };
}

async function findShell(
  shell: ShellName,
  env: Environment,
  directory: string,
  platform: Host["platform"],
): Promise<string | null> {
  if (platform !== "win32") {
    // By name, so that the child sees the name it expects to have been called by.
    return (await findProgram(shell, env, directory, platform)) === null ? null : shell;
  }
  if (shell === "bash") return findGitBash(env, directory);
  const found = await findProgram(shell, env, directory, platform);
  if (found === null && shell === "pwsh") return findProgram("powershell", env, directory, platform);
  return found;
}

/** Windows keeps a `bash.exe` in its system folder that starts a Linux of its own; the one meant here is Git's. */
async function findGitBash(env: Environment, directory: string): Promise<string | null> {
  for (const name of ["ProgramFiles", "ProgramW6432", "LocalAppData"]) {
    const folder = variable(env, name, "win32");
    if (folder === undefined) continue;
    const inner = name === "LocalAppData" ? "Programs\\Git\\bin\\bash.exe" : "Git\\bin\\bash.exe";
    const found = await findProgram(win32.join(folder, inner), env, directory, "win32");
    if (found !== null) return found;
  }
  const found = await findProgram("bash", env, directory, "win32");
  return found === null || /\\(?:system32|windowsapps)\\/i.test(found) ? null : found;
}
