import type { CanonicalUnit, Direction } from "../domain/arm.ts";
import type { Checklist, CoverageReport, Evidence, StageRecord, TestReport } from "../domain/evidence.ts";
import type { Launch, Measurement } from "../domain/measurement.ts";

/** Measurements that follow from the rest of the evidence. A figure that cannot be formed (no test ran) is left out: missing. */
export function derivedMeasurements(evidence: readonly Evidence[]): readonly Measurement[] {
  const tests = evidence.flatMap((part) => part.tests);
  const checklists = evidence.flatMap((part) => part.checklists);
  return [
    ...grouped(tests, (report) => report.stage).flatMap(fromTests),
    ...evidence.flatMap((part) => part.coverage).flatMap(fromCoverage),
    ...grouped(checklists, (checklist) => checklist.stage).flatMap(fromChecklists),
    ...evidence.flatMap((part) => part.stages).flatMap(fromLaunches),
  ];
}

function grouped<T>(values: readonly T[], keyOf: (value: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return [...groups.values()];
}

/** A stage may write several files, and several times; its figures are those of all its candidate's tests together. */
function fromTests(reports: readonly TestReport[]): readonly Measurement[] {
  const own = reports.filter((report) => report.arm === "candidate");
  const [first] = own;
  const sum = (of: (report: TestReport) => number): number => own.reduce((total, report) => total + of(report), 0);
  const total = sum((report) => report.total);
  if (first === undefined || !(total > 0)) return [];
  const skipped = sum((report) => report.skipped);
  const passed = sum((report) => report.passed + report.flaky);
  const ran = total - skipped;
  const one = (metric: string, value: number, unit: CanonicalUnit, direction?: Direction): Measurement => ({
    metric,
    stage: first.stage,
    unit,
    source: first.format,
    launches: [{ arm: "candidate", index: 0, samples: [value] }],
    ...(direction === undefined ? {} : { direction }),
  });
  return [
    ...(ran > 0 ? [one("pass-rate", (100 * passed) / ran, "%", "higher-is-better")] : []),
    one("tests", ran, "", "higher-is-better"),
    one(
      "failures",
      sum((report) => report.failed + report.errors),
      "",
      "lower-is-better",
    ),
    one("skipped", skipped, ""),
  ];
}

function fromCoverage(report: CoverageReport): readonly Measurement[] {
  if (!(report.linesTotal > 0)) return [];
  return [
    {
      metric: "coverage",
      stage: report.stage,
      unit: "%",
      direction: "higher-is-better",
      source: report.format,
      launches: [{ arm: "candidate", index: 0, samples: [(100 * report.linesCovered) / report.linesTotal] }],
    },
  ];
}

/** Items of several launches count once, as failed when they failed in any. */
function fromChecklists(checklists: readonly Checklist[]): readonly Measurement[] {
  const [first] = checklists;
  const items = checklists.flatMap((checklist) => checklist.items);
  if (first === undefined || items.length === 0) return [];
  const failed = new Set(items.filter((item) => item.status !== "passed").map((item) => item.name)).size;
  return [
    {
      metric: "failed-items",
      stage: first.stage,
      unit: "",
      direction: "lower-is-better",
      source: "checklist",
      launches: [{ arm: "candidate", index: 0, samples: [failed] }],
    },
  ];
}

function fromLaunches(record: StageRecord): readonly Measurement[] {
  const counted = record.launches.filter((launch) => !launch.warmUp && launch.exit.signal === null);
  const durations: Launch[] = counted.map(({ arm, index, durationMs }) => ({
    arm,
    index,
    samples: [durationMs * 1e6],
  }));
  const peaks: Launch[] = counted.flatMap(({ arm, index, peakRssBytes }) =>
    peakRssBytes === null ? [] : [{ arm, index, samples: [peakRssBytes] }],
  );
  const of = (metric: string, unit: CanonicalUnit, source: string, launches: readonly Launch[]): Measurement[] =>
    launches.length === 0
      ? []
      : [{ metric, stage: record.stage, unit, direction: "lower-is-better", source, launches }];
  return [
    ...of("duration", "ns", "duration of each launch", durations),
    ...of("peak-rss", "B", "peak resident memory of each launch", peaks),
  ];
}
