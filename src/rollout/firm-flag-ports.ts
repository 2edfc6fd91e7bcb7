import { runCommand } from "../collect/run-command.ts";
import { readFlagValue } from "../evidence/flag/read-flag-value.ts";
import type { FlagPorts } from "../flag/flag-ports.ts";
import { resolvePath } from "./resolve-files.ts";
import type { RolloutPorts } from "./rollout-ports.ts";

/** What setting the flag for good works with: files over no link, and commands that run to their end unless told otherwise. */
export function firmFlagPorts(ports: RolloutPorts): FlagPorts {
  const { host } = ports;
  return {
    files: ports.firmFiles,
    runCommand: (command, env, timeoutMs, signal) =>
      runCommand(
        { command, env, directory: host.workspace, timeoutMs, signal: signal ?? new AbortController().signal },
        ports,
      ),
    expandPath: (path) => resolvePath(path, host),
    parseValue: (printed) => readFlagValue(printed).value,
  };
}
