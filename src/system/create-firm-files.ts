import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { lstat, open, rename, rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Reading } from "../domain/problem.ts";
import { errorCode } from "./error-code.ts";
import { type HeldFolder, holdFolder } from "./hold-folder.ts";

/**
 * Settings files as bytes, over no link at all: for changes that are to last, in files that were backed up the same way. What
 * somebody puts in a file's place between the backup and the change is not written through.
 */
export function createFirmFiles() {
  return { readBytes, writeBytesAtomically };
}

async function readBytes(path: string, maxBytes: number): Promise<Reading<Uint8Array>> {
  const folder = await holdFolder(dirname(path));
  if (!folder.ok) return folder;
  try {
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    const file = await open(folder.value.at(basename(path)), flags);
    try {
      const found = await file.stat();
      if (!found.isFile()) return refuse("invalid", `${path} is not a regular file.`, "Name the settings file itself.");
      if (found.size > maxBytes) {
        return refuse("invalid", `${path} is larger than ${maxBytes} bytes.`, "Keep the flag in a file of its own.");
      }
      const bytes = new Uint8Array(await file.readFile());
      return bytes.length > maxBytes
        ? refuse("invalid", `${path} grew while it was read.`, "Stop what writes to it.")
        : { ok: true, value: bytes };
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT") return refuse("missing", `There is no file ${path}.`, "Create it, or correct the path.");
    if (code === "ELOOP")
      return refuse("invalid", `${path} is a link, and links are not followed here.`, "Name the real path.");
    return refuse("invalid", `${path} could not be read (${code}).`, "Make it readable for this user.");
  } finally {
    await folder.value.close();
  }
}

/** @throws the system's error, or one that says what was in the way; the old content is then still there */
async function writeBytesAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const folder = await holdFolder(dirname(path));
  if (!folder.ok) throw new Error(folder.problem.reason);
  try {
    await replace(folder.value, path, bytes);
  } finally {
    await folder.value.close();
  }
}

async function replace(folder: HeldFolder, path: string, bytes: Uint8Array): Promise<void> {
  const name = basename(path);
  const old = await lstat(folder.at(name));
  if (!old.isFile()) throw new Error(`${path} is ${old.isSymbolicLink() ? "a link" : "not a regular file"}.`);
  const temporary = folder.at(`.${name.slice(0, 100)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      // Best effort: only root may give a file away. The mode comes after it, because a change of owner resets bits.
      await file.chown(old.uid, old.gid).catch(() => {});
      await file.chmod(old.mode & 0o7777);
      await file.sync();
    } finally {
      await file.close();
    }
    const now = await lstat(folder.at(name));
    if (now.ino !== old.ino || now.dev !== old.dev || !(await folder.isStillThere())) {
      throw new Error(`${path}, or a folder on its way, was exchanged while it was being written.`);
    }
    await rename(temporary, folder.at(name));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await folder.sync();
}

function refuse(kind: "missing" | "invalid", reason: string, remedy: string): Reading<never> {
  return { ok: false, problem: { kind, reason, remedy } };
}
