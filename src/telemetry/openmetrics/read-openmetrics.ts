import type { Http } from "../../domain/http.ts";
import type { LogFiles } from "../../domain/log-files.ts";
import type { Problem, Reading } from "../../domain/problem.ts";
import type { SampleMetric, Source } from "../../domain/verify.ts";
import { explainAnswer } from "../prometheus/explain-answer.ts";
import { figureRecord } from "../records/figure-record.ts";
import {
  allMetrics,
  formatMoment,
  invalidMetric,
  type MetricReading,
  missingMetric,
} from "../records/metric-reading.ts";
import { histogramQuantile } from "./histogram-quantile.ts";
import { type Exposition, parseExposition, type Sample } from "./parse-exposition.ts";

export type ExpositionSource = Extract<Source, { kind: "openmetrics" }>;

const mostBytes = 16 * 1024 * 1024;
const timeoutMs = 10_000;
/** Figures older than this are not how things stand. */
const staleMs = 10 * 60_000;

export interface ExpositionPorts {
  readonly http: Http;
  readonly files: LogFiles;
  readonly nowMs: number;
}

/**
 * Reads metrics as they stand now from OpenMetrics or Prometheus text. What a counter or a histogram shows is counted from when its
 * program began. `from` has its `~` and variables expanded.
 */
export async function readOpenMetrics(
  ports: ExpositionPorts,
  source: ExpositionSource,
): Promise<readonly MetricReading[]> {
  const text = /^https?:\/\//.test(source.from)
    ? await readAddress(ports, source.from)
    : await readFile(ports, source.from);
  if (!text.ok) return allMetrics(source.metrics, text.problem);
  const parsed = parseExposition(text.value.text, text.value.isOpenMetrics);
  if (!parsed.ok) {
    return allMetrics(source.metrics, {
      kind: "invalid",
      reason: `Line ${parsed.line} of ${source.from} is not OpenMetrics or Prometheus text: ${parsed.why}.`,
      remedy: "Read it again; if it stays so, its program writes another format.",
      file: source.from,
      line: parsed.line,
    });
  }
  return source.metrics.map((metric) => readSampleMetric(metric, source.name, parsed.value, ports.nowMs));
}

interface ExpositionText {
  readonly text: string;
  readonly isOpenMetrics: boolean | null;
}

async function readAddress({ http }: ExpositionPorts, url: string): Promise<Reading<ExpositionText>> {
  const accept = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";
  const answer = await http.send({
    method: "GET",
    body: null,
    url,
    headers: { accept },
    timeoutMs,
    maxBytes: mostBytes,
  });
  const problem = explainAnswer(url, answer);
  if (problem !== null || !answer.ok) return { ok: false, problem: problem ?? unanswered(url) };
  const type = answer.headers["content-type"] ?? "";
  return { ok: true, value: { text: answer.body, isOpenMetrics: type === "" ? null : type.includes("openmetrics") } };
}

function unanswered(url: string): Problem {
  return { kind: "invalid", reason: `${url} gave no answer.` };
}

async function readFile({ files, nowMs }: ExpositionPorts, path: string): Promise<Reading<ExpositionText>> {
  const listed = await files.list(path);
  if (!listed.ok) return listed;
  const file = listed.value.find((candidate) => candidate.path === path);
  if (file === undefined) {
    const remedy = "See that the program writes it, and where.";
    return { ok: false, problem: { kind: "missing", reason: `There is no file ${path}.`, remedy, file: path } };
  }
  if (nowMs - file.modifiedMs > staleMs) {
    const reason = `${path} was written to last at ${formatMoment(file.modifiedMs)}, so it does not tell how things stand.`;
    return { ok: false, problem: { kind: "missing", reason, remedy: "See that its program still runs.", file: path } };
  }
  if (file.bytes > mostBytes) {
    return {
      ok: false,
      problem: { kind: "invalid", reason: `${path} is larger than ${mostBytes} bytes.`, file: path },
    };
  }
  const opened = await files.open(file, 0);
  if (!opened.ok) return opened;
  try {
    const bytes = Buffer.alloc(mostBytes);
    let filled = 0;
    for (;;) {
      const reading = await opened.value.read(bytes, filled, bytes.length - filled);
      if (!reading.ok) return reading;
      if (reading.value === 0) break;
      filled += reading.value;
    }
    return { ok: true, value: { text: bytes.toString("utf8", 0, filled), isOpenMetrics: null } };
  } finally {
    await opened.value.close();
  }
}

