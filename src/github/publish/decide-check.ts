import type { RunIdentity } from "../../domain/run-context.ts";
import type { Ending } from "./publication.ts";

/** GitHub's words for how a check ended, as far as they are used here. */
export type CheckConclusion = "success" | "neutral" | "failure" | "action_required" | "cancelled";

/**
 * How each ending shows. A required check lets `success` and `neutral` through, and nothing else: so conditions pass and stay
 * visible, what nobody knows waits for somebody (`action_required`), and a gate that broke (`cancelled`) neither passes nor says that the
 * change is bad.
 */
export function checkConclusion(ending: Ending): CheckConclusion {
  switch (ending) {
    case "GO":
      return "success";
    case "GO WITH CONDITIONS":
      return "neutral";
    case "NO-GO":
      return "failure";
    case "INCONCLUSIVE":
      return "action_required";
    case "broken":
      return "cancelled";
  }
}

/**
 * The check's name, one for each rollout.
 *
 * @param rollout null: it could not be told which
 */
export function checkName(rollout: string | null): string {
  return rollout === null ? "Rollout Gate" : `Rollout Gate / ${rollout}`;
}

type RunStamp = Pick<RunIdentity, "runId" | "attempt">;

/** What a check of ours bears as its `external_id`: which run wrote it last. */
export function externalId(run: RunStamp): string {
  return `rollout-gate/1 ${run.runId}.${run.attempt}`;
}

function readExternalId(text: string): RunStamp | null {
  const match = /^rollout-gate\/1 (\d{1,30})\.(\d{1,9})$/.exec(text);
  return match === null ? null : { runId: match[1] ?? "", attempt: Number(match[2]) };
}

/** A check run with our name on the commit. */
export interface ExistingCheck {
  readonly id: number;
  readonly externalId: string;
  /** Slug of the app that made it; null when it is not told. */
  readonly app: string | null;
  readonly annotations: number;
}

export type CheckPlan =
  | { readonly kind: "create" }
  /** `annotate`: it has none yet. Those of an earlier attempt cannot be taken away, so a second set would stand beside them. */
  | { readonly kind: "update"; readonly id: number; readonly annotate: boolean }
  /** A newer run has written it. */
  | { readonly kind: "nothing" };

/**
 * What to do about the one check of a rollout on a commit: the newest run has it, and no older run takes it back.
 *
 * @param app our own app's slug; checks of others are not ours, whatever they bear
 */
export function decideCheck(existing: readonly ExistingCheck[], run: RunStamp, app: string): CheckPlan {
  const own = existing.flatMap((check) => {
    const stamp = readExternalId(check.externalId);
    return check.app === app && stamp !== null ? [{ check, stamp }] : [];
  });
  const newest = own.reduce<(typeof own)[number] | null>(
    (best, one) => (best === null || order(one.stamp, best.stamp) > 0 ? one : best),
    null,
  );
  if (newest === null) return { kind: "create" };
  if (order(newest.stamp, run) > 0) return { kind: "nothing" };
  return { kind: "update", id: newest.check.id, annotate: newest.check.annotations === 0 };
}

/** Whether one of the checks was written by this very run and attempt. */
export function isWrittenBy(existing: readonly ExistingCheck[], run: RunStamp, app: string): boolean {
  return existing.some((check) => check.app === app && check.externalId === externalId(run));
}

/** Below 0: `a` is older. Run numbers grow, but they outgrow what a number holds. */
function order(a: RunStamp, b: RunStamp): number {
  const [first, second] = [BigInt(a.runId), BigInt(b.runId)];
  return first === second ? a.attempt - b.attempt : first < second ? -1 : 1;
}
