import { randomBytes } from "node:crypto";
import { link, mkdir, open, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LedgerFiles } from "../domain/ledger-files.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import { errorCode } from "./error-code.ts";
import { readTextSafely } from "./read-safely.ts";
import { syncFolder } from "./sync-folder.ts";

/** Files that are made whole or not at all, on disks that several processes share. */
export function createLedgerFiles(): LedgerFiles {
  return {
    names,
    readText: readTextSafely,
    createWhole,
    remove: async (path) => {
      await rm(path, { force: true });
    },
  };
}

async function names(folder: string): Promise<Reading<readonly string[] | null>> {
  try {
    return { ok: true, value: (await readdir(folder)).sort() };
  } catch (error) {
    if (errorCode(error) === "ENOENT") return { ok: true, value: null };
    return refuse(folder, `The folder ${folder} could not be read (${errorCode(error)}).`);
  }
}

/**
 * The text is written to a temporary file and synced; a hard link then gives it its name, which fails when the name is taken.
 * Where the disk knows no hard links, the file itself is made exclusively: then a crash in the middle leaves a part, which
 * whoever reads it will tell.
 */
async function createWhole(path: string, text: string): Promise<Reading<boolean>> {
  const folder = dirname(path);
  const temporary = join(folder, `.${randomBytes(8).toString("hex")}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    await writeNew(temporary, text);
    const made = await giveName(temporary, path, text);
    await syncFolder(folder);
    return { ok: true, value: made };
  } catch (error) {
    return refuse(path, `${path} could not be written (${errorCode(error)}).`);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function giveName(temporary: string, path: string, text: string): Promise<boolean> {
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === "EEXIST") return false;
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "EOPNOTSUPP" && code !== "ENOSYS" && code !== "EXDEV")
      throw error;
  }
  try {
    await writeNew(path, text);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(text, "utf8");
    await file.sync();
  } finally {
    await file.close();
  }
}

function refuse(file: string, reason: string): { readonly ok: false; readonly problem: Problem } {
  return {
    ok: false,
    problem: { kind: "invalid", reason, remedy: "Look at the folder's owner, rights and free space.", file },
  };
}
