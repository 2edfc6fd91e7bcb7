import type { WatchDecision } from "../domain/verdict.ts";
import type { WindowLook } from "../domain/watch-report.ts";

const mildestFirst: readonly WatchDecision[] = ["KEEP", "INVESTIGATE", "ROLL BACK (scheduled)", "ROLL BACK NOW"];

/** The look that asks for most; of several the one that asks for it earliest, then the first. Null where there is none. */
export function gravestLook(looks: readonly WindowLook[]): WindowLook | null {
  const [first = null, ...others] = looks;
  if (first === null) return null;
  return others.reduce((gravest, look) => (isGraver(look, gravest) ? look : gravest), first);
}

function isGraver({ verdict: one }: WindowLook, { verdict: other }: WindowLook): boolean {
  const difference = mildestFirst.indexOf(one.decision) - mildestFirst.indexOf(other.decision);
  if (difference !== 0) return difference > 0;
  return timeOf(one.by) < timeOf(other.by);
}

function timeOf(by: string | null): number {
  return by === null ? Number.POSITIVE_INFINITY : Date.parse(by);
}
