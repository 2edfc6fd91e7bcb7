import stringWidth from "string-width";
import type { StageRecord, StageStatus } from "../domain/evidence.ts";
import type { Clock } from "../domain/ports.ts";
import { removeControlSequences } from "../text/control-sequences.ts";
import { formatElapsed } from "../text/format-elapsed.ts";
import { oneLine } from "../text/one-line.ts";
import { createStageLines, type StageLines } from "../text/stage-lines.ts";
import type { TextSink } from "../text/text-sink.ts";
import type { ShownProgress } from "./progress-plain.ts";

export interface TerminalProgressOptions {
  readonly sink: TextSink;
  readonly clock: Pick<Clock, "monotonicMs">;
  /** The window's size now; asked for at every drawing, because it may change at any time. */
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly colours: boolean;
  /** Calls back a few times a second until it is told to stop; a test calls back itself. */
  readonly everyTick?: (callback: () => void) => () => void;
}

interface Running {
  readonly began: number;
  readonly lines: StageLines;
  detail: string;
}

/** At most as many stages are drawn; the rest are counted. */
const maxDrawn = 8;

/**
 * Draws one live line for each running stage at the bottom of a terminal, with its running time and launches; output and
 * endings scroll by above. Of a stage's own control sequences only colours are let through. The drawn lines are never wider
 * than the window; when it is made narrower the terminal wraps them, which the next drawing counts in.
 */
export function createTerminalProgress(options: TerminalProgressOptions): ShownProgress {
  const { sink, clock, size, colours } = options;
  const running = new Map<string, Running>();
  let drawn: readonly string[] = [];
  let slow: Promise<void> | null = null;

  const erase = (): string => {
    if (drawn.length === 0) return "";
    const { columns } = size();
    const rows = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(stringWidth(line) / Math.max(1, columns))), 0);
    return `\u001b[${rows}A\r\u001b[J`;
  };
  const draw = (above: string): void | Promise<void> => {
    const erased = erase();
    drawn = liveLines(running, clock.monotonicMs(), size());
    const text = erased + above + drawn.map((line) => `${line}\n`).join("");
    if (text === "") return;
    const written = sink.write(text);
    if (!(written instanceof Promise)) return;
    const wait: Promise<void> = written.finally(() => {
      if (slow === wait) slow = null;
    });
    slow = wait;
    return wait;
  };
  const show = (stage: string, lines: readonly string[]): void | Promise<void> => {
    if (lines.length === 0) return;
    const name = paint(oneLine(stage), "2", colours);
    return draw(lines.map((line) => `${name} ${paint("|", "2", colours)} ${shownPart(line, colours)}\n`).join(""));
  };
  // A terminal that is behind is not given more to draw for the clock's sake.
  const stopTicking = (options.everyTick ?? everyQuarterSecond)(() => {
    if (slow === null && running.size > 0) draw("");
  });

  return {
    stageStarted(stage, detail) {
      running.set(stage, { began: clock.monotonicMs(), lines: createStageLines("stays"), detail: oneLine(detail) });
      draw("");
    },
    output(stage, bytes, stream) {
      const state = running.get(stage);
      return state === undefined ? undefined : show(stage, state.lines.push(bytes, stream));
    },
    launched(stage, done, total, detail) {
      const state = running.get(stage);
      if (state === undefined) return;
      state.detail = oneLine(`launch ${done} of at most ${total} a side${detail === "" ? "" : `, ${detail}`}`);
      draw("");
    },
    stageEnded(record) {
      const rest = running.get(record.stage)?.lines.end() ?? [];
      show(record.stage, rest);
      running.delete(record.stage);
      draw(endLine(record, colours));
    },
    note(message) {
      draw(`${oneLine(message)}\n`);
    },
    warning(message) {
      draw(`${paint("warning:", "33", colours)} ${oneLine(message)}\n`);
    },
    async close() {
      stopTicking();
      for (const [stage, state] of running) show(stage, state.lines.end());
      running.clear();
      await draw("");
      await slow;
    },
  };
}

function everyQuarterSecond(callback: () => void): () => void {
  const timer = setInterval(callback, 250);
  // Drawing alone must not keep the program alive.
  timer.unref();
  return () => clearInterval(timer);
}

/** A program that rewrites its line with carriage returns has shown, in the end, what came after the last of them. */
function shownPart(line: string, colours: boolean): string {
  const at = line.lastIndexOf("\r");
  return removeControlSequences(at === -1 ? line : line.slice(at + 1), colours);
}

function liveLines(
  running: ReadonlyMap<string, Running>,
  now: number,
  size: { readonly columns: number; readonly rows: number },
): readonly string[] {
  const room = Math.max(1, Math.min(maxDrawn, size.rows - 2));
  const all = [...running].map(([stage, { began, detail }]) =>
    `${formatElapsed(now - began)}  ${oneLine(stage)}  ${detail}`.trimEnd(),
  );
  const shown = all.length > room ? [...all.slice(0, room - 1), `and ${all.length - room + 1} more`] : all;
  // The last column stays free: some terminals wrap when it is filled.
  return shown.map((line) => cut(line, size.columns - 1));
}

function cut(line: string, columns: number): string {
  const text = line.slice(0, 1000);
  if (stringWidth(text) <= columns) return text;
  let shown = "";
  let width = 0;
  for (const character of text) {
    width += stringWidth(character);
    if (width > columns - 3) break;
    shown += character;
  }
  return columns < 4 ? "" : `${shown}...`;
}

const statusColour: Readonly<Record<StageStatus, string>> = {
  passed: "32",
  failed: "31",
  "timed-out": "31",
  broken: "31",
  cancelled: "33",
  skipped: "33",
};

function endLine(record: StageRecord, colours: boolean): string {
  return `${paint(oneLine(record.stage), statusColour[record.status], colours)}: ${oneLine(record.reason)}\n`;
}

function paint(text: string, code: string, colours: boolean): string {
  return colours ? `\u001b[${code}m${text}\u001b[0m` : text;
}