function readSampleMetric(metric: SampleMetric, source: string, exposition: Exposition, nowMs: number): MetricReading {
  const { name, sample, labels, quantile } = metric;
  const fits = (candidate: Sample): boolean =>
    Object.entries(labels).every(([label, value]) => candidate.labels.get(label) === value);
  const named = (wanted: string): readonly Sample[] =>
    exposition.samples.filter((candidate) => candidate.name === wanted && fits(candidate));
  if (quantile !== null) {
    const buckets = named(`${sample}_bucket`);
    if (buckets.length > 0) return readHistogram(metric, source, buckets, nowMs);
  }
  const summary =
    quantile === null ? null : named(sample).filter((one) => Number(one.labels.get("quantile")) === quantile);
  const found = summary ?? named(sample);
  const [only, another] = found;
  if (only === undefined) {
    const known = exposition.samples.some((candidate) => candidate.name === sample);
    const why =
      quantile !== null
        ? `there is neither a histogram ${sample} nor a summary with the quantile ${quantile}`
        : known
          ? `no sample of ${sample} has these labels`
          : `there is no sample of ${sample}`;
    return missingMetric(name, why, "Compare it with what the program shows.");
  }
  if (another !== undefined) {
    return invalidMetric(name, `${found.length} samples of ${sample} fit`, "Say with labels: which one is meant.");
  }
  if (!Number.isFinite(only.value)) return invalidMetric(name, `${sample} is ${only.value}, which is no figure`);
  return isStale(only, nowMs) ?? figureOf(metric, source, only.value, nowMs, [], undefined);

  function isStale(one: Sample, now: number): MetricReading | null {
    return one.timeMs !== null && now - one.timeMs > staleMs
      ? missingMetric(name, `${sample} is of ${formatMoment(one.timeMs)}, too long ago to tell how things stand`)
      : null;
  }
}

function readHistogram(metric: SampleMetric, source: string, samples: readonly Sample[], nowMs: number): MetricReading {
  const counts = new Map<number, number>();
  for (const { labels, value } of samples) {
    const bound = labels.get("le") ?? "";
    const upTo = /^\+?Inf$/i.test(bound) ? Number.POSITIVE_INFINITY : bound === "" ? Number.NaN : Number(bound);
    if (Number.isNaN(upTo) || !Number.isFinite(value) || value < 0) {
      return invalidMetric(metric.name, `the histogram ${metric.sample} has a bucket that cannot be used`);
    }
    counts.set(upTo, (counts.get(upTo) ?? 0) + value);
  }
  const buckets = [...counts].map(([upTo, count]) => ({ upTo, count }));
  const found = histogramQuantile(buckets, metric.quantile ?? 0.5);
  if (found === null) {
    return counts.get(Number.POSITIVE_INFINITY) === 0
      ? missingMetric(metric.name, `the histogram ${metric.sample} holds no event yet`)
      : invalidMetric(metric.name, `the histogram ${metric.sample} has no bucket up to +Inf, or only that`);
  }
  const notes = found.isBeyond ? ["the quantile lies beyond the last bound of the histogram: it is at least this"] : [];
  const interval = found.isBeyond ? { lower: found.value, upper: Number.POSITIVE_INFINITY } : undefined;
  return figureOf(metric, source, found.value, nowMs, notes, interval);
}

function figureOf(
  metric: SampleMetric,
  source: string,
  value: number,
  nowMs: number,
  notes: readonly string[],
  interval: { readonly lower: number; readonly upper: number } | undefined,
): MetricReading {
  const { scale } = metric;
  const spec = { metric: metric.name, source, unit: metric.unit, direction: metric.direction };
  const scaled = interval === undefined ? undefined : { lower: interval.lower * scale, upper: interval.upper * scale };
  const record = figureRecord(spec, value * scale, { fromMs: nowMs, toMs: nowMs }, notes, scaled);
  return { metric: metric.name, ok: true, records: [record] };
}
