import type {
  BadLineLimit,
  EventMetric,
  FieldCondition,
  LineMetric,
  Scalar,
  Source,
  Verify,
} from "../domain/verify.ts";
import { buildCriterion, toDirection } from "./build-criterion.ts";
import type { VerifyInput } from "./schema/verify-schema.ts";

const hourMs = 3_600_000;

const defaults = {
  beforeMs: 7 * 24 * hourMs,
  investigateMs: 24 * hourMs,
  rollBackMs: 24 * hourMs,
  queryTimeoutMs: 30_000,
  watchMs: 10_000,
  badLines: { kind: "share", share: 0.01 },
} as const satisfies { badLines: BadLineLimit } & Readonly<Record<string, number | BadLineLimit>>;

type SourceInput = VerifyInput["sources"][string];
type JsonlInput = NonNullable<SourceInput["jsonl"]>;
type EventInput = JsonlInput["metrics"][string];
type LineInput = NonNullable<SourceInput["log"]>["metrics"][string];

/** Checked input → what is watched after the flag is on, with every default filled in. */
export function buildVerify(input: VerifyInput): Verify {
  return {
    windows: Object.entries(input.windows).map(([name, window]) => ({
      name,
      afterMs: window.after,
      overMs: window.over ?? null,
      everyMs: window.every ?? null,
      criteria: Object.entries(window.criteria).flatMap(([metric, criteria]) =>
        criteria.map((criterion) => buildCriterion(metric, criterion)),
      ),
      run: window.run ?? null,
      report: window.report ?? false,
    })),
    sources: Object.entries(input.sources).flatMap(([name, source]) => buildSource(name, source)),
    beforeMs: input.before ?? defaults.beforeMs,
    investigateMs: input["investigate-within"] ?? defaults.investigateMs,
    rollBackMs: input["roll-back-within"] ?? defaults.rollBackMs,
  };
}

/** One source; the schema has seen to it that it has exactly one kind. */
function buildSource(name: string, input: SourceInput): readonly Source[] {
  if (input.jsonl !== undefined) return [buildEventLog(name, input.jsonl)];
  if (input.log !== undefined) {
    const { log } = input;
    return [
      {
        name,
        kind: "log",
        paths: log.path,
        line: log.line ?? null,
        component: log.component ?? null,
        zoneMinutes: log.zone ?? 0,
        badLines: log["bad-lines"] ?? defaults.badLines,
        metrics: entries(log.metrics, buildLineMetric),
      },
    ];
  }
  if (input.prometheus !== undefined) {
    const { url, token, timeout, metrics } = input.prometheus;
    return [
      {
        name,
        kind: "prometheus",
        url,
        token: token ?? null,
        timeoutMs: timeout ?? defaults.queryTimeoutMs,
        metrics: entries(metrics, (metric, { query, unit, direction }) => ({
          name: metric,
          direction: toDirection(direction),
          query,
          unit: unit?.unit ?? "",
          scale: unit?.scale ?? 1,
        })),
      },
    ];
  }
  if (input.openmetrics !== undefined) {
    const { from, metrics } = input.openmetrics;
    return [
      {
        name,
        kind: "openmetrics",
        from,
        metrics: entries(metrics, (metric, sample) => ({
          name: metric,
          direction: toDirection(sample.direction),
          sample: sample.name,
          labels: sample.labels ?? {},
          quantile: sample.quantile ?? null,
          unit: sample.unit?.unit ?? "",
          scale: sample.unit?.scale ?? 1,
        })),
      },
    ];
  }
  if (input.process !== undefined) {
    const { command, watch, metrics } = input.process;
    const pidFile = input.process["pid-file"];
    return [
      {
        name,
        kind: "process",
        find: command === undefined ? { kind: "pid-file", text: pidFile ?? "" } : { kind: "command", text: command },
        watchMs: watch ?? defaults.watchMs,
        metrics: entries(metrics, (metric, { read }) => ({ name: metric, read })),
      },
    ];
  }
  if (input.github === undefined) return [];
  return [
    {
      name,
      kind: "github",
      metrics: entries(input.github.metrics, (metric, { issues, "failed-runs": workflow }) =>
        issues === undefined
          ? { name: metric, kind: "failed-runs", workflow: workflow ?? "" }
          : { name: metric, kind: "issues", labels: issues },
      ),
    },
  ];
}

function buildEventLog(name: string, input: JsonlInput): Source {
  return {
    name,
    kind: "jsonl",
    paths: input.path,
    time: { field: input.time.field, format: input.time.format ?? "iso", zoneMinutes: input.time.zone ?? 0 },
    badLines: input["bad-lines"] ?? defaults.badLines,
    metrics: entries(input.metrics, buildEventMetric),
  };
}

function buildEventMetric(name: string, input: EventInput): EventMetric {
  const { alive } = input;
  return {
    name,
    direction: toDirection(input.direction),
    value: input.value ?? null,
    unit: input.unit?.unit ?? "",
    scale: input.unit?.scale ?? 1,
    statistic: input.statistic ?? "mean",
    where: toConditions(input.where),
    failed: input.failed === undefined ? null : toConditions(input.failed),
    distinct: input.distinct ?? null,
    by: input.by ?? null,
    perMs: input.per ?? null,
    alive: alive === undefined ? null : { figure: alive.figure, gapMs: alive.gap, start: toConditions(alive.start) },
  };
}

function buildLineMetric(name: string, input: LineInput): LineMetric {
  return {
    name,
    direction: toDirection(input.direction),
    levels: (input.level ?? []).map((level) => level.toLowerCase()),
    match: input.match ?? null,
    ignore: input.ignore ?? null,
    perMs: input.per ?? null,
  };
}

function toConditions(input: Readonly<Record<string, readonly Scalar[]>> = {}): readonly FieldCondition[] {
  return Object.entries(input).map(([field, values]) => ({ field, values }));
}

function entries<Input, Output>(
  map: Readonly<Record<string, Input>>,
  build: (name: string, input: Input) => Output,
): readonly Output[] {
  return Object.entries(map).map(([name, input]) => build(name, input));
}
