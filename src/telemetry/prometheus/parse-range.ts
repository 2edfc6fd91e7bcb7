import { quoteUntrusted } from "../quote-untrusted.ts";

/** What a range query gave. */
export type RangeAnswer =
  | {
      readonly kind: "points";
      readonly points: readonly { readonly timeMs: number; readonly value: number }[];
      readonly warnings: readonly string[];
    }
  | { readonly kind: "nothing" }
  | { readonly kind: "several"; readonly series: number }
  /** A part of a sentence. */
  | { readonly kind: "fault"; readonly why: string };

/** Reads the answer of `/api/v1/query_range`, as Prometheus' "HTTP API" describes it. */
export function parseRange(body: string): RangeAnswer {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return { kind: "fault", why: "its answer is not JSON" };
  }
  const status = member(answer, "status");
  if (status === "error") {
    const said = [member(answer, "errorType"), member(answer, "error")].filter((part) => typeof part === "string");
    return { kind: "fault", why: `it says ${quoteUntrusted(said.join(": "), 300)}` };
  }
  if (status !== "success") return { kind: "fault", why: "its answer is not one of Prometheus' API" };
  const data = member(answer, "data");
  const result = member(data, "result");
  if (member(data, "resultType") !== "matrix" || !Array.isArray(result)) {
    return { kind: "fault", why: "its answer holds no series over time" };
  }
  if (result.length === 0) return { kind: "nothing" };
  if (result.length > 1) return { kind: "several", series: result.length };
  const values = member(result[0], "values");
  if (!Array.isArray(values)) {
    return member(result[0], "histograms") === undefined
      ? { kind: "fault", why: "its series holds no values" }
      : { kind: "fault", why: "the query gives a histogram, not a number: wrap it in histogram_quantile()" };
  }
  const points: { timeMs: number; value: number }[] = [];
  for (const pair of values) {
    const [time, text]: readonly unknown[] = Array.isArray(pair) ? pair : [];
    const value = typeof text === "string" ? parseValue(text) : undefined;
    if (typeof time !== "number" || value === undefined)
      return { kind: "fault", why: "a value of its series cannot be read" };
    points.push({ timeMs: time * 1000, value });
  }
  const warnings = member(answer, "warnings");
  const told = Array.isArray(warnings) ? warnings.filter((warning) => typeof warning === "string") : [];
  return { kind: "points", points, warnings: told.slice(0, 5).map((warning) => quoteUntrusted(warning, 200)) };
}

function parseValue(text: string): number | undefined {
  if (text === "NaN") return Number.NaN;
  if (/^[+-]?Inf$/.test(text)) return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}
