import type { LogFile, LogFiles, LogStream } from "../../domain/log-files.ts";
import type { Problem, Reading } from "../../domain/problem.ts";
import { type LineSink, type Pumped, pumpLines, tailBytes } from "./line-pump.ts";
import { headBytes, type LogCursor } from "./log-cursor.ts";
import { orderRotations } from "./order-rotations.ts";
import { readFully, readPart } from "./read-part.ts";

/** SHA-256 in hex. */
export type Digest = (bytes: Uint8Array) => string;

/** Takes the lines of a log, and is told which file they are in. */
export interface LogSink extends LineSink {
  beginFile(path: string): void;
}

export interface FollowOptions {
  readonly path: string;
  /** Where the last reading ended; null: from the beginning. */
  readonly cursor: LogCursor | null;
  /** Files that were written to last before this moment are not read; without a cursor only. */
  readonly notBeforeMs: number;
  readonly digest: Digest;
}

export interface Followed {
  /** Where the next reading goes on; null when there was nothing to remember yet. */
  readonly cursor: LogCursor | null;
  readonly bytes: number;
  readonly files: readonly string[];
  readonly notes: readonly string[];
  /** What was between the last reading and this one is not there any more: nothing may be concluded from a count. */
  readonly lost: boolean;
}

const mostFiles = 500;
const mostTries = 5;

/**
 * Reads a log with all that it was rotated to, from the oldest or from where the last reading ended, each line once. All files are
 * opened before the first is read: whatever is renamed, compressed or removed afterwards, what was open is read to its end.
 */
export async function followLog(files: LogFiles, sink: LogSink, options: FollowOptions): Promise<Reading<Followed>> {
  const opened = await openAll(files, options);
  if (!opened.ok) return opened;
  const { streams, start, lost } = opened.value;
  const notes: string[] = lost ? ["what was written since the last reading was removed before it could be read"] : [];
  let cursor = options.cursor;
  let bytes = 0;
  let problem: Problem | null = null;
  try {
    for (const [index, stream] of streams.entries()) {
      sink.beginFile(stream.file.path);
      // A last line without a line feed is still being written, unless the writer has gone on to a newer file.
      const finished = streams.slice(index + 1).some(({ file }) => file.bytes > 0);
      const marks = await startMarks(stream, index === 0 ? start : null);
      if (!marks.ok) {
        problem = marks.problem;
        break;
      }
      const pumped = await pumpLines(marks.value.stream, sink, { finished });
      bytes += pumped.bytes;
      if (pumped.unfinished > 0)
        notes.push(`a last line of ${pumped.unfinished} bytes is not finished yet and is left`);
      if (pumped.bytes > 0) cursor = moveCursor(options, stream.file, marks.value, pumped);
      problem = pumped.problem;
      if (problem !== null) break;
    }
  } finally {
    for (const stream of streams) await stream.close();
  }
  if (problem !== null) return { ok: false, problem };
  return { ok: true, value: { cursor, bytes, files: streams.map(({ file }) => file.path), notes, lost } };
}

interface Opened {
  readonly streams: readonly LogStream[];
  /** Of the first stream; null: from its beginning. */
  readonly start: LogCursor | null;
  readonly lost: boolean;
}

async function openAll(files: LogFiles, options: FollowOptions): Promise<Reading<Opened>> {
  let problem: Problem = missing(options.path);
  // A rotation between listing and opening is noticed by the file being another one; then all is listed again.
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const listed = await files.list(options.path);
    if (!listed.ok) return listed;
    const ordered = orderRotations(options.path, listed.value);
    if (ordered.length === 0) return { ok: false, problem: missing(options.path) };
    if (ordered.length > mostFiles) {
      return refuse(options.path, `${options.path} was rotated into more than ${mostFiles} files`, "Remove old ones.");
    }
    const found = await findPlace(files, ordered, options);
    if (!found.ok) {
      problem = found.problem;
      continue;
    }
    const streams: LogStream[] = [];
    let failed: Problem | null = null;
    for (const [index, file] of ordered.slice(found.value.first).entries()) {
      const stream = await files.open(file, index === 0 ? (found.value.start?.position ?? 0) : 0);
      if (stream.ok) streams.push(stream.value);
      else failed = stream.problem;
      if (failed !== null) break;
    }
    if (failed === null) return { ok: true, value: { streams, ...found.value } };
    for (const stream of streams) await stream.close();
    problem = failed;
  }
  return { ok: false, problem };
}

