import { constants } from "node:fs";
import { type FileHandle, lstat, open, readlink, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, parse, resolve, sep } from "node:path";
import type { Problem, Reading } from "../domain/problem.ts";
import { errorCode } from "./error-code.ts";
import { syncFolder } from "./sync-folder.ts";

/**
 * A folder that is held open. What is done by the paths that it gives is done in this very folder, whatever becomes of its
 * name meanwhile.
 */
export interface HeldFolder {
  readonly path: string;
  /** The path by which an entry is reached. */
  at(name: string): string;
  /** Whether the folder's own path still leads to it, over no link. */
  isStillThere(): Promise<boolean>;
  /** Makes a rename in it last. Not every system can. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Linux's `O_PATH`, which Node does not name: it asks for no right to read, as a home folder's parent may not give it. */
const pathOnly = 0o10000000;
const descriptors = "/proc/self/fd";

/**
 * Opens a folder over no link. On Linux every folder on the way is opened from the one before it, so that there is no moment
 * in which one could be exchanged; elsewhere its real path is compared before and after.
 *
 * @param path absolute
 */
export async function holdFolder(path: string): Promise<Reading<HeldFolder>> {
  if (!isAbsolute(path)) return refuse("invalid", `${path} is no absolute path.`, "Write the whole path.");
  const whole = resolve(path);
  try {
    return { ok: true, value: process.platform === "linux" ? await walk(whole) : await compare(whole) };
  } catch (error) {
    return { ok: false, problem: await explain(whole, error) };
  }
}

async function walk(path: string): Promise<HeldFolder> {
  const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW | pathOnly;
  let folder = await open("/", flags);
  try {
    for (const name of path.split("/").filter((part) => part !== "")) {
      const next = await open(`${descriptors}/${folder.fd}/${name}`, flags);
      await folder.close();
      folder = next;
    }
  } catch (error) {
    await folder.close();
    throw error;
  }
  const held = folder;
  return {
    path,
    at: (name) => `${descriptors}/${held.fd}/${name}`,
    isStillThere: () => leadsTo(path, held),
    sync: () => syncFolder(`${descriptors}/${held.fd}`),
    close: () => held.close(),
  };
}

async function compare(path: string): Promise<HeldFolder> {
  if ((await realpath(path)) !== path) throw new LinkOnTheWay();
  const held = process.platform === "win32" ? null : await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  return {
    path,
    at: (name) => join(path, name),
    isStillThere: async () => (held === null ? (await realpath(path)) === path : leadsTo(path, held)),
    sync: () => syncFolder(path),
    close: async () => held?.close(),
  };
}

class LinkOnTheWay extends Error {}

async function leadsTo(path: string, held: FileHandle): Promise<boolean> {
  try {
    if ((await realpath(path)) !== path) return false;
    const [named, opened] = [await stat(path, { bigint: true }), await held.stat({ bigint: true })];
    return named.dev === opened.dev && named.ino === opened.ino;
  } catch {
    return false;
  }
}

async function explain(path: string, error: unknown): Promise<Problem> {
  const code = errorCode(error);
  if (code === "ENOENT") return problem("missing", `There is no folder ${path}.`, "Make it, or correct the path.");
  const link = await firstLink(path);
  if (link !== null) {
    const remedy = "Write the real path: a link could be made to lead elsewhere between two looks.";
    return problem("invalid", `${link.at} is a link to ${link.to}, and links are not followed here.`, remedy);
  }
  if (code === "ENOTDIR") return problem("invalid", `${path} is not a folder.`, "Correct the path.");
  return problem("invalid", `The folder ${path} cannot be entered (${code}).`, "Give this user the right to enter it.");
}

/** The first folder on the way that is a link. */
async function firstLink(path: string): Promise<{ readonly at: string; readonly to: string } | null> {
  const { root } = parse(path);
  let at = root;
  for (const name of path.slice(root.length).split(sep)) {
    at = join(at, name);
    try {
      if ((await lstat(at)).isSymbolicLink()) return { at, to: (await readlink(at)).slice(0, 200) };
    } catch {
      return null;
    }
  }
  return null;
}

function problem(kind: Problem["kind"], reason: string, remedy: string): Problem {
  return { kind, reason, remedy };
}

function refuse(kind: Problem["kind"], reason: string, remedy: string): Reading<never> {
  return { ok: false, problem: problem(kind, reason, remedy) };
}
