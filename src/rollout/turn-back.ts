import type { FlagWay } from "../domain/config.ts";
import type { FlagReading } from "../domain/evidence.ts";
import { type StoredBackup, sameContent } from "../flag/backup/create-backups.ts";
import { restoreBackup } from "../flag/backup/restore-backup.ts";
import { nameWay } from "../flag/create-flag-switch.ts";
import type { UndoFiles } from "../flag/journal/plan-recovery.ts";
import { setForGood } from "../flag/set-for-good.ts";
import { firmFlagPorts } from "./firm-flag-ports.ts";
import { handCommands } from "./hand-commands.ts";
import {
  aboutTo,
  did,
  doStep,
  fileStates,
  type Operation,
  readNow,
  type StepEnd,
  sentence,
  writeIfPossible,
} from "./operation.ts";

/** What turning the flag on may have changed. */
export interface Undo {
  readonly flagBefore: FlagReading["value"];
  /** Names of ways, the last one set first. */
  readonly ways: readonly string[];
  readonly files: UndoFiles | null;
}

/** Whether everything is seen to be as it was. */
export interface TurnedBack {
  readonly verified: boolean;
  readonly flag: FlagReading["value"];
}

/**
 * Turns back what turning the flag on has changed, and reads the flag to see that it worked. Files that hold what the
 * operation left in them are put back byte for byte; one that somebody has written to since is not overwritten, and only the
 * flag in it is set back. It runs to its end also when the run is cancelled, and doing it again harms nothing.
 */
export async function turnBack(undo: Undo, operation: Operation): Promise<TurnedBack> {
  const { config, ports } = operation;
  const backup = await findBackup(undo, operation);
  const own = backup === null ? [] : await ownFiles(backup, undo.files, operation);
  if (backup !== null) {
    await writeIfPossible(operation, aboutTo({ do: "put-back", backup: backup.manifest.id, files: [...own] }));
  }
  for (const name of undo.ways) {
    const way = config.flag?.set.find((one) => nameWay(one) === name);
    if (way === undefined) {
      operation.findings.push(`The flag was set by ${name}, which the config does not name any more.`);
      continue;
    }
    if (way.kind === "file" && isOwn(way, own, operation)) continue;
    await doStep(operation, `set the flag back by ${name}`, () => setBack(way, undo.flagBefore, operation));
    // Were this run cut off now, the next one would know these states of the files for its own.
    await writeIfPossible(operation, did("set back", await statesOf(own, operation)));
  }
  let filesBack = true;
  if (backup !== null && own.length > 0) {
    const end = await doStep(operation, `put back ${own.length === 1 ? "1 file" : `${own.length} files`}`, () =>
      putBack(backup, own, operation),
    );
    filesBack = end.outcome !== "failed";
  }
  if (backup !== null && !(await noteOthers(backup, operation))) filesBack = false;
  await writeIfPossible(operation, did("turned back"));
  let flag: FlagReading["value"] = "unknown";
  const check = await doStep(operation, "read the flag back", async () => {
    const reading = await readNow(operation);
    flag = reading.value;
    return reading.value === undo.flagBefore && reading.value !== "unknown"
      ? { outcome: "done", detail: `It reads ${reading.value}, as before.` }
      : {
          outcome: "failed",
          detail: `It reads ${reading.value} (${reading.said}), and was ${undo.flagBefore} before.`,
        };
  });
  const verified = check.outcome === "done" && filesBack;
  if (!verified) operation.byHand.push(...handCommands(operation, backup, ports.host.platform));
  return { verified, flag };
}

async function findBackup(undo: Undo, operation: Operation): Promise<StoredBackup | null> {
  if (undo.files === null) return null;
  const found = await operation.backups.find(undo.files.backup);
  if (found.ok && found.value !== null) return found.value;
  operation.findings.push(
    found.ok ? `The backup ${undo.files.backup} is gone, so no file was put back.` : sentence(found.problem),
  );
  return null;
}

