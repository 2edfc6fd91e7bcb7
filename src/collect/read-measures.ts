import type { CanonicalUnit, Direction } from "../domain/arm.ts";
import type { Measure } from "../domain/config.ts";
import type { Series } from "../domain/measurement.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import { type BenchmarkReading, readBenchmarks } from "../evidence/benchmarks/read-benchmarks.ts";
import { readJsonNumber } from "../evidence/json/read-json-number.ts";
import { readVulnerabilities } from "../evidence/vulnerabilities/read-vulnerabilities.ts";
import { vulnerabilityLevels } from "../evidence/vulnerabilities/vulnerability-counts.ts";
import { directionOf } from "../units/quantity-of.ts";
import { claimedFiles } from "./claimed-files.ts";
import type { CollectPorts } from "./collect-ports.ts";
import { pickSeries } from "./pick-series.ts";
import type { LaunchResult } from "./run-launch.ts";
import type { MetricSamples } from "./stage-results.ts";
import { type CopyWatch, copyProblem, wouldDiffer } from "./stale-files.ts";

/** A metric that could not be had. */
export interface MeasureProblem {
  readonly subject: string;
  readonly problem: Problem;
  readonly file?: string;
}

/** More files than a launch leaves, unless it has gone wrong. */
const maxFiles = 200;

type ReadText = (file: string, subject: string) => Promise<string | null>;

