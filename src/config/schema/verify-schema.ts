import { type MapRule, mapOf, strictMap } from "../../shape/compound-shapes.ts";
import { boolean, finiteNumber, oneOf, text } from "../../shape/scalar-shapes.ts";
import type { Infer, Shape } from "../../shape/shape.ts";
import type { PatternCheck } from "../output-pattern.ts";
import { commandSchema } from "./command-schema.ts";
import { criteriaSchema } from "./criterion-schema.ts";
import { scalarSchema } from "./flag-schema.ts";
import { onlyOneOf } from "./only-one-of.ts";
import { directionSchema } from "./stage-schema.ts";
import { badLinesText, zoneText } from "./telemetry-texts.ts";
import { durationText, filledText, nameText, oneOrMore, parsedText, unitText } from "./text-types.ts";

const fieldPath = (what: string) => filledText(what, 500);
const pattern = (check: PatternCheck) => parsedText((text) => check(text, "any"), "a pattern (text)");
const conditions = mapOf(filledText("the field", 500), oneOrMore(scalarSchema, "a value"));

const aliveSchema = strictMap({
  figure: oneOf(["uptime", "failures", "between-failures"]).describe(
    "The share of the time it was up, how often it failed, or the mean time between failures",
  ),
  gap: durationText().describe("So long without an event, and it was down"),
  start: conditions
    .describe("Events that say that it has just begun: one without a silence before it is a failure too")
    .optional(),
});

const eventFields = {
  value: fieldPath("the field").describe("The field that holds the value: data.duration_ms").optional(),
  unit: unitText().describe("The unit of the value").optional(),
  where: conditions.describe("Events that count: fields and the values they must have").optional(),
  failed: conditions.describe("Of those, the ones that failed: the metric is their share").optional(),
  distinct: fieldPath("the field")
    .describe("A field that names one call; events with the same value count once")
    .optional(),
  by: fieldPath("the field").describe("A field to tell groups apart").optional(),
  per: durationText().describe("Count events in each such stretch of time").optional(),
  statistic: oneOf(["mean", "median", "p90", "p95", "p99", "max"])
    .describe("Which figure of the values is judged (default mean)")
    .optional(),
  alive: aliveSchema.describe("Take events as signs of life").optional(),
  direction: directionSchema.optional(),
};

/** What excludes what in a metric of an event log, and why. */
const eventMetric = strictMap(eventFields, [
  forbid(["failed", "value"], '"failed" gives a share of events and "value" their values: make two metrics of it'),
  ...["value", "failed", "distinct", "by"].map((key) =>
    forbid(["alive", key], `"alive" looks at when events came, so "${key}" has no place beside it`),
  ),
  needs("unit", "value", '"unit" is the unit of "value", and there is none'),
  needs("statistic", "value", '"statistic" is a figure of "value", and there is none'),
]);

function forbid(keys: readonly string[], message: string): MapRule {
  return (metric) =>
    keys.every((key) => Object.hasOwn(metric, key))
      ? [{ code: "meaning", path: [], input: metric, message, detail: undefined }]
      : [];
}

function needs(key: string, other: string, message: string): MapRule {
  return (metric) =>
    Object.hasOwn(metric, key) && !Object.hasOwn(metric, other)
      ? [{ code: "meaning", path: [], input: metric, message, detail: undefined }]
      : [];
}

const lineMetric = (check: PatternCheck) =>
  strictMap({
    level: oneOrMore(filledText("the level", 50), "a level").describe("Levels that count: error, critical").optional(),
    match: pattern(check).describe("A pattern that a line must hold").optional(),
    ignore: pattern(check).describe("A pattern that a line must not hold").optional(),
    per: durationText().describe("Count lines in each such stretch of time").optional(),
    direction: directionSchema.optional(),
  });

const queryMetric = strictMap({
  query: filledText("the query", 4000).describe("A PromQL expression that gives one number"),
  unit: unitText().describe("The unit of the number").optional(),
  direction: directionSchema.optional(),
});

const sampleMetric = strictMap({
  name: filledText("the name", 500).describe("The metric's name in the text"),
  labels: mapOf(filledText("the label", 200), text()).describe("Labels it must have").optional(),
  quantile: finiteNumber()
    .above(0, "a quantile lies between 0 and 1")
    .below(1, "a quantile lies between 0 and 1")
    .describe("For histograms: which quantile")
    .optional(),
  unit: unitText().describe("The unit of the number").optional(),
  direction: directionSchema.optional(),
});

const processMetric = strictMap({
  read: oneOf(["rss", "rss-growth", "cpu", "uptime"]).describe(
    "Resident memory, its growth per hour, processor share, or time since it began",
  ),
});

const githubMetric = strictMap(
  {
    issues: oneOrMore(filledText("the label", 100), "a label")
      .describe("Issues with these labels, opened since the flag went on")
      .optional(),
    "failed-runs": filledText("the workflow", 200)
      .describe("Failed runs of this workflow since the flag went on")
      .optional(),
  },
  [onlyOneOf(["issues", "failed-runs"]).rule],
).annotate(onlyOneOf(["issues", "failed-runs"]).keywords);

