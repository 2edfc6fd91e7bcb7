import type { LogSink } from "../telemetry/lines/follow-log.ts";
import type { HeadReader } from "../telemetry/log/head-reader.ts";
import { oneLine } from "../text/one-line.ts";

/** What the lines of a log say. */
export interface LogLook {
  readonly lines: number;
  /** Lines that begin a message; the others, such as those of a traceback, go on the one above. */
  readonly messages: number;
  readonly withLevel: number;
  /** Messages that name the component; all of them when none is asked for. */
  readonly own: number;
  /** Of those, the ones that are errors. */
  readonly errors: number;
  /** How the first of these begin, shortened, harmless to show. */
  readonly firstErrors: readonly string[];
}

export interface LogLooker extends LogSink {
  /** Ends the message that is still open. */
  finish(): LogLook;
}

const shownErrors = 3;
const shownLength = 200;
const severe: ReadonlySet<string> = new Set(["error", "critical"]);
/** What a program prints when it dies of something that nobody caught, at the beginning of a line. */
const deaths = ["Traceback (most recent call last):", "Exception in thread ", "panic: ", "Unhandled exception"].map(
  (words) => Buffer.from(words),
);

/**
 * Finds the errors in a log by level and not by word: `0 errors so far` is none. What stands below a line belongs to it, so
 * that an error counts once with its traceback; a traceback below a line that is neither warning nor error, or below none, is an
 * error that nobody caught.
 *
 * @param component only messages that name it count, in their line or below it; null: all
 */
export function createLogLooker(head: HeadReader, component: string | null): LogLooker {
  const named = component === null ? null : Buffer.from(component);
  const counts = { lines: 0, messages: 0, withLevel: 0, own: 0, errors: 0 };
  const firstErrors: string[] = [];
  let open: { level: string | null; first: string; isOwn: boolean; death: string } | null = null;

  function close(): void {
    if (open === null) return;
    const { level, first, isOwn, death } = open;
    open = null;
    if (!isOwn) return;
    counts.own++;
    const isSevere = level !== null && severe.has(level);
    if (!isSevere && (death === "" || level === "warning")) return;
    counts.errors++;
    if (firstErrors.length < shownErrors) firstErrors.push(oneLine(isSevere ? first : death).trim());
  }

  function take(bytes: Buffer, start: number, end: number): void {
    const text = () => bytes.toString("utf8", start, Math.min(end, start + shownLength));
    const namesIt = named === null || bytes.subarray(start, end).includes(named);
    const isDeath = deaths.some((words) => bytes.subarray(start, start + words.length).equals(words));
    if (!isDeath && head.read(bytes, start, end)) {
      close();
      const level = head.level();
      counts.messages++;
      if (level !== null) counts.withLevel++;
      open = { level, first: text(), isOwn: namesIt, death: "" };
      return;
    }
    // What stands above the first message goes on one that is not here, unless a program dies there.
    if (open === null && !isDeath) return;
    open ??= { level: null, first: "", isOwn: false, death: "" };
    open.isOwn ||= namesIt;
    if (isDeath && open.death === "") open.death = text();
  }

  return {
    beginFile: () => {},
    tooLong: () => {
      counts.lines++;
    },
    lines(bytes, start, end) {
      for (let at = start; at < end; ) {
        const lineFeed = bytes.indexOf(0x0a, at);
        counts.lines++;
        take(bytes, at, bytes[lineFeed - 1] === 0x0d && lineFeed > at ? lineFeed - 1 : lineFeed);
        at = lineFeed + 1;
      }
    },
    finish() {
      close();
      return { ...counts, firstErrors };
    },
  };
}
