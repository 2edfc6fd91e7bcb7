import { lstat, mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileKind, Files } from "../domain/ports.ts";
import { freeBytes } from "./free-bytes.ts";
import { listFiles } from "./list-files.ts";
import { readChunksSafely, readTextSafely } from "./read-safely.ts";
import { writeAtomically } from "./write-atomically.ts";

export interface FilesOptions {
  /** Where temporary folders are made: `RUNNER_TEMP` in Actions. The system's own place by default. */
  readonly temporaryFolder?: string;
}

/** The machine's files, read with the distrust that {@link Files} promises. */
export function createFiles(options: FilesOptions = {}): Files {
  const temporaryFolder = options.temporaryFolder ?? tmpdir();
  return {
    kind,
    readText: readTextSafely,
    readChunks: readChunksSafely,
    modifiedMs,
    list: listFiles,
    writeAtomically,
    makeFolder: async (path) => {
      await mkdir(path, { recursive: true });
    },
    makeTemporaryFolder: async (prefix) => {
      await mkdir(temporaryFolder, { recursive: true });
      return mkdtemp(join(temporaryFolder, prefix));
    },
    remove: async (path) => {
      // Windows keeps files that are still open somewhere; a short wait is what helps there.
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
    },
    freeBytes,
  };
}

async function modifiedMs(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    // Whoever reads the file next is told why it cannot be.
    return null;
  }
}

/** What a path leads to, links followed; a link that leads nowhere, or round in a circle, is `other`. */
async function kind(path: string): Promise<FileKind> {
  try {
    const found = await stat(path);
    return found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
  } catch {
    try {
      await lstat(path);
      return "other";
    } catch {
      return "nothing";
    }
  }
}
