import type { Problem, Reading } from "../../domain/problem.ts";
import type { BackupFiles, FileFacts, StateFiles } from "../../domain/rollout-files.ts";
import { failed } from "../flag-value.ts";
import {
  type BackedUpFile,
  type BackupManifest,
  backupIdForm,
  digestOf,
  manifestName,
  readManifest,
  renderManifest,
  sumsName,
} from "./backup-manifest.ts";
import { chooseRemovable, type Retention } from "./choose-removable.ts";

/** A file that the config names, and what its path became. */
export interface NamedFile {
  readonly path: string;
  readonly resolved: string;
  readonly optional: boolean;
}

/** A backup that was made or found. */
export interface StoredBackup {
  readonly manifest: BackupManifest;
  /** Of the manifest's text; the ledger keeps it. */
  readonly digest: string;
  /** The folder it lies in, absolute. */
  readonly folder: string;
}

export interface Backups {
  /**
   * Copies all files, or none: a backup is there whole, or not at all.
   *
   * @param of everything about it but the files
   */
  make(of: Omit<BackupManifest, "files" | "schema">, files: readonly NamedFile[]): Promise<Reading<StoredBackup>>;
  /** One backup, its manifest checked; null when there is none of that name. */
  find(id: string): Promise<Reading<StoredBackup | null>>;
  /** All backups, newest first, and what is wrong with those that cannot be used. */
  list(): Promise<{ readonly backups: readonly StoredBackup[]; readonly problems: readonly Problem[] }>;
  /** Every copy held against its checksum. Changes nothing. */
  verify(backup: StoredBackup): Promise<readonly Problem[]>;
  /** Removes what retention lets go, and halves that a killed run left. */
  prune(retention: Retention, needed: ReadonlySet<string>, now: Date): Promise<readonly string[]>;
}

const folder = "backups";
/** Ends the name of a backup that is still being made. */
const unfinished = ".part";

/** Backups in the state folder: `backups/ID/` with copies, a manifest and checksums. */
export function createBackups(state: StateFiles, files: BackupFiles): Backups {
  const find = async (id: string): Promise<Reading<StoredBackup | null>> => {
    if (!backupIdForm.test(id)) {
      return failed("invalid", "This is no backup's name.", "A name is like 20260105T093000Z-1a2b3c.");
    }
    const body = await state.read(`${folder}/${id}/${manifestName}`);
    if (!body.ok) return body;
    const sums = await state.read(`${folder}/${id}/${sumsName}`);
    if (!sums.ok) return sums;
    if (body.value === null || sums.value === null) {
      const there = await state.names(`${folder}/${id}`);
      if (there.ok && there.value.length === 0) return { ok: true, value: null };
      return broken(id, `its ${body.value === null ? manifestName : sumsName} is missing`);
    }
    const manifest = readManifest(body.value, sums.value);
    if (!manifest.ok) return broken(id, manifest.problem.reason);
    if (manifest.value.id !== id) return broken(id, `its manifest is that of ${manifest.value.id}`);
    const found = { manifest: manifest.value, digest: digestOf(body.value), folder: `${state.place}/${folder}/${id}` };
    return { ok: true, value: found };
  };

  const list: Backups["list"] = async () => {
    const names = await state.names(folder);
    if (!names.ok) return { backups: [], problems: [names.problem] };
    const backups: StoredBackup[] = [];
    const problems: Problem[] = [];
    for (const id of names.value.filter((name) => backupIdForm.test(name)).reverse()) {
      const found = await find(id);
      if (!found.ok) problems.push(found.problem);
      else if (found.value !== null) backups.push(found.value);
    }
    return { backups, problems };
  };

  return {
    find,
    list,

    async make(of, named) {
      const part = `${folder}/${of.id}${unfinished}`;
      try {
        await state.makeFolder(part);
        const copied: BackedUpFile[] = [];
        for (const [index, { path, resolved, optional }] of named.entries()) {
          const name = `${index + 1}-${plainFileName(resolved)}`;
          const facts = await files.copy(resolved, `${state.place}/${part}/${name}`);
          if (facts.ok) copied.push({ path, resolved, copy: { name, facts: facts.value } });
          else if (facts.problem.kind === "missing" && optional) copied.push({ path, resolved, copy: null });
          else {
            await state.remove(part);
            return { ok: false, problem: notBackedUp(path, facts.problem) };
          }
        }
        const manifest: BackupManifest = { schema: "rollout-gate/backup/1", ...of, files: copied };
        const text = renderManifest(manifest);
        await state.write(`${part}/${sumsName}`, text.sums);
        await state.write(`${part}/${manifestName}`, text.manifest);
        await state.rename(part, `${folder}/${of.id}`);
        return {
          ok: true,
          value: { manifest, digest: digestOf(text.manifest), folder: `${state.place}/${folder}/${of.id}` },
        };
      } catch (error) {
        const why = error instanceof Error ? error.message.slice(0, 200) : String(error);
        await state.remove(part).catch(() => {});
        return failed(
          "invalid",
          `The backup could not be written to ${state.place}: ${why}`,
          "Check the rights of that folder and the free disk.",
        );
      }
    },

    async verify({ manifest, folder: at }) {
      const problems: Problem[] = [];
      for (const { path, copy } of manifest.files) {
        if (copy === null) continue;
        const found = await files.inspect(`${at}/${copy.name}`);
        if (!found.ok) problems.push(notUsable(path, manifest.id, found.problem.reason));
        else if (!sameContent(found.value, copy.facts)) {
          problems.push(
            notUsable(path, manifest.id, `${at}/${copy.name} is not what was backed up: its checksum differs.`),
          );
        }
      }
      return problems;
    },

    async prune(retention, needed, now) {
      const names = await state.names(folder);
      if (!names.ok) return [];
      const halves = names.value.filter((name) => name.endsWith(unfinished));
      const { backups } = await list();
      const whole = backups.map(({ manifest: { id, at } }) => ({ id, at }));
      const removable = [...halves, ...chooseRemovable(whole, retention, needed, now.getTime())];
      for (const name of removable) await state.remove(`${folder}/${name}`);
      return removable;
    },
  };
}

/** Whether two states of a file hold the same bytes. */
export function sameContent(one: FileFacts, other: FileFacts): boolean {
  return one.sha256 === other.sha256 && one.sizeBytes === other.sizeBytes;
}

/** The last part of a path, in letters that are safe in any file name and on any terminal. */
function plainFileName(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const plain = name.replace(/[^A-Za-z0-9._-]/g, "_").slice(0, 100);
  return plain === "" ? "file" : plain;
}

function broken(id: string, why: string): Reading<never> {
  const reason = `The backup ${id} cannot be used: ${why.replace(/\.$/, "")}.`;
  return failed("invalid", reason, "Choose another backup.");
}

function notBackedUp(path: string, problem: Problem): Problem {
  const remedy =
    problem.kind === "missing"
      ? "Correct the path under `backup:`, or write `optional: true` beside it."
      : (problem.remedy ?? "Check the file.");
  return { kind: problem.kind, reason: `${path} could not be backed up: ${problem.reason}`, remedy, file: path };
}

function notUsable(path: string, id: string, why: string): Problem {
  return {
    kind: "invalid",
    reason: `${path} cannot be put back from the backup ${id}: ${why}`,
    remedy: "Choose another backup; nothing was put back from this one.",
    file: path,
  };
}