/** The samples of every metric of the launch's stage, from its files, its output and its process. */
export async function readMeasures(
  launch: LaunchResult,
  text: ReadText,
  watch: CopyWatch,
  ports: CollectPorts,
): Promise<{ readonly samples: readonly MetricSamples[]; readonly problems: readonly MeasureProblem[] }> {
  const { stage, arm, index, folder } = launch.request;
  const samples: MetricSamples[] = [];
  const problems: MeasureProblem[] = [];
  const files = new Map<string, Reading<BenchmarkReading> | null>();

  const benchmarkFile = async (file: string, subject: string): Promise<Reading<BenchmarkReading> | null> => {
    const known = files.get(file);
    if (known !== undefined) return known;
    const content = await text(file, subject);
    const read = content === null ? null : freshOnly(file, content, readBenchmarks(content, { path: file }));
    files.set(file, read);
    return read;
  };

  const freshOnly = (file: string, content: string, read: Reading<BenchmarkReading>): Reading<BenchmarkReading> => {
    const earlier = watch.copyOf(file, content, index);
    const timed = read.ok && read.value.series.some(({ launches, unit }) => wouldDiffer(launches.flat(), unit));
    return earlier !== null && timed ? { ok: false, problem: copyProblem(file, earlier) } : read;
  };

  const keep = (
    name: string,
    values: readonly number[],
    unit: CanonicalUnit,
    source: string,
    direction?: Direction,
  ): void => {
    const way = direction ?? directionOf(unit);
    samples.push({
      metric: name,
      unit,
      source,
      arm,
      samples: values,
      ...(way === undefined ? {} : { direction: way }),
    });
  };

  const keepSeries = (name: string, series: readonly Series[], source: string, direction: Direction | null): void => {
    // A process that ran both arms was told which goes first (ARM_ORDER); the judge learns it from the order of its launches.
    const inOrder = [...series].sort((one, other) => Number(other.arm === arm) - Number(one.arm === arm));
    for (const one of inOrder) {
      const way = direction ?? one.direction ?? directionOf(one.unit);
      samples.push({
        metric: name,
        unit: one.unit,
        source,
        arm: one.arm ?? arm,
        // One command ran, so what its file calls launches are not independent of each other here.
        samples: one.launches.flat(),
        ...(way === undefined ? {} : { direction: way }),
        ...(one.arm === undefined ? {} : { pair: index }),
        ...(one.summarised === true ? { summarised: true } : {}),
      });
    }
  };

  for (const measure of stage.measure) {
    const found = await readMeasure(measure);
    if (found !== null) problems.push(found);
  }
  for (const file of stage.benchmarks) {
    const read = await benchmarkFile(file, "benchmarks");
    if (read === null) continue;
    if (!read.ok) {
      problems.push({ subject: "benchmarks", problem: read.problem, file });
      continue;
    }
    for (const [name, series] of byName(read.value.series)) {
      keepSeries(name, series, `${read.value.format} ${file}`, null);
    }
  }
  if (stage.vulnerabilities !== null) await countVulnerabilities(stage.vulnerabilities);
  return { samples, problems };

  async function countVulnerabilities(file: string): Promise<void> {
    const content = await text(file, "vulnerabilities");
    const read = content === null ? null : readVulnerabilities(content);
    if (read?.ok === false) problems.push({ subject: "vulnerabilities", problem: read.problem, file });
    if (read?.ok !== true) return;
    for (const level of vulnerabilityLevels) {
      const found = [read.value.counts[level]];
      keep(`${level}-vulnerabilities`, found, "", `${read.value.format} ${file}`, "lower-is-better");
    }
  }

  async function readMeasure(measure: Measure): Promise<MeasureProblem | null> {
    const subject = measure.name;
    const direction = measure.direction ?? undefined;
    switch (measure.kind) {
      case "output": {
        const read = launch.output.samples.get(subject);
        if (read?.ok !== true) return { subject, problem: read?.problem ?? noOutput };
        keep(
          subject,
          read.value,
          measure.unit,
          `pattern on ${measure.stream === "both" ? "output" : measure.stream}`,
          direction,
        );
        return null;
      }
      case "json": {
        const content = await text(measure.file, subject);
        if (content === null) return null;
        const read = readJsonNumber(content, measure.path);
        if (!read.ok) return { subject, problem: read.problem, file: measure.file };
        const scaled = read.value.map((value) => value * measure.scale);
        const earlier = watch.copyOf(measure.file, content, index);
        if (earlier !== null && wouldDiffer(scaled, measure.unit))
          return { subject, problem: copyProblem(measure.file, earlier), file: measure.file };
        keep(subject, scaled, measure.unit, `${measure.path} in ${measure.file}`, direction);
        return null;
      }
      case "peak-rss": {
        const bytes = launch.record.peakRssBytes;
        if (bytes === null) return { subject, problem: noMemory };
        keep(subject, [bytes], "B", "peak resident memory", direction);
        return null;
      }
      case "duration":
        keep(subject, [launch.record.durationMs * 1e6], "ns", "duration of the command", direction);
        return null;
      case "benchmark":
        return readBenchmark(measure);
    }
  }

  async function readBenchmark(measure: Extract<Measure, { kind: "benchmark" }>): Promise<MeasureProblem | null> {
    const subject = measure.name;
    const names = measure.file === null ? await unclaimed() : [measure.file];
    if (names.length === 0) return { subject, problem: noFile };
    const readings: { file: string; read: Reading<BenchmarkReading> }[] = [];
    for (const file of names) {
      const read = await benchmarkFile(file, subject);
      if (read !== null) readings.push({ file, read });
    }
    const usable = readings.flatMap(({ file, read }) => (read.ok ? [{ file, reading: read.value }] : []));
    if (usable.length === 0) {
      const bad = readings.flatMap(({ file, read }) => (read.ok ? [] : [{ subject, problem: read.problem, file }]));
      return bad[0] ?? null;
    }
    const picked = pickSeries(measure.benchmark, usable);
    if (!picked.ok) return { subject, problem: picked.problem };
    const { series, file, format } = picked.value;
    keepSeries(subject, series, `${format} ${file}`, measure.direction);
    return null;
  }

  async function unclaimed(): Promise<readonly string[]> {
    const claimed = claimedFiles(stage);
    return (await ports.files.list(folder, { maxFiles })).filter((file) => !claimed.has(file));
  }
}

const noOutput: Problem = { kind: "missing", reason: "The output was not looked at." };
const noFile: Problem = {
  kind: "missing",
  reason: "The stage wrote no result file into $EVIDENCE.",
  remedy: "Let the command write its results there, e.g. --benchmark-json=$EVIDENCE/bench.json.",
};
const noMemory: Problem = {
  kind: "missing",
  reason: "This system does not tell the memory of a process tree.",
  remedy: "Run the stage on Linux or macOS, or leave the metric out.",
};

function byName(series: readonly Series[]): ReadonlyMap<string, readonly Series[]> {
  const groups = new Map<string, Series[]>();
  for (const one of series) {
    const group = groups.get(one.name) ?? [];
    groups.set(one.name, [...group, one]);
  }
  return groups;
}
