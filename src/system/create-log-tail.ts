import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";
import type { Reading } from "../domain/problem.ts";
import type { LogPosition, LogTail } from "../domain/rollout-files.ts";
import { errorCode } from "./error-code.ts";

/** The end of logs on this machine. The config names them, so links are followed, as logs often are. */
export function createLogTail(): LogTail {
  return {
    async position(path) {
      try {
        const found = await stat(path, { bigint: true });
        return { file: `${found.dev}:${found.ino}`, bytes: Number(found.size) };
      } catch {
        return null;
      }
    },
    async read(path, from, maxBytes) {
      const now = await readFrom(path, from, maxBytes);
      if (!now.ok || from === null || now.value.file === from.file) return textOf(now);
      // It was rotated in between: what was written before that is in the file that was put aside.
      const aside = await readFrom(`${path}.1`, from, maxBytes);
      const before = aside.ok && aside.value.file === from.file ? aside.value.text : "";
      return { ok: true, value: (before + now.value.text).slice(-maxBytes) };
    },
  };
}

interface Part {
  readonly file: string;
  readonly text: string;
}

function textOf(part: Reading<Part>): Reading<string> {
  return part.ok ? { ok: true, value: part.value.text } : part;
}

async function readFrom(path: string, from: LogPosition | null, maxBytes: number): Promise<Reading<Part>> {
  try {
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = await file.stat({ bigint: true });
      if (!found.isFile()) return refuse("invalid", `${path} is not a regular file.`, "Name the log itself.");
      const name = `${found.dev}:${found.ino}`;
      const size = Number(found.size);
      // A file that is shorter than it was has been emptied and begun again.
      const start = from !== null && from.file === name && from.bytes <= size ? from.bytes : 0;
      const cut = size - start > maxBytes;
      const at = cut ? size - maxBytes : start;
      const buffer = Buffer.alloc(Math.max(0, size - at));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
      const text = buffer.subarray(0, bytesRead).toString("utf8");
      return { ok: true, value: { file: name, text: cut ? text.slice(text.indexOf("\n") + 1) : text } };
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") {
      return refuse("missing", `There is no log ${path}.`, "Correct `rollback.log`, or have the program write one.");
    }
    return refuse("invalid", `The log ${path} could not be read (${code}).`, "Make it readable for this user.");
  }
}

function refuse(kind: "missing" | "invalid", reason: string, remedy: string): Reading<never> {
  return { ok: false, problem: { kind, reason, remedy } };
}
