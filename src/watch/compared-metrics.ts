import type { VerifyWindow } from "../domain/verify.ts";
import { criteriaOf, type WatchedMetric } from "./watched-metrics.ts";

/** The metrics that some criterion of the windows compares with before the rollout, each once. */
export function comparedMetrics(
  windows: readonly VerifyWindow[],
  metrics: readonly WatchedMetric[],
): readonly WatchedMetric[] {
  const comparing = windows.flatMap((window) =>
    criteriaOf(window, metrics).filter(({ criterion: { pass, warn } }) =>
      [pass, warn].some((limit) => limit !== null && limit.kind !== "absolute" && limit.kind !== "all"),
    ),
  );
  return [...new Set(comparing.flatMap((one) => one.metrics))];
}
