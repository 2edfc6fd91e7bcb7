import type { Problem } from "../../domain/problem.ts";
import type { BackupFiles } from "../../domain/rollout-files.ts";
import type { Backups, NamedFile, StoredBackup } from "./create-backups.ts";

/** What became of one file. */
export interface RestoredFile {
  readonly path: string;
  readonly resolved: string;
  /** `absent`: it was not there when the backup was made; what is there now is left alone. */
  readonly outcome: "put back" | "same already" | "absent";
}

export interface Restoration {
  readonly files: readonly RestoredFile[];
  /** Empty: every file is as it was. Otherwise each file is the old one or the new one, whole. */
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/**
 * Puts the files of a backup back. Nothing is changed unless every copy is what was backed up, and every file is one that the
 * config names, at the place that it means today.
 *
 * @param allowed the files that the config names
 * @param only resolved paths; null: all of the backup
 */
export async function restoreBackup(
  backup: StoredBackup,
  allowed: readonly NamedFile[],
  only: ReadonlySet<string> | null,
  backups: Backups,
  files: BackupFiles,
): Promise<Restoration> {
  const wanted = backup.manifest.files.filter(({ resolved }) => only?.has(resolved) ?? true);
  const refused = [
    ...wanted.flatMap(({ path, resolved }) => whyNotAllowed(path, resolved, allowed) ?? []),
    ...(await backups.verify(backup)),
  ];
  if (refused.length > 0) return { files: [], problems: refused, notes: [] };
  const restored: RestoredFile[] = [];
  const problems: Problem[] = [];
  const notes: string[] = [];
  for (const { path, resolved, copy } of wanted) {
    if (copy === null) {
      restored.push({ path, resolved, outcome: "absent" });
      continue;
    }
    const done = await files.putBack(`${backup.folder}/${copy.name}`, resolved, copy.facts);
    if (!done.ok) {
      problems.push({ ...done.problem, file: path });
      continue;
    }
    restored.push({ path, resolved, outcome: done.value.changed ? "put back" : "same already" });
    notes.push(...done.value.notes);
  }
  return { files: restored, problems, notes };
}

/** A backup is data: it does not decide which files of the machine are written. */
function whyNotAllowed(path: string, resolved: string, allowed: readonly NamedFile[]): Problem | null {
  if (allowed.some((one) => one.resolved === resolved)) return null;
  const sameName = allowed.find((one) => one.path === path);
  return {
    kind: "invalid",
    reason:
      sameName === undefined
        ? `${resolved} is in the backup, and the config does not name it.`
        : `${path} was ${resolved} when the backup was made, and is ${sameName.resolved} now.`,
    remedy:
      sameName === undefined
        ? "Add it under `backup:` if it is to be put back."
        : "Run as the user, and with the HOME, of the one who turned the flag on; or put the file back by hand.",
    file: path,
  };
}
