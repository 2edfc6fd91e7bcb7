import { constants, type Stats } from "node:fs";
import { type FileHandle, lstat, open, realpath, stat } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import type { ReadLimits } from "../domain/ports.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import { decodeText, decodeWhole, TextDecodingError } from "./decode-text.ts";
import { errorCode } from "./error-code.ts";

const pieceBytes = 256 * 1024;

/** The text of a file that code not to be trusted has written. See {@link openSafely} for what is refused. */
export async function readTextSafely(path: string, limits: ReadLimits): Promise<Reading<string>> {
  const opened = await openSafely(path, limits);
  if (!opened.ok) return opened;
  try {
    return { ok: true, value: await wholeText(path, opened.value, limits.maxBytes) };
  } catch (error) {
    if (error instanceof ReadError) return { ok: false, problem: error.problem };
    throw error;
  }
}

async function wholeText(path: string, { file, bytes }: Opened, maxBytes: number): Promise<string> {
  // Where the size is known, the text is what was there when the file was opened; else it ends where nothing more is read.
  let buffer = takeBuffer(bytes);
  try {
    let total = 0;
    for (;;) {
      if (total === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
      const room = bytes > 0 ? bytes - total : buffer.length - total;
      const { bytesRead } = await file.read(buffer, total, room, null);
      total += bytesRead;
      if (total > maxBytes) throw new ReadError(tooLarge(path, "grew beyond", maxBytes));
      if (bytesRead === 0 || total === bytes) return decodeWhole(buffer.subarray(0, total));
    }
  } catch (error) {
    throw readError(path, error);
  } finally {
    giveBack(buffer);
    await file.close();
  }
}

/** Result files are small and many: memory that a text has been read into already takes the next one in half the time. */
const keptBytes = 1024 * 1024;
const mostKept = 4;
const kept: Buffer[] = [];

function takeBuffer(bytes: number): Buffer {
  return bytes > keptBytes ? Buffer.allocUnsafeSlow(bytes) : (kept.pop() ?? Buffer.allocUnsafeSlow(keptBytes));
}

function giveBack(buffer: Buffer): void {
  if (buffer.length === keptBytes && kept.length < mostKept) kept.push(buffer);
}

/** Ends an iteration over a file's pieces: what was found wrong after the reading had begun. */
export class ReadError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.reason);
    this.name = "ReadError";
    this.problem = problem;
  }
}

/**
 * The same in pieces of up to 256 KiB, for files too large to hold. The file is closed when the iteration ends, also early;
 * whoever asks for the pieces has to begin the iteration.
 */
export async function readChunksSafely(path: string, limits: ReadLimits): Promise<Reading<AsyncIterable<string>>> {
  const opened = await openSafely(path, limits);
  if (!opened.ok) return opened;
  return { ok: true, value: pieces(path, opened.value, limits.maxBytes) };
}

async function* pieces(path: string, opened: Opened, maxBytes: number): AsyncGenerator<string> {
  const { file } = opened;
  try {
    yield* decodeText(cappedBytes(path, opened, maxBytes));
  } catch (error) {
    throw readError(path, error);
  } finally {
    await file.close();
  }
}

function readError(path: string, error: unknown): ReadError {
  if (error instanceof ReadError) return error;
  if (error instanceof TextDecodingError) return new ReadError(invalid(path, error.message, "Write it as UTF-8."));
  return new ReadError(invalid(path, `${path} could not be read to its end (${errorCode(error)}).`));
}

async function* cappedBytes(path: string, { file }: Opened, maxBytes: number): AsyncGenerator<Uint8Array> {
  let total = 0;
  for (;;) {
    // A buffer for each piece: the consumer may still hold the last one.
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes, null);
    if (bytesRead === 0) return;
    total += bytesRead;
    if (total > maxBytes) throw new ReadError(tooLarge(path, "grew beyond", maxBytes));
    yield buffer.subarray(0, bytesRead);
  }
}

interface Opened {
  readonly file: FileHandle;
  /** Its size when it was opened. */
  readonly bytes: number;
}

/**
 * Opens a file without being led astray: the opening itself follows no link and waits for nobody (a FIFO without a writer
 * would hold it for ever); what was opened must be a regular file, the very one that its real path names, and that path must
 * lie within the folder. A link is read when what it leads to lies inside as well.
 */
