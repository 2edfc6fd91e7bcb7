import type { Reading } from "../domain/problem.ts";
import type { StoredBackup } from "../flag/backup/create-backups.ts";
import { doStep, type Operation, sentence } from "./operation.ts";

/** Backs up everything that the operation may write. */
export async function backUp(operation: Operation): Promise<Reading<StoredBackup>> {
  const { beginning, files, backups, ports } = operation;
  const { operation: id, rollout, action, commit, startedAt: at } = beginning;
  const made = { backup: null as Reading<StoredBackup> | null };
  await doStep(operation, `back up ${files.length === 1 ? "1 file" : `${files.length} files`}`, async () => {
    made.backup = await backups.make({ id, rollout, action, commit, at, tool: ports.tool }, files);
    if (!made.backup.ok) return { outcome: "failed", detail: sentence(made.backup.problem) };
    const absent = made.backup.value.manifest.files.filter(({ copy }) => copy === null).map(({ path }) => path);
    const not = absent.length === 0 ? "" : `; not there: ${absent.join(", ")}`;
    return { outcome: "done", detail: `in ${made.backup.value.folder}${not}` };
  });
  if (made.backup === null) throw new RangeError("a step does its work");
  return made.backup;
}
