import type { Stage } from "../domain/config.ts";
import type { StageStatus } from "../domain/evidence.ts";
import { commandWords } from "../stages/command-words.ts";
import { exitWords } from "../stages/exit-words.ts";
import { formatDuration } from "../units/format-value.ts";
import type { LaunchResult } from "./run-launch.ts";

export interface LaunchMeaning {
  readonly status: StageStatus;
  /** A sentence without a full stop. */
  readonly reason: string;
}

/** Whether a launch did what its stage expects, in the words of the tool that it ran. */
export function launchMeaning(stage: Stage, result: Pick<LaunchResult, "outcome" | "output">): LaunchMeaning {
  const { outcome, output } = result;
  if (outcome.cancelled)
    return { status: "cancelled", reason: `cancelled after ${formatDuration(outcome.durationMs)}` };
  if (outcome.startError !== null) return { status: "broken", reason: withoutStop(outcome.startError.message) };
  if (outcome.timedOut) {
    return { status: "timed-out", reason: `ended at its time limit of ${formatDuration(stage.timeoutMs)}` };
  }
  const meaning = exitWords(outcome.exit, programNames(stage), stage.expect.exit);
  if (meaning.kind !== "passed") {
    return {
      status: meaning.kind,
      reason: meaning.remedy === undefined ? meaning.words : `${meaning.words}. ${withoutStop(meaning.remedy)}`,
    };
  }
  const [unmet, ...more] = output.unmetExpectations;
  if (unmet === undefined) return { status: "passed", reason: meaning.words };
  return { status: "failed", reason: more.length === 0 ? unmet : `${unmet} (and ${more.length} more)` };
}

/** Base names of the programs a stage calls; `python -m pytest` calls pytest. */
function programNames(stage: Stage): readonly string[] {
  return commandWords(stage.run).flatMap(({ program, args }) => {
    const name = program
      .slice(Math.max(program.lastIndexOf("/"), program.lastIndexOf("\\")) + 1)
      .replace(/\.exe$/i, "");
    const module = /^python[\d.]*$/.test(name) && args[0] === "-m" ? args[1] : undefined;
    return module === undefined ? [name] : [name, module];
  });
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, "");
}
