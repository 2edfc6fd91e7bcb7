import type { Arm } from "../domain/arm.ts";
import type { Series } from "../domain/measurement.ts";
import type { Reading } from "../domain/problem.ts";

/** A benchmark file that was read, as the command line named it. */
export interface NamedFile {
  readonly file: string;
  /** Which of the operands it came from, from 0. */
  readonly operand: number;
  /** The side it was named for; null when it was only listed. */
  readonly side: Arm | null;
  readonly format: string;
  readonly series: readonly Series[];
}

/** The same with its side; null where its series say the arm themselves. */
export type SidedFile = Omit<NamedFile, "operand">;

/**
 * Decides which side every file belongs to.
 *
 * - Files whose series all name their arm need no side: any number of them is one comparison.
 * - Otherwise files were named for a side, or there are exactly two operands: the baseline and the candidate.
 *
 * @param operands how many files or folders were listed without a side
 */
export function assignSides(files: readonly NamedFile[], operands: number): Reading<readonly SidedFile[]> {
  const own = files.filter((file) => file.series.some((one) => one.arm !== undefined));
  const partly = own.find((file) => file.series.some((one) => one.arm === undefined));
  if (partly !== undefined)
    return refuse(
      `${partly.file} names the arm of some benchmarks and not of others.`,
      "Name it for all, or for none.",
    );
  if (own.length > 0 && own.length < files.length) {
    const other = files.find((file) => !own.includes(file));
    return refuse(
      `${own[0]?.file} holds arms of its own, and ${other?.file} does not.`,
      "Compare files of one kind at a time.",
    );
  }
  if (own.length > 0) {
    const against = own.find((file) => file.side !== null && file.series.some((one) => one.arm !== file.side));
    if (against === undefined) return { ok: true, value: own.map((file) => ({ ...file, side: null })) };
    return refuse(
      `${against.file} was named as the ${against.side} and holds launches of the other arm.`,
      "Name a file that holds both arms without a side: rollout-gate compare FILE",
    );
  }
  if (files.every((file) => file.side !== null)) return { ok: true, value: files };
  if (operands === 2) {
    return {
      ok: true,
      value: files.map((file) => ({
        ...file,
        side: file.operand === 0 ? ("baseline" as const) : ("candidate" as const),
      })),
    };
  }
  if (operands === 1) {
    return refuse(
      `${files[0]?.file} holds one side alone, so there is nothing to compare it with.`,
      "Name a baseline and a candidate: rollout-gate compare BASELINE CANDIDATE",
    );
  }
  return refuse(
    `With ${operands} files it is not said which are the baseline and which the candidate.`,
    "Put -- between them: rollout-gate compare old-*.json -- new-*.json (or name them with --baseline and --candidate)",
  );
}

function refuse(reason: string, remedy: string): Reading<never> {
  return { ok: false, problem: { kind: "invalid", reason, remedy } };
}
