import type { BadLineLimit, EventMetric } from "../../domain/verify.ts";
import { tooManyBad } from "../lines/line-tally.ts";
import { figureRecord } from "../records/figure-record.ts";
import {
  allMetrics,
  formatMoment,
  formatSpan,
  invalidMetric,
  type MetricReading,
  missingMetric,
  type Span,
} from "../records/metric-reading.ts";
import { createRecordBuilder } from "../records/record-builder.ts";
import type { EventLogTally, EventSource } from "./event-log-meter.ts";
import { callLimitWords, type EventTally, mostGroups } from "./event-meter.ts";

/** A clock that goes back further than this is worth a word; threads that write in turn are closer. */
const notableClockMs = 60_000;

/** Turns what was counted in an event log into records, or says for each metric why there is none. Pure. */
export function readEventMetrics(
  source: EventSource,
  tally: EventLogTally,
  span: Span,
  notes: readonly string[],
): readonly MetricReading[] {
  const problem = tooManyBad(tally, source.badLines);
  if (problem !== null) return allMetrics(source.metrics, problem);
  const all = [...notes, ...logNotes(tally)];
  return tally.metrics.map((metric) => readMetric(source, metric, tally, span, all));
}

function logNotes(tally: EventLogTally): readonly string[] {
  const notes: string[] = [];
  if (tally.bad > 0) notes.push(`${tally.bad} of ${tally.lines} lines could not be read and were left out`);
  if (tally.clockBackMs > notableClockMs) {
    notes.push(`times in the log go back by up to ${Math.round(tally.clockBackMs / 1000)} s`);
  }
  return notes;
}

function readMetric(
  source: EventSource,
  tally: EventTally,
  log: EventLogTally,
  asked: Span,
  notes: readonly string[],
): MetricReading {
  const { metric } = tally;
  const name = metric.name;
  if (log.lines === 0) return missingMetric(name, "the log is empty", "See that the program writes it, and where.");
  if (!(log.firstMs < asked.toMs && log.lastMs >= asked.fromMs)) {
    const why = Number.isNaN(log.firstMs)
      ? `no event has a time under ${source.time.field} that can be read as ${source.time.format}`
      : `the log reaches from ${formatMoment(log.firstMs)} to ${formatMoment(log.lastMs)}, and ${formatSpan(asked)} is asked for`;
    return missingMetric(
      name,
      why,
      "Check the field and the format of the time, and that the program still writes the log.",
    );
  }
  const covered = { fromMs: Math.max(asked.fromMs, log.firstMs), toMs: Math.min(asked.toMs, log.lastMs + 1) };
  const limited = checkLimits(tally, source.badLines);
  if (limited !== null) return limited;
  const used =
    tally.unusable > 0
      ? [...notes, `${tally.unusable} of ${tally.matched} events could not be used: ${tally.firstUnusable}`]
      : notes;
  if (metric.alive !== null) return readLife(source.name, metric, tally, asked, covered, used);
  const events = [...tally.groups.values()].reduce((total, group) => total + group.events, 0);
  if (events === 0) {
    if (metric.value !== null || metric.failed !== null)
      return missingMetric(name, noEventWords(tally, asked), noEventRemedy);
    const none = createRecordBuilder({ ...countSpec(source.name, metric), perMs: metric.perMs });
    return { metric: name, ok: true, records: [none.build(null, covered.fromMs, covered.toMs, used)] };
  }
  const groups = [...tally.groups].sort(([one], [other]) => ((one ?? "") < (other ?? "") ? -1 : 1));
  return {
    metric: name,
    ok: true,
    records: groups.map(([group, builder]) => builder.build(group, covered.fromMs, covered.toMs, used)),
  };
}

function checkLimits(tally: EventTally, limit: BadLineLimit): MetricReading | null {
  const { metric, unusable, matched } = tally;
  if (tally.tooManyCalls) {
    return invalidMetric(metric.name, callLimitWords, "Narrow it down with where:, or look at less time at once.");
  }
  if (tally.tooManyGroups) {
    return invalidMetric(
      metric.name,
      `${metric.by ?? "the field"} tells more than ${mostGroups} groups apart`,
      "Choose a field with few values, or narrow it down with where:.",
    );
  }
  const tolerated = limit.kind === "count" ? unusable <= limit.count : unusable <= limit.share * matched;
  if (tolerated) return null;
  return invalidMetric(
    metric.name,
    `${unusable} of ${matched} events cannot be used; of the first, ${tally.firstUnusable}`,
    "Check the names of the fields and the unit, and shut other events out with where:.",
  );
}

const noEventRemedy = "Check where: and the names of the fields against a line of the log.";

function noEventWords(tally: EventTally, asked: Span): string {
  return tally.outside > 0
    ? `${tally.outside} events match, but none of them between ${formatSpan(asked)}`
    : `no event between ${formatSpan(asked)} matches`;
}

function countSpec(source: string, metric: EventMetric) {
  const { name, statistic, direction } = metric;
  return { metric: name, source, kind: "count", statistic, unit: "", direction } as const;
}

function readLife(
  source: string,
  metric: EventMetric,
  tally: EventTally,
  asked: Span,
  covered: Span,
  notes: readonly string[],
): MetricReading {
  const { alive } = metric;
  // Up to its end, a silent log is a program that is down; before its beginning nothing is known.
  const span = { fromMs: covered.fromMs, toMs: asked.toMs };
  const life = tally.life?.finish(span) ?? null;
  if (alive === null || life === null) return missingMetric(metric.name, noEventWords(tally, asked), noEventRemedy);
  if (life.clockBackMs > alive.gapMs) {
    return invalidMetric(
      metric.name,
      `the log's clock went back by ${Math.round(life.clockBackMs / 1000)} s, more than the gap of ${alive.gapMs / 1000} s, so silences cannot be told`,
      "Look at how the machine keeps its time.",
    );
  }
  const lengthMs = span.toMs - span.fromMs;
  const upMs = Math.max(0, lengthMs - life.downMs);
  const failures = life.failures.length;
  const said = [
    ...notes,
    `${failures} ${failures === 1 ? "failure" : "failures"}, down for ${Math.round(life.downMs / 1000)} s`,
  ];
  if (alive.figure === "failures") {
    const builder = createRecordBuilder({ ...countSpec(source, metric), perMs: metric.perMs });
    for (const failure of life.failures) builder.add(Math.max(failure, span.fromMs), 0);
    return { metric: metric.name, ok: true, records: [builder.build(null, span.fromMs, span.toMs, said)] };
  }
  const spec = { metric: metric.name, source, direction: metric.direction ?? ("higher-is-better" as const) };
  const record =
    alive.figure === "uptime"
      ? figureRecord({ ...spec, unit: "%" }, (100 * upMs) / lengthMs, span, said)
      : figureRecord(
          { ...spec, unit: "ns" },
          (upMs / Math.max(1, failures)) * 1e6,
          span,
          failures > 0 ? said : [...said, "without a failure it is at least the time that was looked at"],
        );
  return { metric: metric.name, ok: true, records: [record] };
}
