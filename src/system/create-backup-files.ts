import { createHash, randomBytes } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { type FileHandle, lstat, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Reading } from "../domain/problem.ts";
import type { BackupFiles, FileFacts, PutBack } from "../domain/rollout-files.ts";
import { altered, exchanged, explain, refuse } from "./backup-file-problems.ts";
import { errorCode } from "./error-code.ts";
import { type HeldFolder, holdFolder } from "./hold-folder.ts";

const pieceBytes = 256 * 1024;
const maxNames = 10_000;
/** Another program of ours may be writing the same file at this moment; none takes this long. */
const leftoverAgeMs = 60_000;

/** The machine's files, copied and put back over no link. See {@link BackupFiles}. */
export function createBackupFiles(): BackupFiles {
  return {
    inspect: (path) =>
      inFolderOf(path, (folder, name) => withFile(path, folder, name, (file) => take(path, file, null))),
    copy: (source, target) =>
      inFolderOf(source, (from, name) =>
        withFile(source, from, name, (file) =>
          inFolderOf(target, async (to, newName) => {
            const facts = await writeNew(to, newName, (copy) => take(source, file, copy));
            await to.sync();
            return facts;
          }),
        ),
      ),
    putBack,
    names,
    async removeLeftovers(path) {
      await inFolderOf<null>(path, async (folder, name) => {
        const form = new RegExp(`^\\.${escapeForm(name.slice(0, 100))}\\.[0-9a-f]{12}\\.tmp$`);
        for (const one of await readdir(folder.at("."))) {
          if (!form.test(one)) continue;
          const found = await lstat(folder.at(one));
          if (found.isFile() && Date.now() - found.mtimeMs > leftoverAgeMs) await rm(folder.at(one), { force: true });
        }
        return { ok: true, value: null };
      });
    },
  };
}

