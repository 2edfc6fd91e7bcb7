import { createLineCounter, type LineCounter } from "./count-lines.ts";
import { createLineSplitter, type LineSplitter } from "./split-lines.ts";

/** The output of one stage as lines; its two streams are split apart from each other, so that neither tears the other's. */
export interface StageLines {
  push(bytes: Uint8Array, stream: "stdout" | "stderr"): readonly string[];
  /** What either stream left without a line end, and how many lines were not shown, if any. */
  end(): readonly string[];
}

/** How much of a stage's output is shown while it runs. Its last lines are kept for the report in any case. */
export interface ShownLimits {
  readonly maxLines: number;
  /** In UTF-16 units, which are bytes for ASCII. */
  readonly maxLength: number;
}

/** What is held of one line; a longer one is shown in pieces. */
const maxLineBytes = 64 * 1024;

/** More than anybody scrolls through, and less than a stage that runs wild can print before its time is up. */
const shownLimits: ShownLimits = { maxLines: 100_000, maxLength: 32 * 1024 * 1024 };

interface Stream {
  readonly splitter: LineSplitter;
  readonly counter: LineCounter;
}

export function createStageLines(carriageReturn: "ends-line" | "stays", limits = shownLimits): StageLines {
  const createStream = (): Stream => ({
    splitter: createLineSplitter({ maxLineBytes, carriageReturn }),
    counter: createLineCounter(carriageReturn === "ends-line"),
  });
  const streams: Record<"stdout" | "stderr", Stream> = { stdout: createStream(), stderr: createStream() };
  let lines = 0;
  let length = 0;
  let full = false;
  let hidden = 0;

  /** What of these lines is still shown; with the last of them it is said that no more will be. */
  const shown = (next: readonly string[]): readonly string[] => {
    let at = 0;
    for (; at < next.length && lines < limits.maxLines && length < limits.maxLength; at++, lines++)
      length += next[at]?.length ?? 0;
    if (at === next.length) return next;
    full = true;
    hidden += next.length - at;
    return [...next.slice(0, at), "… too much output to show: from here on its lines are only counted"];
  };

  return {
    push(bytes, name) {
      const { splitter, counter } = streams[name];
      const ended = counter.push(bytes);
      if (!full) return shown(splitter.push(bytes));
      hidden += ended;
      return [];
    },
    end() {
      const both = [streams.stdout, streams.stderr];
      // Lines without an end: shown as far as there is room for them, or counted like the others.
      const rest = full ? [] : shown(both.flatMap(({ splitter }) => splitter.end()));
      if (full && rest.length === 0) hidden += both.reduce((sum, { counter }) => sum + counter.end(), 0);
      if (hidden === 0) return rest;
      return [...rest, `… ${hidden} more ${hidden === 1 ? "line was" : "lines were"} not shown`];
    },
  };
}
