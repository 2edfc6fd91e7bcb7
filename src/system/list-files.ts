import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ListLimits } from "../domain/ports.ts";

/** Folders nested deeper than this were made to be walked, not to be read. */
const deepest = 64;

/**
 * Paths of the regular files below a folder, relative to it, with `/` on every system, in the order of their code units.
 * Links are left out, both to files and to folders; so is a folder that may not be read, and everything beyond the cap.
 */
export async function listFiles(folder: string, limits: ListLimits): Promise<readonly string[]> {
  const files: string[] = [];
  const folders: { readonly path: string; readonly depth: number }[] = [{ path: "", depth: 0 }];
  // Folders are counted too: a tree of empty folders must not be endless.
  for (let next = folders.pop(); next !== undefined && files.length < limits.maxFiles; next = folders.pop()) {
    const entries = await entriesOf(join(folder, next.path));
    for (const entry of entries) {
      const path = next.path === "" ? entry.name : `${next.path}/${entry.name}`;
      if (entry.isFile()) files.push(path);
      else if (
        entry.isDirectory() &&
        !limits.skip?.includes(entry.name) &&
        next.depth < deepest &&
        folders.length < limits.maxFiles
      ) {
        folders.push({ path, depth: next.depth + 1 });
      }
    }
  }
  return files.sort().slice(0, Math.max(0, limits.maxFiles));
}

async function entriesOf(folder: string) {
  try {
    return (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? 1 : -1));
  } catch {
    return [];
  }
}
