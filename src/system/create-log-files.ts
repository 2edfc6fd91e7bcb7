import { constants, readSync } from "node:fs";
import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { createGunzip, type Gunzip } from "node:zlib";
import type { LogFile, LogFiles, LogStream } from "../domain/log-files.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import { errorCode } from "./error-code.ts";

/** More names than this in a log's folder are not looked at. */
const mostNames = 50_000;
const pieceBytes = 256 * 1024;
const bytesBetweenRests = 4 * 1024 * 1024;

/** The machine's log files. Links are followed, since logs are often links and the config names them; only regular files are opened. */
export function createLogFiles(): LogFiles {
  return { list, open: openLog };
}

async function list(path: string): Promise<Reading<readonly LogFile[]>> {
  const folder = dirname(path);
  const name = basename(path);
  const dot = name.lastIndexOf(".");
  const stem = dot > 0 ? name.slice(0, dot) : name;
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return { ok: true, value: [] };
    return refuse(path, `The folder of ${path} could not be read (${code}).`);
  }
  if (names.length > mostNames) return refuse(path, `The folder of ${path} holds more than ${mostNames} names.`);
  const files: LogFile[] = [];
  for (const other of names) {
    if (!other.startsWith(stem)) continue;
    const full = other === name ? path : join(folder, other);
    const file = await describe(full);
    if (file !== null) files.push(file);
  }
  return { ok: true, value: files };
}

/** Null for what is no regular file, or has gone meanwhile. */
async function describe(path: string): Promise<LogFile | null> {
  try {
    const found = await stat(path, { bigint: true });
    if (!found.isFile()) return null;
    return {
      path,
      identity: identityOf(found),
      bytes: Number(found.size),
      modifiedMs: Number(found.mtimeMs),
      compressed: path.endsWith(".gz"),
    };
  } catch {
    // A rotation took it away between the two looks; the next listing tells.
    return null;
  }
}

function identityOf(found: { readonly dev: bigint; readonly ino: bigint }): string {
  return found.ino === 0n ? "" : `${found.dev}:${found.ino}`;
}

async function openLog(file: LogFile, position: number): Promise<Reading<LogStream>> {
  let handle: FileHandle;
  try {
    // A FIFO that took the log's place would hold the opening for ever.
    handle = await open(file.path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    return refuse(file.path, `${file.path} could not be opened (${errorCode(error)}).`);
  }
  try {
    const found = await handle.stat({ bigint: true });
    if (!found.isFile() || identityOf(found) !== file.identity) {
      await handle.close();
      return refuse(file.path, `${file.path} was exchanged while it was being opened.`);
    }
    if (!file.compressed) return { ok: true, value: plainStream(file, handle, position) };
    return await compressedStream(file, handle, position);
  } catch (error) {
    await handle.close();
    return refuse(file.path, `${file.path} could not be read (${errorCode(error)}).`);
  }
}

function plainStream(file: LogFile, handle: FileHandle, position: number): LogStream {
  let at = position;
  let sinceRest = 0;
  return {
    file,
    read: async (into, offset, length) => {
      // Reading goes on without a pause otherwise, and signals would wait until its end.
      if (sinceRest >= bytesBetweenRests) {
        sinceRest = 0;
        await setImmediate();
      }
      try {
        // At once, without a thread: the bytes of a log are in memory or soon there, and waiting for another thread costs more than reading.
        const bytesRead = readSync(handle.fd, into, offset, length, at);
        at += bytesRead;
        sinceRest += bytesRead;
        return { ok: true, value: bytesRead };
      } catch (error) {
        return refuse(file.path, `${file.path} could not be read to its end (${errorCode(error)}).`);
      }
    },
    close: () => handle.close(),
  };
}

async function compressedStream(file: LogFile, handle: FileHandle, position: number): Promise<Reading<LogStream>> {
  const gunzip = createGunzip({ chunkSize: pieceBytes });
  const source = handle.createReadStream({ highWaterMark: pieceBytes, autoClose: false });
  source.on("error", (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  const pieces = gunzip[Symbol.asyncIterator]();
  let piece: Buffer = Buffer.alloc(0);
  const read = async (into: Uint8Array, offset: number, length: number): Promise<Reading<number>> => {
    try {
      while (piece.length === 0) {
        const next = await pieces.next();
        if (next.done === true) return { ok: true, value: 0 };
        piece = next.value;
      }
    } catch (error) {
      return refuse(file.path, `${file.path} is not a whole gzip file (${errorCode(error)}).`);
    }
    const count = Math.min(length, piece.length);
    into.set(piece.subarray(0, count), offset);
    piece = piece.subarray(count);
    return { ok: true, value: count };
  };
  const close = (): Promise<void> => closeAll(source, gunzip, handle);
  const skipped = new Uint8Array(pieceBytes);
  for (let left = position; left > 0; ) {
    const reading = await read(skipped, 0, Math.min(left, skipped.length));
    if (!reading.ok || reading.value === 0) break;
    left -= reading.value;
  }
  return { ok: true, value: { file, read, close } };
}

async function closeAll(source: { destroy(): unknown }, gunzip: Gunzip, handle: FileHandle): Promise<void> {
  gunzip.on("error", ignoreAfterClosing);
  source.destroy();
  gunzip.destroy();
  await handle.close();
}

/** Destroying a stream that is at work ends it with an error that says just that. */
function ignoreAfterClosing(): void {}

function refuse(file: string, reason: string): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { kind: "invalid", reason, file, remedy: "Look at the file, and who may read it." } };
}