/** Files that hold what the operation left in them, and so are its own to put back. */
async function ownFiles(
  backup: StoredBackup,
  known: UndoFiles | null,
  operation: Operation,
): Promise<readonly string[]> {
  const own: string[] = [];
  for (const { resolved, copy } of backup.manifest.files) {
    if (copy === null) continue;
    const now = await operation.ports.backupFiles.inspect(resolved);
    if (!now.ok) {
      // A file that is gone is nobody's content: it is put back.
      if (now.problem.kind === "missing") own.push(resolved);
      continue;
    }
    const isLeft = known?.left.get(resolved)?.has(now.value.sha256) === true;
    if (isLeft || sameContent(now.value, copy.facts)) own.push(resolved);
  }
  return own;
}

async function statesOf(files: readonly string[], operation: Operation): Promise<{ file: string; sha256: string }[]> {
  return (await fileStates(operation)).filter(({ file }) => files.includes(file));
}

function isOwn(way: FlagWay & { readonly kind: "file" }, own: readonly string[], operation: Operation): boolean {
  const file = operation.files.find((one) => one.path === way.path);
  return file !== undefined && own.includes(file.resolved);
}

async function setBack(way: FlagWay, before: FlagReading["value"], operation: Operation): Promise<StepEnd> {
  const { config, ports } = operation;
  if (config.flag === null) return { outcome: "failed", detail: "The config names no flag any more." };
  const to = before === "on" ? "on" : "off";
  if (way.kind === "env") {
    if (ports.exportVariable === null)
      return { outcome: "not needed", detail: `Unset ${way.name} where you exported it.` };
    await ports.exportVariable(way.name, to === "on" ? way.on : way.off);
    return { outcome: "done", detail: `Later steps of the job see it ${to}.` };
  }
  const hooks = { before: async () => {}, after: async () => {} };
  const endless = new AbortController().signal;
  const [attempt] = await setForGood(config.flag, { to, percent: 100 }, [way], firmFlagPorts(ports), hooks, endless);
  if (attempt === undefined) return { outcome: "failed", detail: "It was not tried." };
  // The last word is the reading after everything is back: this way may not be the one that the target obeys.
  if (attempt.failure === null) return { outcome: "done", detail: attempt.notes.join(" ") };
  return { outcome: "doubtful", detail: attempt.failure };
}

async function putBack(backup: StoredBackup, own: readonly string[], operation: Operation): Promise<StepEnd> {
  const { files, backups, ports } = operation;
  const done = await restoreBackup(backup, files, new Set(own), backups, ports.backupFiles);
  operation.notes.push(...done.notes);
  if (done.problems.length > 0) return { outcome: "failed", detail: done.problems.map(sentence).join(" ") };
  const changed = done.files.filter(({ outcome }) => outcome === "put back").map(({ path }) => path);
  return changed.length === 0
    ? { outcome: "not needed", detail: "Each is as it was." }
    : { outcome: "done", detail: changed.join(", ") };
}

/**
 * Tells of files that were not put back.
 *
 * @returns false when one of them is no file any more, or cannot be read, as after somebody put a link in its place: then nothing is
 *   as it was
 */
async function noteOthers(backup: StoredBackup, operation: Operation): Promise<boolean> {
  let areFiles = true;
  for (const { path, resolved, copy } of backup.manifest.files) {
    if (copy === null) continue;
    const now = await operation.ports.backupFiles.inspect(resolved);
    if (now.ok && sameContent(now.value, copy.facts)) continue;
    const place = `its copy of before is ${backup.folder}/${copy.name}`;
    if (now.ok || now.problem.kind === "missing") {
      operation.notes.push(`${path} was written to since the backup, so it was not put back as a whole; ${place}.`);
      continue;
    }
    operation.findings.push(`${path} was not put back: ${now.problem.reason.replace(/\.$/, "")}; ${place}.`);
    areFiles = false;
  }
  return areFiles;
}
