import type { ComparedBenchmark, ComparisonStatus } from "../domain/comparison.ts";
import type { Criterion } from "../domain/criterion.ts";
import type { Change } from "../domain/finding.ts";
import type { Measurement } from "../domain/measurement.ts";
import { formatChange } from "../units/format-value.ts";
import { summariseArm } from "./arms.ts";
import { changeInterval, fewestLaunches, scaleOf } from "./change-interval.ts";
import { type Comparison, weighComparison } from "./comparison.ts";

/**
 * Says how a benchmark changed where no criterion was given: the change with its interval, and whether the interval leaves room for
 * no change at all. It judges nothing: a change can be real and of no importance, or important and not shown.
 *
 * @param measurement with launches of both arms, all samples finite
 * @param errorRate how often the interval may miss the true change, e.g. 0.01
 */
export function describeChange(measurement: Measurement, errorRate: number): ComparedBenchmark {
  const comparison = weighComparison(anyChange, measurement, unchanged, null);
  const { arms, values, statistic } = comparison;
  const baseline = summariseArm("baseline", arms.baseline, statistic);
  const candidate = summariseArm("candidate", arms.candidate, statistic);
  const base = { name: measurement.metric, action: "", unit: measurement.unit };
  const level = errorRate / 2;
  if (baseline === undefined || candidate === undefined || values.baseline.length === 0) {
    return { ...base, status: "undecided", reason: "no launch of one side can be used", footnotes: [] };
  }
  const interval = changeInterval(values, scaleOf(values), { lower: level, upper: level });
  const change: Change = { ...interval, confidence: 1 - errorRate };
  const needed = isBounded(change) ? null : Math.max(fewestLaunches(arms.design, level), comparison.launches + 1);
  const said = formatChange(change.estimate, change.scale, measurement.unit);
  const reason = needed === null ? said : `${said}, too few launches to say how sure that is`;
  return {
    ...base,
    status: statusOf(change, comparison),
    reason,
    baseline,
    candidate,
    change,
    footnotes: arms.leftOut > 0 ? [`${arms.leftOut} launches could not be used and were left out`] : [],
    ...(needed === null ? {} : { launchesNeeded: needed }),
  };
}

function isBounded({ lower, upper, scale }: Change): boolean {
  return lower > (scale === "ratio" ? -1 : Number.NEGATIVE_INFINITY) && upper < Number.POSITIVE_INFINITY;
}

function statusOf({ lower, upper }: Change, { direction }: Comparison): ComparisonStatus {
  if (!(lower > 0) && !(upper < 0)) return "undecided";
  if (direction === null) return "different";
  return lower > 0 === (direction === "lower-is-better") ? "worse" : "better";
}

const unchanged = { kind: "relative", comparator: "<=", change: 0, text: "" } as const;
const anyChange: Criterion = {
  metric: "*",
  pass: unchanged,
  warn: null,
  severity: "info",
  action: "",
  floor: 0,
  floorUnit: "",
  direction: null,
};

/** The launches of each side in short, where it has any. */
export function summariseSides(measurement: Measurement): Pick<ComparedBenchmark, "baseline" | "candidate"> {
  const { arms, statistic } = weighComparison(anyChange, measurement, unchanged, null);
  const baseline = summariseArm("baseline", arms.baseline, statistic);
  const candidate = summariseArm("candidate", arms.candidate, statistic);
  return { ...(baseline === undefined ? {} : { baseline }), ...(candidate === undefined ? {} : { candidate }) };
}
