import type { Arm, CanonicalUnit, Direction } from "../domain/arm.ts";
import type { Checklist, CoverageReport, EvidenceGap, TestReport } from "../domain/evidence.ts";
import type { Launch, Measurement } from "../domain/measurement.ts";

/** The samples of one metric that one launch gave. */
export interface MetricSamples {
  readonly metric: string;
  readonly unit: CanonicalUnit;
  readonly direction?: Direction;
  readonly source: string;
  readonly arm: Arm;
  readonly samples: readonly number[];
  readonly pair?: number;
  readonly summarised?: boolean;
}

/** What the files and the output of one launch were understood to say. */
export interface LaunchResults {
  readonly tests: readonly TestReport[];
  readonly coverage: readonly CoverageReport[];
  readonly checklists: readonly Checklist[];
  readonly samples: readonly MetricSamples[];
  readonly gaps: readonly EvidenceGap[];
}

/** What a stage gave over all its launches. */
export interface StageResults {
  readonly tests: readonly TestReport[];
  readonly coverage: readonly CoverageReport[];
  readonly checklists: readonly Checklist[];
  readonly measurements: readonly Measurement[];
  readonly gaps: readonly EvidenceGap[];
}

export const nothing: StageResults = { tests: [], coverage: [], checklists: [], measurements: [], gaps: [] };

/** Gathers launches into measurements, in the order in which they ran. */
export interface ResultsBuilder {
  add(results: LaunchResults, launch: { readonly index: number; readonly arm: Arm }): void;
  results(): StageResults;
}

/**
 * Test results, coverage and checklists are those of the last launch in the candidate arm; measurements hold every
 * launch. A metric whose unit changes from one launch to the next is a gap: the two cannot be compared.
 */
export function createResultsBuilder(stage: string): ResultsBuilder {
  const metrics = new Map<string, { first: MetricSamples; launches: Launch[] }>();
  const gaps: EvidenceGap[] = [];
  let last: Pick<StageResults, "tests" | "coverage" | "checklists"> = nothing;
  let candidateSeen = false;
  return {
    add(results, { index, arm }) {
      if (arm === "candidate" || !candidateSeen) last = results;
      candidateSeen ||= arm === "candidate";
      gaps.push(...results.gaps);
      for (const samples of results.samples) {
        const { metric, unit, arm: sampledArm, pair } = samples;
        const known = metrics.get(metric) ?? { first: samples, launches: [] };
        metrics.set(metric, known);
        if (known.first.unit !== unit) {
          gaps.push(unitChanged(stage, metric, known.first.unit, unit));
          continue;
        }
        known.launches.push({
          arm: sampledArm,
          index,
          samples: samples.samples,
          ...(pair === undefined ? {} : { pair }),
        });
      }
    },
    results: () => ({
      tests: last.tests,
      coverage: last.coverage,
      checklists: last.checklists,
      gaps,
      measurements: [...metrics].map(([metric, { first, launches }]) => ({
        metric,
        stage,
        unit: first.unit,
        ...(first.direction === undefined ? {} : { direction: first.direction }),
        source: first.source,
        launches,
        ...(first.summarised === true ? { summarised: true } : {}),
      })),
    }),
  };
}

function unitChanged(stage: string, metric: string, before: string, now: string): EvidenceGap {
  return {
    stage,
    subject: metric,
    problem: {
      kind: "invalid",
      reason: `${metric} was measured in ${before || "a bare count"} by one launch and in ${now || "a bare count"} by another.`,
      remedy: "Let both arms report the metric in the same unit.",
    },
  };
}
