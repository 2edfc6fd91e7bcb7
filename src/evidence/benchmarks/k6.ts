import type { Direction } from "../../domain/arm.ts";
import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { documentOf } from "./json-lists.ts";
import { hasKeys, type JsonObject, listOf, objectOf, quote, textOf } from "./json-shape.ts";
import { SeriesCollector } from "./series-collector.ts";

/**
 * k6's end-of-test summary: what `handleSummary(data)` is given, what `--summary-export` writes, and the machine-readable summary of
 * newer versions. Every figure of a metric is a series of its own, `http_req_duration (p(95))`. All are k6's summaries of
 * one run. Rates become percent. `--summary-export` does not say what a custom metric holds; it stays a bare number.
 */
export const k6: BenchmarkFormat = {
  id: "k6",
  title: "k6 summary JSON",

  recognise(view: BenchmarkView): boolean {
    const file = documentOf(view);
    if (file === null) return false;
    if (objectOf(file.metrics) !== null)
      return hasKeys(file, "root_group") || isTyped(Object.values(objectOf(file.metrics) ?? {})[0]);
    return typedList(file) !== null;
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("error", options);
    const file = documentOf(view) ?? {};
    const listed = typedList(file);
    const metrics: readonly (readonly [string, unknown])[] =
      listed === null
        ? Object.entries(objectOf(file.metrics) ?? {})
        : listed.map((metric) => [textOf(objectOf(metric)?.name) ?? "", metric]);
    for (const [name, value] of metrics) {
      const metric = objectOf(value);
      if (metric === null) collector.reject(`The metric ${quote(name)} is not an object.`);
      else if (isTyped(metric)) readTyped(name, metric, collector);
      else readExported(name, metric, collector);
    }
    return collector.finish("The test made no iteration; see k6's own output.");
  },
};

function isTyped(metric: unknown): boolean {
  const entry = objectOf(metric);
  return entry !== null && hasKeys(entry, "type", "contains", "values");
}

function typedList(file: JsonObject): readonly unknown[] | null {
  const list = listOf(objectOf(file.results)?.metrics);
  return list !== null && isTyped(list[0]) ? list : null;
}

function readTyped(name: string, metric: JsonObject, collector: SeriesCollector): void {
  addFigures(name, String(metric.type), String(metric.contains), objectOf(metric.values) ?? {}, collector);
}

/** The older export leaves out type and content; both show in the figures and in k6's own names. */
function readExported(name: string, metric: JsonObject, collector: SeriesCollector): void {
  const isTrend = hasKeys(metric, "avg") || hasKeys(metric, "med");
  const isRate = hasKeys(metric, "passes", "fails");
  const type = isTrend ? "trend" : isRate ? "rate" : hasKeys(metric, "count") ? "counter" : "gauge";
  const isTime =
    /^(?:http_req_|iteration_duration|group_duration|ws_(?:connecting|session|ping)|grpc_req_|browser_)/.test(name);
  const contains = isTime ? "time" : name.startsWith("data_") ? "data" : "default";
  const { thresholds: _, ...figures } = metric;
  addFigures(name, type, contains, figures, collector);
}

function addFigures(
  name: string,
  type: string,
  contains: string,
  figures: JsonObject,
  collector: SeriesCollector,
): void {
  const unit = contains === "time" ? "ms" : contains === "data" ? "B" : "";
  const add = (label: string, unitOfFigure: string, value: unknown, direction?: Direction) => {
    const full = label === "" ? name : `${name} (${label})`;
    const towards = direction === undefined ? {} : { direction };
    collector.add({ name: full, unit: unitOfFigure, samples: [value], summarised: true, ...towards });
  };
  switch (type) {
    case "trend":
      for (const [figure, value] of Object.entries(figures)) add(figure, figure === "count" ? "" : unit, value);
      break;
    case "counter":
      add("", unit, figures.count);
      if (figures.rate !== undefined) add("rate", contains === "data" ? "B/s" : "1/s", figures.rate);
      break;
    case "rate": {
      const rate = figures.rate ?? figures.value;
      add("", "%", typeof rate === "number" ? rate * 100 : rate, rateDirection(name));
      break;
    }
    default:
      add("", unit, figures.value);
  }
}

function rateDirection(name: string): Direction | undefined {
  if (name === "checks" || name.startsWith("checks{")) return "higher-is-better";
  return name.includes("failed") || name.includes("error") ? "lower-is-better" : undefined;
}
