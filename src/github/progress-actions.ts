import type { StageRecord } from "../domain/evidence.ts";
import type { Clock, Progress } from "../domain/ports.ts";
import { removeControlSequences } from "../text/control-sequences.ts";
import { formatElapsed } from "../text/format-elapsed.ts";
import { oneLine } from "../text/one-line.ts";
import type { Redact } from "../text/redact-secrets.ts";
import { createStageLines, type StageLines } from "../text/stage-lines.ts";
import type { TextSink } from "../text/text-sink.ts";
import { createFence, type Fence, neutralise } from "./fence.ts";
import type { Spool } from "./file-spool.ts";
import { formatWorkflowCommand } from "./workflow-command.ts";

export interface ActionsProgressOptions {
  /** The step's standard output, to which nobody else may write meanwhile. */
  readonly sink: TextSink;
  readonly clock: Pick<Clock, "monotonicMs">;
  /** A new unguessable word of letters and digits at each call. */
  readonly token: () => string;
  /** Where the output of a stage goes while another one has the floor. */
  readonly createSpool: () => Spool;
  /** Takes secrets out of every line; the runner's own log hides only those that it was told of, and only as they are. */
  readonly redact: Redact;
}

/** A stage from its start until its group is closed. */
interface Shown {
  readonly title: string;
  readonly began: number;
  readonly lines: StageLines;
  spool: Spool | null;
  /** Set when it has ended: what is written after its group. */
  ending: string | null;
}

/**
 * Tells what happens in the log of a GitHub job: one folded group for each stage. Groups cannot be mixed, so of stages that
 * run side by side one has the floor and is shown live; the others' output is put aside and shown when the floor is free,
 * those that have ended first. Whatever a stage prints stands inside a fence and acts on nothing.
 */
export function createActionsProgress(options: ActionsProgressOptions): Progress & { close(): Promise<void> } {
  const { sink, clock, redact } = options;
  const stages = new Map<string, Shown>();
  /** Waiting for the floor, in the order of their starts. */
  const waiting: Shown[] = [];
  /** Lines that belong to no stage, kept until no group is open. */
  const notes: string[] = [];
  let floor: { readonly stage: Shown; fence: Fence; live: boolean } | null = null;
  let replay: Promise<void> = Promise.resolve();
  let last: void | Promise<void>;

  const write = (text: string): void | Promise<void> => {
    last = sink.write(text);
    return last;
  };
  const show = (stage: Shown, lines: readonly string[]): void | Promise<void> => {
    if (lines.length === 0) return;
    const text = lines.map((line) => `${neutralise(redact(removeControlSequences(line, true)))}\n`).join("");
    if (floor?.stage === stage && floor.live) return write(text);
    stage.spool ??= options.createSpool();
    stage.spool.append(text);
  };
  const give = (stage: Shown): void => {
    const fence = createFence(options.token());
    const held = { stage, fence, live: stage.spool === null };
    floor = held;
    write(formatWorkflowCommand("group", {}, stage.title) + fence.open);
    if (held.live) finishIfEnded(stage);
    else {
      replay = catchUp(held);
    }
  };
  const finishIfEnded = (stage: Shown): void => {
    if (floor?.stage !== stage || !floor.live || stage.ending === null) return;
    write(floor.fence.close + formatWorkflowCommand("endgroup", {}, "") + stage.ending + notes.splice(0).join(""));
    floor = null;
    const ended = waiting.findIndex((other) => other.ending !== null);
    const [next] = waiting.splice(Math.max(0, ended), 1);
    if (next !== undefined) give(next);
  };
  const tell = (message: string): void => {
    const line = plainLine(redact(message));
    if (floor === null) write(line);
    else notes.push(line);
  };
  const end = (stage: Shown, ending: string): void => {
    show(stage, stage.lines.end());
    stage.ending = ending;
    finishIfEnded(stage);
  };

  return {
    stageStarted(name, detail) {
      const title = neutralise(redact(oneLine(detail === "" ? name : `${name}: ${detail}`)));
      const stage: Shown = {
        title,
        began: clock.monotonicMs(),
        lines: createStageLines("ends-line"),
        spool: null,
        ending: null,
      };
      stages.set(name, stage);
      if (floor === null) give(stage);
      else waiting.push(stage);
    },
    output(name, bytes, stream) {
      const stage = stages.get(name);
      return stage === undefined ? undefined : show(stage, stage.lines.push(bytes, stream));
    },
    launched(name, done, total, detail) {
      const stage = stages.get(name);
      if (stage === undefined) return;
      const elapsed = formatElapsed(clock.monotonicMs() - stage.began);
      const more = detail === "" ? "" : `, ${oneLine(detail)}`;
      show(stage, [`[${elapsed}] launch ${done} of at most ${total} a side${more}`]);
    },
    stageEnded(record) {
      const stage = stages.get(record.stage);
      stages.delete(record.stage);
      if (stage === undefined) tell(endText(record));
      else end(stage, plainLine(redact(endText(record))));
    },
    note: tell,
    warning(message) {
      const command = formatWorkflowCommand("warning", {}, redact(message));
      if (floor === null) write(command);
      else {
        // Inside the fence it would be text, so the fence is opened for this line alone.
        const next = createFence(options.token());
        write(floor.fence.close + command + next.open);
        floor.fence = next;
      }
    },
    async close() {
      for (const stage of stages.values()) end(stage, "");
      stages.clear();
      // Each replay may give the floor to the next stage, which then has one of its own.
      for (let seen: Promise<void> | null = null; seen !== replay; ) {
        seen = replay;
        await seen;
      }
      if (notes.length > 0) write(notes.splice(0).join(""));
      await last;
    },
  };

  /** Shows what was put aside, also what comes while it is being shown; live from the moment that all of it is. */
  async function catchUp(held: { readonly stage: Shown; live: boolean }): Promise<void> {
    const { stage } = held;
    for (let piece = stage.spool?.read(); typeof piece === "string"; piece = stage.spool?.read()) await write(piece);
    stage.spool?.close();
    stage.spool = null;
    held.live = true;
    finishIfEnded(stage);
  }
}

const marks: Readonly<Record<StageRecord["status"], string>> = {
  passed: "✓",
  failed: "✗",
  "timed-out": "✗",
  broken: "✗",
  cancelled: "-",
  skipped: "-",
};

function endText(record: StageRecord): string {
  return `${marks[record.status]} ${record.stage}: ${record.reason}`;
}

/** A line outside of every fence: it begins with a mark, as the runner reads a command only from a line's start. */
function plainLine(message: string): string {
  const line = neutralise(oneLine(message));
  return /^[✓✗-] /u.test(line) ? `${line}\n` : `· ${line}\n`;
}
