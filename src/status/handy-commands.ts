import type { Command, Config } from "../domain/config.ts";
import type { RolloutStatus } from "../domain/status.ts";
import { quoteShell } from "../rollout/quote-shell.ts";

/** What a person on call may want to type next. @param file the config's path, null: the usual one */
export function handyCommands(config: Config, file: string | null): RolloutStatus["commands"] {
  const gate = (...words: readonly string[]) =>
    `rollout-gate ${quoteShell(file === null ? words : [...words, "--config", file])}`;
  const { flag, verify } = config;
  const logs = (verify?.sources ?? []).flatMap((source) =>
    source.kind === "log" || source.kind === "jsonl" ? source.paths : [],
  );
  return [
    ...(flag?.read == null ? [] : [{ what: "read the flag", command: commandText(flag.read) }]),
    ...(verify === null ? [] : [{ what: "look now, and record nothing", command: gate("verify", "--dry-run") }]),
    { what: "see what a rollback would do", command: gate("rollback", "--dry-run") },
    { what: "turn the flag off", command: `${gate("rollback")} --reason "…"` },
    ...(config.enable.smoke.length === 0
      ? []
      : [
          {
            what: "run the smoke tests",
            command: gate("collect", ...config.enable.smoke.flatMap((stage) => ["--stage", stage])),
          },
        ]),
    ...logs.slice(0, 5).map((path) => ({ what: "follow the log", command: `tail -F ${quotePath(path)}` })),
    { what: "see the stages and criteria", command: gate("explain") },
  ];
}

function commandText(command: Command): string {
  return command.kind === "script" ? command.script.trim() : quoteShell(command.argv);
}

/** A `~` or variable at the beginning is for the shell. */
function quotePath(path: string): string {
  const [, start = "", rest = path] = /^(~\/|\$\w+\/|\$\{\w+\}\/)(.*)$/s.exec(path) ?? [];
  return rest === "" ? start : `${start}${quoteShell([rest])}`;
}
