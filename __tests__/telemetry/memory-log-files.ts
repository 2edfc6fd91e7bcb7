import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import type { LogFile, LogFiles, LogStream } from "../../src/domain/log-files.ts";

interface Stored {
  identity: string;
  content: Buffer;
  modifiedMs: number;
}

/** Log files in memory, which a test writes to, rotates and compresses while they are read. */
export function createMemoryLogs() {
  const stored = new Map<string, Stored>();
  let nextIdentity = 1;
  let clock = 1;
  let beforeRead: (() => void) | null = null;
  let largestRead = 1024 * 1024;

  const contentOf = (path: string, { content }: Stored): Buffer =>
    path.endsWith(".gz") ? gunzipSync(content) : content;
  const files: LogFiles = {
    list: async (path) => {
      const folder = path.slice(0, path.lastIndexOf("/") + 1);
      const listed = [...stored].filter(([other]) => other.startsWith(folder));
      return {
        ok: true,
        value: listed.map(
          ([other, { identity, content, modifiedMs }]): LogFile => ({
            path: other,
            identity,
            bytes: content.length,
            modifiedMs,
            compressed: other.endsWith(".gz"),
          }),
        ),
      };
    },
    open: async (file, position) => {
      const found = stored.get(file.path);
      if (found === undefined || found.identity !== file.identity) {
        return { ok: false, problem: { kind: "invalid", reason: `${file.path} was exchanged` } };
      }
      let at = position;
      const stream: LogStream = {
        file,
        read: async (into, offset, length) => {
          beforeRead?.();
          const content = contentOf(file.path, found);
          const part = content.subarray(at, at + Math.min(length, largestRead));
          into.set(part, offset);
          at += part.length;
          return { ok: true, value: part.length };
        },
        close: async () => {},
      };
      return { ok: true, value: stream };
    },
  };
  return {
    files,
    /** @param modifiedMs when it was written; by default only later than whatever was written before */
    append(path: string, text: string | Buffer, modifiedMs = clock++) {
      const found = stored.get(path) ?? { identity: String(nextIdentity++), content: Buffer.alloc(0), modifiedMs: 0 };
      found.content = Buffer.concat([found.content, Buffer.from(text)]);
      found.modifiedMs = modifiedMs;
      stored.set(path, found);
    },
    rename(from: string, to: string) {
      const found = stored.get(from);
      stored.delete(from);
      if (found !== undefined) stored.set(to, found);
    },
    /** Another file with what this one holds, made by `change`; this one goes. */
    replace(from: string, to: string, change: (content: Buffer) => Buffer) {
      const found = stored.get(from);
      stored.delete(from);
      if (found === undefined) return;
      stored.set(to, {
        identity: String(nextIdentity++),
        content: change(found.content),
        modifiedMs: found.modifiedMs,
      });
    },
    truncate(path: string) {
      const found = stored.get(path);
      if (found !== undefined) found.content = Buffer.alloc(0);
    },
    copy(from: string, to: string) {
      const found = stored.get(from);
      if (found !== undefined) stored.set(to, { ...found, identity: String(nextIdentity++) });
    },
    remove(path: string) {
      stored.delete(path);
    },
    paths: () => [...stored.keys()],
    onRead(call: (() => void) | null) {
      beforeRead = call;
    },
    readAtMost(bytes: number) {
      largestRead = bytes;
    },
  };
}

export type MemoryLogs = ReturnType<typeof createMemoryLogs>;

export const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
