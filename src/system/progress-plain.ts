import type { Clock, Progress } from "../domain/ports.ts";
import { removeControlSequences } from "../text/control-sequences.ts";
import { formatElapsed } from "../text/format-elapsed.ts";
import { oneLine } from "../text/one-line.ts";
import { createStageLines, type StageLines } from "../text/stage-lines.ts";
import type { TextSink } from "../text/text-sink.ts";

/** A progress that must be closed, so that everything it was told is shown. Closing twice is harmless. */
export interface ShownProgress extends Progress {
  close(): Promise<void>;
}

export interface PlainProgressOptions {
  readonly sink: TextSink;
  readonly clock: Pick<Clock, "monotonicMs">;
}

/**
 * Tells what happens in plain lines, for pipes, files and terminals that can do no more: `[0:05] unit: passed in 3.1 s`, and
 * each line of a stage's output behind its name. Control sequences of the output are removed, colours too.
 */
export function createPlainProgress({ sink, clock }: PlainProgressOptions): ShownProgress {
  const began = clock.monotonicMs();
  const stages = new Map<string, StageLines>();
  let last: void | Promise<void>;

  const write = (text: string): void | Promise<void> => {
    last = sink.write(text);
    return last;
  };
  const tell = (message: string): void => {
    write(`[${formatElapsed(clock.monotonicMs() - began)}] ${oneLine(message)}\n`);
  };
  const show = (stage: string, lines: readonly string[]): void | Promise<void> => {
    if (lines.length === 0) return;
    const name = oneLine(stage);
    return write(lines.map((line) => `${name} | ${removeControlSequences(line, false)}\n`).join(""));
  };

  return {
    stageStarted(stage, detail) {
      stages.set(stage, createStageLines("ends-line"));
      tell(`${stage}: started${detail === "" ? "" : `: ${detail}`}`);
    },
    output(stage, bytes, stream) {
      const lines = stages.get(stage);
      return lines === undefined ? undefined : show(stage, lines.push(bytes, stream));
    },
    launched(stage, done, total, detail) {
      tell(`${stage}: launch ${done} of at most ${total} a side${detail === "" ? "" : `, ${detail}`}`);
    },
    stageEnded(record) {
      show(record.stage, stages.get(record.stage)?.end() ?? []);
      stages.delete(record.stage);
      tell(`${record.stage}: ${record.reason}`);
    },
    note: tell,
    warning: (message) => tell(`warning: ${message}`),
    async close() {
      for (const [stage, lines] of stages) show(stage, lines.end());
      stages.clear();
      await last;
    },
  };
}
