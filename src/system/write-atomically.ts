import { lstat, open, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { errorCode } from "./error-code.ts";
import { syncFolder } from "./sync-folder.ts";

/**
 * Replaces a file's content as one step: whoever reads it, at any moment and after any crash, finds the old content or the
 * new, never a part. A temporary file in the same folder is written, synced and renamed over it, then the folder is synced.
 *
 * The mode of an existing file is kept, and its owner where the system allows it. A path that is a link is written through:
 * the file it leads to is replaced and the link stays, as an editor would do (settings files are often links into a
 * repository of settings).
 *
 * @throws the system's error (ENOSPC, EACCES, EROFS, …); the old file is then whole and the temporary one is gone
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const target = await finalPath(path);
  const folder = dirname(target);
  const old = await statOf(target);
  if (old !== null && !old.isFile()) throw new Error(`${target} is not a regular file, so it cannot be replaced.`);
  // Loaded only now: half of the modes write nothing, and it takes three milliseconds.
  const { randomBytes } = await import("node:crypto");
  const temporary = join(folder, `.${basename(target).slice(0, 100)}.${randomBytes(6).toString("hex")}.tmp`);
  const file = await open(temporary, "wx", old === null ? 0o666 : 0o600);
  try {
    try {
      await file.writeFile(content, "utf8");
      if (old !== null) {
        // Best effort: only root may give a file away. The mode comes after it, because a change of owner resets bits.
        await file.chown(old.uid, old.gid).catch(() => {});
        await file.chmod(old.mode & 0o7777);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** Where the bytes will lie: links followed, also a link to a file that is not there yet. */
async function finalPath(path: string): Promise<string> {
  const found = await statOf(path);
  if (found === null || !found.isSymbolicLink()) return path;
  return realpath(path);
}

async function statOf(path: string) {
  try {
    return await lstat(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}