interface Place {
  readonly first: number;
  readonly start: LogCursor | null;
  readonly lost: boolean;
}

async function findPlace(
  files: LogFiles,
  ordered: readonly LogFile[],
  options: FollowOptions,
): Promise<Reading<Place>> {
  const { cursor, digest, notBeforeMs } = options;
  if (cursor === null) {
    const first = ordered.findIndex((file) => file.modifiedMs >= notBeforeMs);
    return { ok: true, value: { first: first === -1 ? ordered.length - 1 : first, start: null, lost: false } };
  }
  // The file that still has its number is looked at first; then from the newest, where the place usually is.
  const order = ordered.map((_, index) => index).reverse();
  order.sort(
    (one, other) =>
      Number(ordered[other]?.identity === cursor.identity) - Number(ordered[one]?.identity === cursor.identity),
  );
  for (const index of order) {
    const file = ordered[index];
    if (file === undefined) continue;
    const holds = await holdsPlace(files, file, cursor, digest);
    if (!holds.ok) return holds;
    if (holds.value) return { ok: true, value: { first: index, start: cursor, lost: false } };
  }
  return { ok: true, value: { first: 0, start: null, lost: true } };
}

async function holdsPlace(
  files: LogFiles,
  file: LogFile,
  cursor: LogCursor,
  digest: Digest,
): Promise<Reading<boolean>> {
  if (!file.compressed && file.bytes < cursor.position) return { ok: true, value: false };
  const head = await readPart(files, file, 0, cursor.head.bytes);
  if (!head.ok) return head;
  if (head.value.length < cursor.head.bytes || digest(head.value) !== cursor.head.digest)
    return { ok: true, value: false };
  const tail = await readPart(files, file, cursor.position - cursor.tail.bytes, cursor.tail.bytes);
  if (!tail.ok) return tail;
  return { ok: true, value: tail.value.length === cursor.tail.bytes && digest(tail.value) === cursor.tail.digest };
}

interface Marks {
  readonly stream: LogStream;
  readonly position: number;
  readonly head: Uint8Array | null;
  readonly start: LogCursor | null;
}

/** Reads a file's first bytes ahead, for the cursor, and gives them back with the rest. */
async function startMarks(stream: LogStream, start: LogCursor | null): Promise<Reading<Marks>> {
  if (start !== null) return { ok: true, value: { stream, position: start.position, head: null, start } };
  const head = await readFully(stream, headBytes);
  if (!head.ok) return head;
  let given = 0;
  const whole: LogStream = {
    file: stream.file,
    close: stream.close,
    read: async (into, at, length) => {
      if (given >= head.value.length) return stream.read(into, at, length);
      const part = head.value.subarray(given, given + length);
      into.set(part, at);
      given += part.length;
      return { ok: true, value: part.length };
    },
  };
  return { ok: true, value: { stream: whole, position: 0, head: head.value, start: null } };
}

function moveCursor({ path, digest }: FollowOptions, file: LogFile, marks: Marks, pumped: Pumped): LogCursor {
  const position = marks.position + pumped.bytes;
  const head =
    marks.head === null
      ? (marks.start?.head ?? { bytes: 0, digest: digest(new Uint8Array(0)) })
      : headOf(marks.head.subarray(0, Math.min(marks.head.length, position)), digest);
  const tail = pumped.tail.subarray(Math.max(0, pumped.tail.length - tailBytes));
  return { path, identity: file.identity, position, head, tail: headOf(tail, digest) };
}

function headOf(bytes: Uint8Array, digest: Digest): LogCursor["head"] {
  return { bytes: bytes.length, digest: digest(bytes) };
}

function missing(path: string): Problem {
  return {
    kind: "missing",
    reason: `There is no file ${path}, and nothing that it was rotated to.`,
    remedy: "Check the path, and that the program writes this log.",
    file: path,
  };
}

function refuse(file: string, reason: string, remedy: string): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { kind: "invalid", reason: `${reason}.`, remedy, file } };
}
