import type { StoredBackup } from "../flag/backup/create-backups.ts";
import { foreignBackups } from "../flag/backup/foreign-backups.ts";
import { readCurrent } from "./current-rollout.ts";
import { type Operation, sentence } from "./operation.ts";
import { quoteShell } from "./quote-shell.ts";

/** The backup that files are put back from, or why there is none, as a sentence. */
export type ChosenBackup =
  | { readonly backup: StoredBackup; readonly problem: null }
  | { readonly backup: null; readonly problem: string };

/**
 * The backup that was asked for; else the one made when what is on now was turned on; else the newest made for turning on:
 * what is backed up before a rollback is what is to be undone.
 *
 * @param asked a backup's name; null when nobody named one
 */
export async function chooseBackup(asked: string | null, operation: Operation): Promise<ChosenBackup> {
  const { backups, findings } = operation;
  if (asked !== null) {
    const found = await backups.find(asked);
    if (!found.ok) return { backup: null, problem: sentence(found.problem) };
    return found.value === null
      ? { backup: null, problem: `There is no backup ${asked}.${await known(operation)}` }
      : { backup: found.value, problem: null };
  }
  const current = await readCurrent(operation.state);
  if (current.ok && current.value !== null) {
    const found = await backups.find(current.value.backup);
    if (found.ok && found.value !== null) return { backup: found.value, problem: null };
    const why = found.ok ? "it is gone" : sentence(found.problem);
    // Another backup may hold another state: a person must choose.
    return {
      backup: null,
      problem: `The backup ${current.value.backup}, made when the flag was turned on, cannot be used: ${why}.${await known(operation)}`,
    };
  }
  if (!current.ok) findings.push(sentence(current.problem));
  const { backups: all, problems } = await backups.list();
  findings.push(...problems.map(sentence));
  const newest = all.find(({ manifest }) => manifest.action === "enable");
  if (newest !== undefined) return { backup: newest, problem: null };
  return { backup: null, problem: `There is no backup of this program's to put back.${await foreign(operation)}` };
}

async function known({ backups }: Operation): Promise<string> {
  const { backups: all } = await backups.list();
  const names = all.slice(0, 5).map(({ manifest }) => manifest.id);
  return names.length === 0 ? "" : ` There are: ${names.join(", ")}.`;
}

/**
 * Copies that other tools made are found and told, with the command that puts one back. Nothing vouches for what is in them,
 * so it is a person who decides.
 */
async function foreign({ files, ports, byHand }: Operation): Promise<string> {
  const told: string[] = [];
  for (const { path, resolved } of files) {
    const at = Math.max(resolved.lastIndexOf("/"), resolved.lastIndexOf("\\"));
    const [folder, name] = [resolved.slice(0, at), resolved.slice(at + 1)];
    const beside = await ports.backupFiles.names(folder);
    const inBackups = await ports.backupFiles.names(`${folder}/backups`);
    const [newest] = foreignBackups(name, beside.ok ? beside.value : [], inBackups.ok ? inBackups.value : []);
    if (newest === undefined) continue;
    const copy = [folder, newest.folder, newest.name].filter((part) => part !== "").join("/");
    told.push(copy);
    byHand.push({
      what: `Look at ${copy}; if it is what ${path} was, put it back.`,
      command: quoteShell(["cp", copy, resolved]),
    });
  }
  return told.length === 0 ? "" : ` Other tools left copies, which nothing vouches for: ${told.join(", ")}.`;
}
