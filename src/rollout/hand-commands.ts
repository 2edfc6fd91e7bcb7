import type { Command, FlagWay } from "../domain/config.ts";
import type { Host } from "../domain/ports.ts";
import type { ByHand } from "../domain/rollout.ts";
import type { StoredBackup } from "../flag/backup/create-backups.ts";
import type { Operation } from "./operation.ts";
import { quoteShell } from "./quote-shell.ts";

/**
 * What a person must do when the machine could not turn the flag off, in the order in which it is worth trying: the ways of
 * the config, the files of the backup, a restart, and reading the flag.
 */
export function handCommands(
  operation: Pick<Operation, "config" | "files">,
  backup: StoredBackup | null,
  platform: Host["platform"],
): readonly ByHand[] {
  const { flag, rollback } = operation.config;
  const typed = (command: Command) => typedCommand(command, {});
  const ways = (flag?.set ?? []).map((way) => handWay(way, typed));
  const copies = (backup?.manifest.files ?? []).flatMap(({ path, resolved, copy }): readonly ByHand[] => {
    if (backup === null || copy === null) return [];
    const from = `${backup.folder}/${copy.name}`;
    const command = quoteShell(platform === "win32" ? ["copy", from, resolved] : ["cp", from, resolved]);
    return [{ what: `Or put ${path} back as it was at ${backup.manifest.at}.`, command }];
  });
  const version =
    rollback.to === null || rollback.install === null
      ? []
      : [
          {
            what: `Or install ${rollback.to}.`,
            command: typedCommand(rollback.install, { VERSION: rollback.to }),
          },
        ];
  const restart = rollback.restart === null ? [] : [{ what: "Restart the program.", command: typed(rollback.restart) }];
  const read =
    flag?.read === undefined || flag.read === null
      ? []
      : [{ what: "Read the flag: it must print off.", command: typed(flag.read) }];
  return [...ways, ...version, ...copies, ...restart, ...read];
}

function handWay(way: FlagWay, typed: (command: Command) => string): ByHand {
  switch (way.kind) {
    case "script":
      return { what: "Run the script that turns the flag off.", command: typed(way.off) };
    case "file":
      return { what: `Set \`${way.key}\` to ${JSON.stringify(way.off)} in ${way.path}.`, command: null };
    case "env":
      return {
        what: `Start the program with ${way.name} set to off.`,
        command: `export ${way.name}=${quoteShell([way.off])}`,
      };
  }
}

/** A command of the config as a person types it. Scripts are theirs already; programs are quoted word by word. */
function typedCommand(command: Command, env: Readonly<Record<string, string>>): string {
  const before = Object.entries(env).map(([name, value]) => `${name}=${quoteShell([value])}`);
  if (command.kind === "program") {
    const words = command.argv.map((word) =>
      word.replaceAll(/\$(?:VERSION\b|\{VERSION\})/g, env.VERSION ?? "$VERSION"),
    );
    return [...before, quoteShell(words)].join(" ");
  }
  // A script of several lines is handed to a shell as it is, so that it can be typed in one line.
  const script = command.script.trim();
  const oneLine = !/[\r\n]/.test(script) && before.length === 0;
  return oneLine ? script : [...before, "sh", "-c", quoteShell([script])].join(" ");
}
