import type { Http } from "../../domain/http.ts";
import type { QueryMetric, Source } from "../../domain/verify.ts";
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
import { explainAnswer } from "./explain-answer.ts";
import { parseRange, type RangeAnswer } from "./parse-range.ts";

export type ServerSource = Extract<Source, { kind: "prometheus" }>;

const mostBytes = 8 * 1024 * 1024;
/** As many points as this tell how a metric ran, and no server minds them. */
const mostPoints = 240;
const shortestStepMs = 15_000;
/** A server keeps showing the last value of what it cannot reach any more for this long. */
const lookBackMs = 5 * 60_000;

export interface ServerPorts {
  readonly http: Http;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Asks a server that speaks Prometheus' HTTP API how each query ran over a span, in up to 240 steps; each step is one value of the
 * record. The bearer token goes to the configured host alone: redirects are not followed.
 */
export async function readPrometheus(
  ports: ServerPorts,
  source: ServerSource,
  span: Span,
): Promise<readonly MetricReading[]> {
  const target = resolveTarget(ports.env, source);
  if (typeof target === "string") {
    return allMetrics(source.metrics, { kind: "invalid", reason: `${target}.`, remedy: "Set it where the gate runs." });
  }
  const readings: MetricReading[] = [];
  // One after the other: a server in trouble is not helped by more load.
  for (const metric of source.metrics) readings.push(await readQuery(ports.http, source, metric, span, target));
  return readings;
}

interface Target {
  readonly base: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/** What to ask and with which headers; a text says what is wrong. */
function resolveTarget(env: ServerPorts["env"], source: ServerSource): Target | string {
  const variable = /^\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?$/.exec(source.url)?.[1];
  const address = variable === undefined ? source.url : env[variable];
  if (address === undefined || address === "")
    return `The variable ${variable} holds no address of the server ${source.name}`;
  let base: URL;
  try {
    base = new URL(address.endsWith("/") ? address : `${address}/`);
  } catch {
    return `The address of the server ${source.name} is not one`;
  }
  if (base.protocol !== "http:" && base.protocol !== "https:")
    return `The address of the server ${source.name} is not http or https`;
  const headers: Record<string, string> = { accept: "application/json" };
  if (source.token !== null) {
    const token = env[source.token] ?? "";
    if (!/^[\x21-\x7e]+$/.test(token))
      return `The variable ${source.token} holds no token for the server ${source.name}`;
    headers.authorization = `Bearer ${token}`;
  } else if (base.username !== "") {
    const pair = `${decodeURIComponent(base.username)}:${decodeURIComponent(base.password)}`;
    headers.authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
  }
  base.username = "";
  base.password = "";
  base.search = "";
  base.hash = "";
  return { base, headers };
}

async function readQuery(
  http: Http,
  source: ServerSource,
  metric: QueryMetric,
  span: Span,
  { base, headers }: Target,
): Promise<MetricReading> {
  const lengthMs = span.toMs - span.fromMs;
  const stepMs = Math.max(shortestStepMs, Math.ceil(lengthMs / mostPoints / 1000) * 1000);
  const url = new URL("api/v1/query_range", base);
  url.searchParams.set("query", metric.query);
  url.searchParams.set("start", String(span.fromMs / 1000));
  url.searchParams.set("end", String(span.toMs / 1000));
  url.searchParams.set("step", String(stepMs / 1000));
  const answer = await http.send({
    method: "GET",
    body: null,
    url: url.href,
    headers,
    timeoutMs: source.timeoutMs,
    maxBytes: mostBytes,
  });
  const problem = explainAnswer(url.href, answer);
  if (problem !== null) return { metric: metric.name, ok: false, problem };
  return toReading(source.name, metric, span, stepMs, parseRange(answer.ok ? answer.body : ""));
}

/** Pure: what an answer means for a metric. */
function toReading(
  source: string,
  metric: QueryMetric,
  span: Span,
  stepMs: number,
  answer: RangeAnswer,
): MetricReading {
  const { name } = metric;
  switch (answer.kind) {
    case "fault":
      return invalidMetric(name, `the server ${source} cannot be used: ${answer.why}`, "Try the query at the server.");
    case "nothing":
      return missingMetric(
        name,
        `the query gives nothing between ${formatSpan(span)}`,
        "Try it at the server: a name may be wrong.",
      );
    case "several":
      return invalidMetric(
        name,
        `the query gives ${answer.series} series, and one is needed`,
        "Put sum(), max() or avg() around it.",
      );
    case "points":
      break;
  }
  const usable = answer.points.filter(({ value }) => Number.isFinite(value));
  const infinite = answer.points.filter(({ value }) => Math.abs(value) === Number.POSITIVE_INFINITY).length;
  if (infinite > 0) {
    return invalidMetric(
      name,
      `${infinite} of ${answer.points.length} values are infinite`,
      "Look at what is divided by what.",
    );
  }
  const last = usable.at(-1);
  if (last === undefined) {
    return missingMetric(name, "all values are NaN, as without traffic", "There is nothing to judge yet.");
  }
  if (span.toMs - last.timeMs > lookBackMs + stepMs) {
    return missingMetric(
      name,
      `the last value is of ${formatMoment(last.timeMs)}: the series is stale`,
      "See whether its program still runs.",
    );
  }
  const steps = Math.floor((span.toMs - span.fromMs) / stepMs) + 1;
  if (usable.length * 2 < steps) {
    return invalidMetric(
      name,
      `only ${usable.length} of ${steps} steps have a value`,
      "Look at the gaps, or at a shorter time.",
    );
  }
  const notes = answer.warnings.map((warning) => `the server warns: ${warning}`);
  if (usable.length < steps) notes.push(`${steps - usable.length} of ${steps} steps have no value`);
  const builder = createRecordBuilder({
    metric: name,
    source,
    kind: "values",
    statistic: "mean",
    unit: metric.unit,
    direction: metric.direction,
    perMs: null,
  });
  for (const { timeMs, value } of usable) builder.add(timeMs, value * metric.scale);
  return { metric: name, ok: true, records: [builder.build(null, usable[0]?.timeMs ?? span.fromMs, span.toMs, notes)] };
}
