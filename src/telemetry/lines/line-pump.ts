import type { LogStream } from "../../domain/log-files.ts";
import type { Problem } from "../../domain/problem.ts";

/** Few enough that what was read is still in a core's own cache when it is looked at. */
const pieceBytes = 512 * 1024;
/** A longer line is no event and no message: it is counted as bad, and skipped without being held. */
const longestLineBytes = 16 * 1024 * 1024;
const lineFeed = 0x0a;

/** Whole lines as they lie in memory. They are overwritten when the call returns. */
export interface LineSink {
  /** `bytes[end - 1]` is a line feed, and so is the byte before `start`, if there is one. */
  lines(bytes: Buffer, start: number, end: number): void;
  /** A line that is longer than {@link longestLineBytes}. */
  tooLong(): void;
  /**
   * Memory that lines are read into, for a sink that has its own: at least so many bytes, the first of which are those of the one given
   * before. That one is not used any more.
   */
  readonly room?: (bytes: number) => Buffer;
}

export interface Pumped {
  /** Bytes up to the end of the last whole line. */
  readonly bytes: number;
  /** Bytes after it: a line that is still being written. */
  readonly unfinished: number;
  /** The last bytes of what was read, up to 64, for finding the place again. */
  readonly tail: Uint8Array;
  /** Why the reading ended before the end of the file; what was read until then counts. */
  readonly problem: Problem | null;
}

export interface PumpOptions {
  /** Whether a last line without a line feed is a line: yes in a file that is not written to any more. */
  readonly finished: boolean;
  /** Stop when so many bytes have been read; the rest is for the next time. */
  readonly most?: number;
}

export const tailBytes = 64;

/**
 * Gives a file's lines to a sink in large pieces, at flat memory.
 */
export async function pumpLines(stream: LogStream, sink: LineSink, options: PumpOptions): Promise<Pumped> {
  const room = sink.room ?? createRoom();
  let buffer = room(2 * pieceBytes);
  /** Where the line that is not finished yet begins, and where reading goes on. */
  let start = 0;
  let filled = 0;
  let whole = 0;
  let skipping = false;
  let skipped = 0;
  let tail: Uint8Array = new Uint8Array(0);
  let problem: Problem | null = null;
  let left = options.most ?? Number.POSITIVE_INFINITY;
  for (;;) {
    if (buffer.length - filled < pieceBytes) {
      if (filled - start + pieceBytes > buffer.length) buffer = room(buffer.length * 2);
      buffer.copyWithin(0, start, filled);
      filled -= start;
      start = 0;
    }
    const reading = left <= 0 ? ended : await stream.read(buffer, filled, Math.min(pieceBytes, left));
    if (!reading.ok) problem = reading.problem;
    const count = reading.ok ? reading.value : 0;
    if (count === 0) break;
    left -= count;
    const last = buffer.subarray(0, filled + count).lastIndexOf(lineFeed);
    const from = filled;
    filled += count;
    if (last < from) {
      if (filled - start > longestLineBytes || skipping) {
        skipping = true;
        skipped += filled - start;
        start = 0;
        filled = 0;
      }
      continue;
    }
    if (skipping) {
      const first = buffer.indexOf(lineFeed, from);
      sink.tooLong();
      whole += skipped + first + 1 - start;
      start = first + 1;
      skipping = false;
      skipped = 0;
    }
    if (last + 1 > start) {
      sink.lines(buffer, start, last + 1);
      whole += last + 1 - start;
    }
    tail = Uint8Array.prototype.slice.call(buffer, Math.max(0, last + 1 - tailBytes), last + 1);
    start = last + 1;
  }
  const unfinished = skipped + filled - start;
  if (!options.finished || unfinished === 0 || problem !== null) return { bytes: whole, unfinished, tail, problem };
  tail = Uint8Array.prototype.slice.call(buffer, Math.max(0, filled - tailBytes), filled);
  if (skipping) sink.tooLong();
  else {
    buffer[filled] = lineFeed;
    sink.lines(buffer, start, filled + 1);
  }
  return { bytes: whole + unfinished, unfinished: 0, tail, problem };
}

function createRoom(): (bytes: number) => Buffer {
  let buffer = Buffer.alloc(0);
  return (bytes) => {
    const larger = Buffer.allocUnsafe(bytes);
    buffer.copy(larger);
    buffer = larger;
    return larger;
  };
}

const ended = { ok: true, value: 0 } as const;
