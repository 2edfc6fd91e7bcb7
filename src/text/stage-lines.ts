import type { LineSplitter } from "./split-lines.ts";
import { createLineSplitter } from "./split-lines.ts";

/** The output of one stage as lines; its two streams are split apart from each other, so that neither tears the other's. */
export interface StageLines {
  push(bytes: Uint8Array, stream: "stdout" | "stderr"): readonly string[];
  /** What either stream left without a line end. */
  end(): readonly string[];
}

/** What is held of one line; a longer one is shown in pieces. */
const maxLineBytes = 64 * 1024;

export function createStageLines(carriageReturn: "ends-line" | "stays"): StageLines {
  const splitters: Record<"stdout" | "stderr", LineSplitter> = {
    stdout: createLineSplitter({ maxLineBytes, carriageReturn }),
    stderr: createLineSplitter({ maxLineBytes, carriageReturn }),
  };
  return {
    push: (bytes, stream) => splitters[stream].push(bytes),
    end: () => [...splitters.stdout.end(), ...splitters.stderr.end()],
  };
}
