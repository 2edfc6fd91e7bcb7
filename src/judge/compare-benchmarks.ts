import type { CanonicalUnit } from "../domain/arm.ts";
import type { ComparedBenchmark, PairedBenchmark } from "../domain/comparison.ts";
import type { Criterion, Limit } from "../domain/criterion.ts";
import type { Finding } from "../domain/finding.ts";
import type { Measurement } from "../domain/measurement.ts";
import { directionOf, quantityOf } from "../units/quantity-of.ts";
import { armsOf } from "./arms.ts";
import { describeChange, summariseSides } from "./describe-change.ts";
import { type Claim, judgeClaims } from "./judge-criterion.ts";
import { orderBenchmarks } from "./order-benchmarks.ts";

/** As a stage's own by default: how often an interval may miss, and what all wrong decisions of a criterion may take together. */
const errorRate = 0.01;

/**
 * Compares benchmarks that were measured on two sides.
 *
 * With a criterion each is judged by it, as the metrics of one stage of a gate are: the more benchmarks, the more certain a single
 * fail has to be. Without one, the changes are described and nothing is judged.
 *
 * @returns one row for each benchmark, worst first
 */
export function compareBenchmarks(
  paired: readonly PairedBenchmark[],
  criterion: Criterion | null,
): readonly ComparedBenchmark[] {
  const rows = criterion === null ? paired.map(describe) : judge(paired, criterion);
  return orderBenchmarks(
    rows.map((row, index) => {
      const { measurement = null, footnotes = [] } = paired[index] ?? {};
      const notes = [...row.footnotes, ...footnotes];
      const direction = criterion?.direction ?? measurement?.direction ?? directionOf(row.unit) ?? null;
      return { row: { ...row, footnotes: notes }, direction };
    }),
  );
}

function describe(paired: PairedBenchmark): ComparedBenchmark {
  const { measurement, only } = paired;
  return measurement === null || only !== null ? notCompared(paired) : describeChange(measurement, errorRate);
}

function judge(paired: readonly PairedBenchmark[], criterion: Criterion): readonly ComparedBenchmark[] {
  // An absolute limit is on the candidate alone, so what is new can be held against it.
  const absolute = criterion.pass.kind === "absolute";
  const claims = paired.flatMap(({ name, measurement, only }): readonly Claim[] => {
    if (measurement === null || only === "baseline" || (only === "candidate" && !absolute)) return [];
    return [{ subject: name, criterion: atZero(criterion, measurement), measurement, problem: null }];
  });
  const findings = new Map(judgeByLaunches(claims).map((finding) => [finding.subject, finding]));
  return paired.map((one) => {
    const finding = findings.get(one.name);
    return finding === undefined ? notCompared(one) : rowOf(finding);
  });
}

/** A wrong fail of one judgement takes a fifth of the error rate, and so do the passes of all. */
const judgementsWithin = 4;

/**
 * Files are looked at once, with the launches there are, and benchmarks that have equally many are judged together. Few sets of
 * files hold more than one such group; beyond four, they share what the error rate allows.
 */
function judgeByLaunches(claims: readonly Claim[]): readonly Finding[] {
  const groups = new Map<number, Claim[]>();
  for (const claim of claims) {
    if (claim.measurement === null) continue;
    const { baseline, candidate } = armsOf(claim.measurement);
    const launches = Math.max(1, Math.min(baseline.length, candidate.length));
    const group = groups.get(launches);
    if (group === undefined) groups.set(launches, [claim]);
    else group.push(claim);
  }
  const rate = errorRate * Math.min(1, judgementsWithin / groups.size);
  return [...groups].flatMap(([launches, group]) =>
    judgeClaims(group, { minLaunches: launches, maxLaunches: launches, errorRate: rate }),
  );
}

function rowOf(finding: Finding): ComparedBenchmark {
  const { subject, outcome, reason, action, unit, baseline, candidate, change, footnotes, launchesNeeded } = finding;
  return {
    name: subject,
    status: outcome,
    reason,
    // What to do about a fail is the config's to say, and here is none.
    action: outcome === "fail" ? "" : launchesNeeded === undefined ? action : runMore(launchesNeeded),
    unit,
    footnotes,
    ...(baseline === undefined ? {} : { baseline }),
    ...(candidate === undefined ? {} : { candidate }),
    ...(change === undefined ? {} : { change }),
    ...(launchesNeeded === undefined ? {} : { launchesNeeded }),
  };
}

function runMore(launches: number): string {
  return `Run both sides in turn until each has about ${launches} launches`;
}

/** What is told of a benchmark that one side lacks, or that the sides do not agree on. */
function notCompared({ name, measurement, problem, only }: PairedBenchmark): ComparedBenchmark {
  if (measurement === null) {
    const reason = problem?.reason ?? "it could not be read";
    return { name, status: "broken", reason, action: problem?.remedy ?? "", unit: "", footnotes: [] };
  }
  const base = { name, unit: measurement.unit, footnotes: [], ...summariseSides(measurement) };
  if (only === "candidate") {
    const reason = "the baseline does not have it, so there is nothing to compare it with";
    return { ...base, status: "new", reason, action: "" };
  }
  return {
    ...base,
    status: "missing",
    reason: "the candidate does not have it: it was taken out, renamed, or did not run",
    action: "Run it on the candidate too, or choose the benchmarks to compare with --benchmark",
  };
}

/**
 * A counter that is 0 in every launch of both sides has no ratio and has not changed. It is held to a change of 1 in its unit
 * instead: that needs as many launches as any other pass, and no counter that is not 0 everywhere gets by it.
 */
function atZero(criterion: Criterion, measurement: Measurement): Criterion {
  const quantity = quantityOf(measurement.unit);
  const zero = measurement.launches.every((launch) => launch.samples.every((sample) => sample === 0));
  if (!zero || (quantity !== "count" && quantity !== "size")) return criterion;
  return { ...criterion, pass: limitAtZero(criterion.pass, measurement.unit) };
}

function limitAtZero(limit: Limit, unit: CanonicalUnit): Limit {
  if (limit.kind === "within-relative") return { kind: "within-difference", margin: 1, unit, text: limit.text };
  if (limit.kind !== "relative") return limit;
  const { comparator, change, text } = limit;
  const tolerates = comparator.startsWith("<") ? change > 0 : change < 0;
  return tolerates ? { kind: "difference", comparator, value: Math.sign(change), unit, text } : limit;
}
