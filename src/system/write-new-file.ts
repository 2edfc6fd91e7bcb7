import { randomBytes } from "node:crypto";
import { link, mkdir, open, realpath, rm } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { errorCode } from "./error-code.ts";
import { syncFolder } from "./sync-folder.ts";

/**
 * Writes a file that is not there yet, whole or not at all. Whatever has the name already, be it a link that leads nowhere, stays
 * as it is.
 *
 * @param workspace the folder that the file's real place must lie in
 * @param path relative to it; folders on the way are made
 * @returns false when something is there already
 * @throws the system's error, or one that says that the place lies outside
 */
export async function writeNewFile(workspace: string, path: string, text: string): Promise<boolean> {
  const target = join(workspace, path);
  const folder = dirname(target);
  await mkdir(folder, { recursive: true });
  const inside = relative(await realpath(workspace), await realpath(folder));
  if (inside === ".." || inside.startsWith(`..${sep}`))
    throw new Error(`${dirname(path)} is a link that leads out of the repository, so nothing is written there.`);
  const temporary = join(folder, `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const file = await open(temporary, "wx", 0o666);
    try {
      await file.writeFile(text, "utf8");
      await file.sync();
    } finally {
      await file.close();
    }
    // A second name for the file: unlike a rename, it replaces nothing.
    await link(temporary, target);
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(folder);
  return true;
}
