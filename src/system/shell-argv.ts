import type { ShellName } from "../domain/config.ts";
import type { Host } from "../domain/ports.ts";
import type { Reading } from "../domain/problem.ts";

/**
 * The shells that a script may be given to, best first. Asked for none, a script gets what GitHub's own `run:` steps would
 * use, except that Windows prefers Git's bash: one script then serves all three systems.
 */
export function shellChoices(wanted: ShellName | null, platform: Host["platform"]): readonly ShellName[] {
  if (wanted !== null) return [wanted];
  return platform === "win32" ? ["bash", "pwsh", "cmd"] : ["bash", "sh"];
}

/**
 * The program and arguments that run a script, strict in the way of GitHub's `shell:` keyword, so that a failing line
 * fails the stage: bash gets `--noprofile --norc -eo pipefail`, sh gets `-e`, PowerShell stops at the first error and
 * hands on the last exit code. No profile is read: a stage must not depend on whose machine it runs on.
 *
 * @param shell which one
 * @param program what to start it by: a name or a path
 * @returns a problem for a `cmd` script of several lines, because `cmd /c` would silently run only the first
 */
export function shellArgv(shell: ShellName, program: string, script: string): Reading<readonly [string, ...string[]]> {
  switch (shell) {
    case "bash":
      return argv(program, "--noprofile", "--norc", "-eo", "pipefail", "-c", script);
    case "sh":
      return argv(program, "-e", "-c", script);
    case "pwsh":
      return argv(program, "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", powerShellScript(script));
    case "cmd": {
      const line = script.trim();
      if (!/[\r\n]/.test(line)) return argv(program, "/d", "/e:on", "/v:off", "/s", "/c", line);
      return {
        ok: false,
        problem: {
          kind: "invalid",
          reason: "A script for cmd must be a single line; cmd would run only the first.",
          remedy: "Join the lines with `&&`, or choose `shell: bash` or `shell: pwsh`.",
        },
      };
    }
  }
}

function powerShellScript(script: string): string {
  return [
    "$ErrorActionPreference = 'Stop'",
    script,
    "if (Test-Path -LiteralPath variable:\\LASTEXITCODE) { exit $LASTEXITCODE }",
  ].join("\n");
}

function argv(program: string, ...rest: readonly string[]): Reading<readonly [string, ...string[]]> {
  return { ok: true, value: [program, ...rest] };
}