function metricsOf<Metric>(metric: Shape<Metric>) {
  return mapOf(nameText("a metric's name"), metric).describe("Metrics and how they are read");
}

const timeSchema = strictMap({
  field: fieldPath("the field").describe("The field that holds the time"),
  format: oneOf(["iso", "epoch-s", "epoch-ms", "epoch-us", "epoch-ns"])
    .describe("How the time is written (default iso)")
    .optional(),
  zone: zoneText().describe("Of times that name no zone: Z or +02:00 (default Z)").optional(),
});

const webAddress = () =>
  text()
    .max(2000, "the address is too long")
    .matching(/^(?:https?:\/\/|\$)/, "the address begins with http:// or https://, or is a $VARIABLE");

const sourceKinds = ["jsonl", "log", "prometheus", "openmetrics", "process", "github"] as const;
const oneKind = onlyOneOf(sourceKinds);

const sourceSchema = (check: PatternCheck) =>
  strictMap(
    {
      jsonl: strictMap({
        path: oneOrMore(filledText("the path", 4096), "a path").describe(
          "Event logs, one JSON object a line; rotations are followed",
        ),
        time: timeSchema.describe("Where an event's time stands"),
        "bad-lines": badLinesText()
          .describe('How many lines may be unreadable: "1 %" or "5 lines" (default 1 %)')
          .optional(),
        metrics: metricsOf(eventMetric),
      })
        .describe("An event log, one JSON object a line")
        .optional(),
      log: strictMap({
        path: oneOrMore(filledText("the path", 4096), "a path").describe("Text logs; rotations are followed"),
        line: pattern(check)
          .describe(
            "How a line begins, with groups named time, level and component; by default usual forms are recognised",
          )
          .optional(),
        component: filledText("the component", 200)
          .describe("Only lines of this component, or of one below it: app.chat for app.chat.tools")
          .optional(),
        zone: zoneText().describe("Of times that name no zone: Z or +02:00 (default Z)").optional(),
        "bad-lines": badLinesText()
          .describe('How many lines may be unreadable: "1 %" or "5 lines" (default 1 %)')
          .optional(),
        metrics: metricsOf(lineMetric(check)),
      })
        .describe("A text log with levels")
        .optional(),
      prometheus: strictMap({
        url: webAddress().describe("The server's address"),
        token: filledText("the variable's name", 200)
          .describe("The environment variable that holds a bearer token")
          .optional(),
        timeout: durationText().describe("Time limit of one query (default 30 s)").optional(),
        metrics: metricsOf(queryMetric),
      })
        .describe("Prometheus, or anything that speaks its HTTP API")
        .optional(),
      openmetrics: strictMap({
        from: filledText("the file or address", 4096).describe("A file or an address that gives OpenMetrics text"),
        metrics: metricsOf(sampleMetric),
      })
        .describe("OpenMetrics text")
        .optional(),
      process: strictMap(
        {
          command: filledText("the command", 4096).describe("The exact command line of the process").optional(),
          "pid-file": filledText("the path", 4096).describe("A file that holds the process's number").optional(),
          watch: durationText({ maxMs: 3_600_000 })
            .describe("How long it is watched at each look (default 10 s; growth needs minutes)")
            .optional(),
          metrics: metricsOf(processMetric),
        },
        [onlyOneOf(["command", "pid-file"]).rule],
      )
        .annotate(onlyOneOf(["command", "pid-file"]).keywords)
        .describe("A running process with its children")
        .optional(),
      github: strictMap({ metrics: metricsOf(githubMetric) })
        .describe("Issues and workflow runs of the repository")
        .optional(),
    },
    [oneKind.rule],
  ).annotate(oneKind.keywords);

const windowSchema = strictMap({
  after: durationText({ zero: true }).describe("When it is due, counted from when the flag went on: 1 d"),
  over: durationText()
    .describe("How much of the time before it is looked at (default: since the flag went on)")
    .optional(),
  every: durationText().describe("Look again at this pace until the next window").optional(),
  criteria: criteriaSchema.describe(
    "What the metrics must meet in this window; a sign compares with before the rollout",
  ),
  run: commandSchema.describe("A command to run before, such as one that fetches a log").optional(),
  report: boolean().describe("Write a report: against before, with trends, crashes and a recommendation").optional(),
});

/** What is watched after the flag is on; `check` knows patterns. */
export const verifySchema = (check: PatternCheck) =>
  strictMap({
    windows: mapOf(nameText("a window's name"), windowSchema).describe(
      "When to look, and what must hold: day-1, day-7, day-30",
    ),
    sources: mapOf(nameText("a source's name"), sourceSchema(check)).describe("Where production writes what it does"),
    before: durationText()
      .describe("How much of the time before the flag went on is compared with (default 7 d)")
      .optional(),
    "investigate-within": durationText()
      .describe(
        "How long people may look into what is not as it should be, before it is to be rolled back (default 24 h)",
      )
      .optional(),
    "roll-back-within": durationText()
      .describe("How long a scheduled rollback may take to begin (default 24 h)")
      .optional(),
  });

export type VerifyInput = Infer<ReturnType<typeof verifySchema>>;