function escapeForm(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

async function names(path: string): Promise<Reading<readonly string[]>> {
  const found = await inFolderOf<readonly string[]>(`${path}/.`, async (folder) => {
    const all = await readdir(folder.at("."));
    return all.length > maxNames
      ? refuse("invalid", `${path} holds more than ${maxNames} files.`, "Move some of them away.", path)
      : { ok: true, value: all.sort() };
  });
  return !found.ok && found.problem.kind === "missing" ? { ok: true, value: [] } : found;
}

async function putBack(copy: string, target: string, expected: FileFacts): Promise<Reading<PutBack>> {
  return inFolderOf<PutBack>(copy, (from, copyName) =>
    withFile<PutBack>(copy, from, copyName, (source) =>
      inFolderOf<PutBack>(target, async (folder, name) => {
        const old = await oldFile(target, folder, name);
        if (!old.ok) return old;
        if (old.value !== null && isSame(old.value.facts, expected)) {
          return { ok: true, value: { changed: false, notes: [] } };
        }
        const temporary = `.${name.slice(0, 100)}.${randomBytes(6).toString("hex")}.tmp`;
        const notes: string[] = [];
        try {
          const written = await writeNew(folder, temporary, async (file) => {
            const facts = await take(copy, source, file);
            if (!facts.ok) return facts;
            if (facts.value.sha256 !== expected.sha256) return altered(copy, facts.value, expected);
            notes.push(...(await dress(file, target, expected)));
            return facts;
          });
          const refused = written.ok ? await whyExchanged(target, folder, name, old.value) : written;
          if (refused !== null) {
            await rm(folder.at(temporary), { force: true });
            return refused;
          }
          await rename(folder.at(temporary), folder.at(name));
        } catch (error) {
          await rm(folder.at(temporary), { force: true }).catch(() => {});
          throw error;
        }
        await folder.sync();
        return (await folder.isStillThere()) ? { ok: true, value: { changed: true, notes } } : exchanged(target);
      }),
    ),
  );
}

interface OldFile {
  readonly facts: FileFacts;
  readonly dev: number;
  readonly ino: number;
}

/** What is in the target's place now: a file, or nothing; anything else is not replaced. */
async function oldFile(path: string, folder: HeldFolder, name: string): Promise<Reading<OldFile | null>> {
  const found = await statOf(folder.at(name));
  if (found === null) return { ok: true, value: null };
  const facts = await withFile(path, folder, name, (file) => take(path, file, null));
  return facts.ok ? { ok: true, value: { facts: facts.value, dev: found.dev, ino: found.ino } } : facts;
}

/** Null when what is to be replaced is still what was looked at. */
async function whyExchanged(
  path: string,
  folder: HeldFolder,
  name: string,
  old: OldFile | null,
): Promise<Reading<never> | null> {
  const now = await statOf(folder.at(name));
  const same = now === null ? old === null : old !== null && now.dev === old.dev && now.ino === old.ino;
  return same && (await folder.isStillThere()) ? null : exchanged(path);
}

async function statOf(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/** Mode and owner. The mode comes last, because a change of owner resets bits. */
async function dress(file: FileHandle, target: string, facts: FileFacts): Promise<readonly string[]> {
  const notes: string[] = [];
  const now = await file.stat();
  if (process.platform !== "win32" && (now.uid !== facts.uid || now.gid !== facts.gid)) {
    await file.chown(facts.uid, facts.gid).catch((error: unknown) => {
      notes.push(`The owner of ${target} could not be kept (${errorCode(error)}): it was ${facts.uid}:${facts.gid}.`);
    });
  }
  await file.chmod(facts.mode);
  return notes;
}

function isSame(one: FileFacts, other: FileFacts): boolean {
  return one.sha256 === other.sha256 && one.mode === other.mode;
}

/** Makes a file that only its owner may read, and has it filled; one that could not be filled is taken away again. */
async function writeNew<T>(
  folder: HeldFolder,
  name: string,
  fill: (file: FileHandle) => Promise<Reading<T>>,
): Promise<Reading<T>> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
  const file = await open(folder.at(name), flags, 0o600);
  let filled: Reading<T> | null = null;
  try {
    filled = await fill(file);
    if (filled.ok) await file.sync();
    return filled;
  } catch (error) {
    filled = null;
    throw error;
  } finally {
    await file.close();
    if (filled?.ok !== true) await rm(folder.at(name), { force: true });
  }
}

/** Reads a file to its end, writing it on where that is asked for, and tells what it held. */
async function take(path: string, file: FileHandle, copy: FileHandle | null): Promise<Reading<FileFacts>> {
  const before = await file.stat();
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(pieceBytes);
  let sizeBytes = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, pieceBytes, sizeBytes);
    if (bytesRead === 0) break;
    const piece = buffer.subarray(0, bytesRead);
    hash.update(piece);
    await copy?.writeFile(piece);
    sizeBytes += bytesRead;
  }
  const after = await file.stat();
  if (after.size !== sizeBytes || after.mtimeMs !== before.mtimeMs) {
    return refuse(
      "invalid",
      `${path} was written to while it was read.`,
      "Stop what writes to it, and try again.",
      path,
    );
  }
  const { mode, uid, gid, mtime } = before;
  return {
    ok: true,
    value: {
      sha256: hash.digest("hex"),
      sizeBytes,
      mode: mode & 0o7777,
      modifiedAt: mtime.toISOString(),
      uid,
      gid,
    },
  };
}

async function withFile<T>(
  path: string,
  folder: HeldFolder,
  name: string,
  use: (file: FileHandle) => Promise<Reading<T>>,
): Promise<Reading<T>> {
  // Neither a link is followed nor is waited for: a FIFO without a writer would hold the program for ever.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const file = await open(folder.at(name), flags);
  try {
    const found = await file.stat();
    const named = await lstat(folder.at(name));
    if (!found.isFile() || named.ino !== found.ino || named.dev !== found.dev) {
      return refuse("invalid", `${path} is ${kindOf(named)}.`, "Name the file itself.", path);
    }
    return await use(file);
  } finally {
    await file.close();
  }
}

function kindOf(found: Stats): string {
  if (found.isSymbolicLink()) return "a link, and links are not followed here";
  return found.isDirectory() ? "a folder" : "not a regular file";
}

async function inFolderOf<T>(
  path: string,
  use: (folder: HeldFolder, name: string) => Promise<Reading<T>>,
): Promise<Reading<T>> {
  const folder = await holdFolder(dirname(path));
  if (!folder.ok) return { ok: false, problem: { ...folder.problem, file: path } };
  try {
    return await use(folder.value, basename(path));
  } catch (error) {
    return { ok: false, problem: explain(path, error) };
  } finally {
    await folder.value.close();
  }
}
