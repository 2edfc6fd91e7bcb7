import type { Finding } from "../../domain/finding.ts";
import type { WatchVerdict } from "../../domain/verdict.ts";
import type { Recommendation, WatchedFigure } from "../../domain/watch-report.ts";

/** What a recommendation is drawn from. */
export interface RecommendationGrounds {
  readonly verdict: WatchVerdict;
  readonly findings: readonly Finding[];
  readonly figures: readonly WatchedFigure[];
  /** Earlier looks of the same time, the latest of each window, that did not say KEEP: their windows' names. */
  readonly doubtful: readonly string[];
  /** Windows that are still to come. */
  readonly toCome: readonly string[];
  readonly rollbacks: number;
  /** How long the flag has been on, for people. */
  readonly onFor: string;
}

/**
 * What to do with the flag, and why.
 *
 * - `roll back`: the verdict says so.
 * - `tune`: something was measured that is not as it should be, is let through by a waiver, or gets worse.
 * - `keep`: nothing is known to be bad, and not enough is known yet, or a window is still to come; leave it on and watch on.
 * - `clean up`: everything that was asked is met, in every window, with no rollback: take the flag and the old way out of the code.
 */
export function recommend(grounds: RecommendationGrounds): {
  readonly recommendation: Recommendation;
  readonly evidence: readonly string[];
} {
  const { verdict, findings, figures, doubtful, toCome, rollbacks, onFor } = grounds;
  const counted = findings.filter(({ severity }) => severity !== "info");
  const bad = counted.filter(({ outcome }) => outcome === "fail" || outcome === "warn");
  const waived = counted.filter((finding) => finding.waived !== undefined);
  const unknown = counted.filter(({ outcome }) => outcome !== "pass" && outcome !== "fail" && outcome !== "warn");
  const worsening = figures.filter(({ trend }) => trend === "worsening");
  const evidence = [
    `The flag has been on for ${onFor}; ${verdict.met} of ${verdict.judged} checks passed.`,
    ...bad.map(({ subject, reason }) => `${subject}: ${reason}.`),
    ...waived.map(
      ({ subject, waived: by }) => `${subject} is let through until ${by?.until ?? ""} by ${by?.owner ?? ""}.`,
    ),
    ...unknown.map(({ subject, reason }) => `${subject} is not known: ${reason}.`),
    ...worsening.map(({ subject }) => `${subject} gets worse over the time.`),
    ...doubtful.map((window) => `The look of ${window} did not say KEEP.`),
    rollbacks === 0
      ? "There was no rollback."
      : `It was rolled back, or that was tried, ${rollbacks === 1 ? "once" : `${rollbacks} times`}.`,
    ...toCome.map((window) => `The window ${window} is still to come.`),
  ];
  if (verdict.decision === "ROLL BACK NOW" || verdict.decision === "ROLL BACK (scheduled)") {
    return { recommendation: "roll back", evidence };
  }
  if (bad.length > 0 || waived.length > 0 || worsening.length > 0) return { recommendation: "tune", evidence };
  const isSettled = verdict.decision === "KEEP" && unknown.length === 0 && doubtful.length === 0 && rollbacks === 0;
  return { recommendation: isSettled && toCome.length === 0 ? "clean up" : "keep", evidence };
}
