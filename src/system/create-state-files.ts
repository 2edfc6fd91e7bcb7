import { randomBytes } from "node:crypto";
import { link, lstat, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { StateFiles } from "../domain/rollout-files.ts";
import { errorCode } from "./error-code.ts";
import { readTextSafely } from "./read-safely.ts";
import { syncFolder } from "./sync-folder.ts";
import { writeAtomically } from "./write-atomically.ts";

const maxBytes = 4 * 1024 * 1024;
const folderMode = 0o700;

/** The program's own files in a folder. Nobody else may read them: they may hold settings. See {@link StateFiles}. */
export function createStateFiles(place: string): StateFiles {
  const at = (name: string) => join(place, name);
  return {
    place,
    async read(name) {
      const found = await readTextSafely(at(name), { maxBytes, within: place });
      if (found.ok) return found;
      return found.problem.kind === "missing" ? { ok: true, value: null } : found;
    },
    async names(folder) {
      try {
        return { ok: true, value: (await readdir(at(folder))).sort() };
      } catch (error) {
        const code = errorCode(error);
        if (code === "ENOENT") return { ok: true, value: [] };
        const remedy = "Check that it is a folder that this user may read.";
        return { ok: false, problem: { kind: "invalid", reason: `${at(folder)} cannot be listed (${code}).`, remedy } };
      }
    },
    async write(name, text) {
      await makeFolders(dirname(at(name)));
      await writeAtomically(at(name), text);
    },
    makeFolder: (name) => makeFolders(at(name)),
    async create(name, text) {
      const target = at(name);
      await makeFolders(dirname(target));
      // Linked to its name only when it is whole: nobody ever reads a part of it.
      const temporary = `${target}.${randomBytes(6).toString("hex")}.tmp`;
      try {
        const file = await open(temporary, "wx", 0o600);
        try {
          await file.writeFile(text);
          await file.sync();
        } finally {
          await file.close();
        }
        await link(temporary, target);
      } catch (error) {
        if (errorCode(error) === "EEXIST") return false;
        throw error;
      } finally {
        await rm(temporary, { force: true });
      }
      await syncFolder(dirname(target));
      return true;
    },
    async rename(from, to) {
      if (await isThere(at(to))) throw new Error(`${at(to)} is there already.`);
      await makeFolders(dirname(at(to)));
      await rename(at(from), at(to));
      await syncFolder(dirname(at(from)));
      await syncFolder(dirname(at(to)));
    },
    async remove(name) {
      await rm(at(name), { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Makes folders that last: each new one is synced into the one that holds it. */
async function makeFolders(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: folderMode });
  for (let made = folder; first !== undefined && made.length >= first.length; made = dirname(made)) {
    await syncFolder(dirname(made));
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}