async function openSafely(path: string, limits: ReadLimits): Promise<Reading<Opened>> {
  try {
    const [within, real] = await Promise.all([realpath(limits.within), realpath(path)]);
    if (!isInside(within, real)) return refuse(outside(path, limits.within));
    const file = await open(real, openFlags);
    const found = await inspect(path, real, file, limits).catch((error: unknown) => refuse(unreadable(path, error)));
    if (!found.ok) await file.close();
    return found;
  } catch (error) {
    return refuse(await explain(path, limits, error));
  }
}

/** On Windows neither flag exists; opening does not wait there, and `realpath` alone has resolved the links. */
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

async function inspect(path: string, real: string, file: FileHandle, limits: ReadLimits): Promise<Reading<Opened>> {
  // Between asking for the real path and opening it, a folder on the way may have been swapped for a link.
  const [opened, again] = await Promise.all([file.stat({ bigint: true }), realpath(path)]);
  if (!opened.isFile()) return refuse(notRegular(path, opened.isDirectory() ? "a folder" : "not a regular file"));
  const named = await stat(again, { bigint: true });
  if (again !== real || named.dev !== opened.dev || named.ino !== opened.ino) {
    return refuse(
      invalid(path, `${path} was exchanged while it was being opened.`, "Let the stage end before its files are read."),
    );
  }
  // Files of /proc and /sys say that they hold 0 bytes and have no disk behind them.
  if (opened.size === 0n && opened.blocks === 0n && (await hasHiddenContent(file))) {
    return refuse(notRegular(path, "made by the system while it is read (as in /proc), not a regular file"));
  }
  if (opened.size > BigInt(Math.trunc(limits.maxBytes)))
    return refuse(tooLarge(path, "is larger than", limits.maxBytes));
  return { ok: true, value: { file, bytes: Number(opened.size) } };
}

async function hasHiddenContent(file: FileHandle): Promise<boolean> {
  const { bytesRead } = await file.read(Buffer.alloc(1), 0, 1, 0);
  return bytesRead > 0;
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && resolve(folder, way) === path;
}

async function explain(path: string, limits: ReadLimits, error: unknown): Promise<Problem> {
  const code = errorCode(error);
  if (code === "ENOENT" || code === "ENOTDIR") {
    if (await isLink(path)) {
      return invalid(path, `${path} is a link that leads nowhere.`, "Write the file itself.");
    }
    return {
      kind: "missing",
      reason: `There is no file ${path}.`,
      remedy: "Check that the stage writes it, and that the config names it as the stage does.",
      file: path,
    };
  }
  if (code === "ELOOP") return invalid(path, `${path} is a link that leads in a circle or out of ${limits.within}.`);
  // Opening a socket, or a FIFO or device that nobody serves.
  if (code === "ENXIO") return notRegular(path, "a socket or a device, not a regular file");
  return unreadable(path, error);
}

async function isLink(path: string): Promise<boolean> {
  const found: Stats | null = await lstat(path).catch(() => null);
  return found?.isSymbolicLink() === true;
}

function outside(path: string, within: string): Problem {
  return invalid(
    path,
    `${path} leads out of ${within}, and only files inside it are read.`,
    "Write the file there, or copy it there at the end of the stage.",
  );
}

function notRegular(path: string, what: string): Problem {
  return invalid(path, `${path} is ${what}.`, "Let the stage write its result to an ordinary file.");
}

function tooLarge(path: string, how: string, maxBytes: number): Problem {
  return invalid(path, `${path} ${how} ${maxBytes} bytes, the most that is read.`, "Write less into it, or split it.");
}

function unreadable(path: string, error: unknown): Problem {
  const code = errorCode(error);
  const remedy =
    code === "EACCES" || code === "EPERM" ? "Make it readable for the user that runs the gate." : undefined;
  return invalid(path, `${path} could not be read (${code}).`, remedy);
}

function invalid(file: string, reason: string, remedy?: string): Problem {
  return { kind: "invalid", reason, file, ...(remedy === undefined ? {} : { remedy }) };
}

function refuse(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}
