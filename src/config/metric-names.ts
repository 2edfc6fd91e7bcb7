import type { Quantity } from "../domain/arm.ts";
import { parseUnit } from "../units/parse-unit.ts";
import { matchMetric } from "./match-metric.ts";
import { entryOf, isMapValue, mapEntries } from "./raw-config.ts";

/** A name that a criterion may use. */
export interface KnownMetric {
  readonly stage: string;
  /** The name under `measure:`, or a name that the gate gives; for a checklist the stage's own. */
  readonly metric: string;
  readonly kind: "number" | "checklist";
  /** Null where only the result file will tell. */
  readonly quantity: Quantity | null;
  /** Whether the stage runs in both arms, so that there is a baseline to compare with. */
  readonly bothArms: boolean;
  /** Whether it may be named without its stage. */
  readonly bare: boolean;
}

/** What the gate itself knows of a stage, under names of its own. */
const givenMetrics: readonly (readonly [name: string, quantity: Quantity, needs: string | null])[] = [
  ["coverage", "proportion", "coverage"],
  ["pass-rate", "proportion", "tests"],
  ["tests", "count", "tests"],
  ["failures", "count", "tests"],
  ["skipped", "count", "tests"],
  ["failed-items", "count", "checklist"],
  ["critical-vulnerabilities", "count", "vulnerabilities"],
  ["high-vulnerabilities", "count", "vulnerabilities"],
  ["medium-vulnerabilities", "count", "vulnerabilities"],
  ["low-vulnerabilities", "count", "vulnerabilities"],
  ["unrated-vulnerabilities", "count", "vulnerabilities"],
  ["duration", "duration", null],
  ["peak-rss", "size", null],
];

export const givenMetricNames: readonly string[] = givenMetrics.map(([name]) => name);

/** What `validate:` measures of all parts together; those of each part are known only when it has run. */
const validationTimes = ["import", "init-total"];

export interface MetricNames {
  readonly metrics: readonly KnownMetric[];
  /** Stages of which every name is accepted, since their benchmarks are known only when they have run; to whether in both arms. */
  readonly openStages: ReadonlyMap<string, boolean>;
  /** By `stage/metric`. */
  readonly full: ReadonlyMap<string, KnownMetric>;
  /** By the name alone; more than one where stages share it. */
  readonly bare: ReadonlyMap<string, readonly KnownMetric[]>;
}

/** Collects the names that criteria may use. @param stages the value of `stages:`, of any shape */
export function collectMetricNames(stages: unknown): MetricNames {
  const metrics: KnownMetric[] = [];
  const openStages = new Map<string, boolean>();
  for (const [stage, value] of mapEntries(stages)) {
    const bothArms = isMapValue(entryOf(value, "arms"));
    const validates = entryOf(value, "validate") !== undefined;
    if (validates || entryOf(value, "benchmarks") !== undefined) openStages.set(stage, bothArms);
    const measured = mapEntries(entryOf(value, "measure"));
    for (const [metric, measure] of measured) {
      metrics.push({ stage, metric, kind: "number", quantity: measuredQuantity(measure), bothArms, bare: true });
    }
    for (const [metric, quantity, needs] of givenMetrics) {
      if (needs !== null && !has(value, needs)) continue;
      metrics.push({ stage, metric, kind: "number", quantity, bothArms, bare: false });
    }
    for (const metric of validates ? validationTimes : []) {
      metrics.push({ stage, metric, kind: "number", quantity: "duration", bothArms, bare: false });
    }
    if (hasChecklist(value)) {
      metrics.push({ stage, metric: stage, kind: "checklist", quantity: null, bothArms: false, bare: true });
    }
  }
  const full = new Map<string, KnownMetric>();
  const bare = new Map<string, KnownMetric[]>();
  for (const metric of metrics) {
    if (metric.kind === "number") full.set(`${metric.stage}/${metric.metric}`, metric);
    if (!metric.bare) continue;
    const sharing = bare.get(metric.metric);
    if (sharing === undefined) bare.set(metric.metric, [metric]);
    else sharing.push(metric);
  }
  return { metrics, openStages, full, bare };
}

/** Whether a stage has something that a metric of the gate's own is read from; the checklist of `validate:` is its own. */
function has(stage: unknown, source: string): boolean {
  return source === "checklist" ? hasChecklist(stage) : entryOf(stage, source) !== undefined;
}

/** Whether a stage gives a checklist: of a file, or of the parts that it validates. */
export function hasChecklist(stage: unknown): boolean {
  return entryOf(stage, "checklist") !== undefined || entryOf(stage, "validate") !== undefined;
}

/** The metrics that a key with `*` names. */
export function metricsMatching(key: string, names: MetricNames): readonly KnownMetric[] {
  if (key.includes("/")) return [...names.full].flatMap(([name, metric]) => (matchMetric(key, name) ? [metric] : []));
  return [...names.bare].flatMap(([name, metrics]) => (matchMetric(key, name) ? metrics : []));
}

function measuredQuantity(measure: unknown): Quantity | null {
  if (entryOf(measure, "peak-rss") !== undefined) return "size";
  if (entryOf(measure, "duration") !== undefined) return "duration";
  if (entryOf(measure, "benchmark") !== undefined) return null;
  const unit = entryOf(measure, "unit");
  if (unit === undefined) return "count";
  return typeof unit === "string" ? (parseUnit(unit)?.quantity ?? null) : null;
}
