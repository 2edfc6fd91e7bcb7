import { constants } from "node:fs";
import { open } from "node:fs/promises";
import type { Problem, Reading } from "../domain/problem.ts";
import { writeAtomically } from "./write-atomically.ts";

/**
 * Settings files as bytes, for setting a flag in them and putting them back exactly. The config names them, wherever they
 * lie, so links are followed, in reading and in writing: people keep such files as links into a folder of settings.
 */
export function createFlagFiles() {
  return { readBytes, writeBytesAtomically: writeAtomically };
}

/** Only a regular file is opened, and nothing is waited for: a FIFO without a writer would hold the program for ever. */
async function readBytes(path: string, maxBytes: number): Promise<Reading<Uint8Array>> {
  try {
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = await file.stat();
      if (!found.isFile()) {
        return refuse("invalid", `${path} is ${found.isDirectory() ? "a folder" : "not a regular file"}.`, namesFile);
      }
      if (found.size > maxBytes) return tooLarge(path, maxBytes);
      const bytes = new Uint8Array(await file.readFile());
      // It may have grown since its size was asked for.
      return bytes.length > maxBytes ? tooLarge(path, maxBytes) : { ok: true, value: bytes };
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : String(error);
    if (code === "ENOENT" || code === "ENOTDIR") {
      return refuse("missing", `There is no file ${path}.`, "Create it, or correct the flag's `path` in the config.");
    }
    return refuse(
      "invalid",
      `${path} could not be read (${code}).`,
      "Make it readable for the user that runs the gate.",
    );
  }
}

const namesFile = "Let the flag's `path` name the settings file itself.";

function tooLarge(path: string, maxBytes: number) {
  return refuse(
    "invalid",
    `${path} is larger than ${maxBytes} bytes, the most that is read of a settings file.`,
    namesFile,
  );
}

function refuse(
  kind: Problem["kind"],
  reason: string,
  remedy: string,
): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { kind, reason, remedy } };
}
