import type { Limit } from "../domain/criterion.ts";
import { quantityOf } from "../units/quantity-of.ts";
import { checkLevels } from "./check-levels.ts";
import type { MetricNames } from "./metric-names.ts";
import { parseAmount } from "./parse-amount.ts";
import { parseLimit } from "./parse-limit.ts";
import type { KeyPath, ProblemDraft } from "./problem-draft.ts";
import { quoteText } from "./quote-text.ts";
import { entryOf, mapEntries } from "./raw-config.ts";
import { type MetricTarget, metricWords, resolveMetric } from "./resolve-metric.ts";

/** Holds every criterion against the metrics there are: does it exist, is it one, can it be compared, is the kind right. */
export function checkCriteria(criteria: unknown, names: MetricNames): readonly ProblemDraft[] {
  const drafts: ProblemDraft[] = [];
  const words = metricWords(names);
  for (const [key, value] of mapEntries(criteria)) {
    const path: KeyPath = ["criteria", key];
    drafts.push(...checkWarn(value, path));
    const target = resolveMetric(key, names, words);
    if ("message" in target) {
      drafts.push({ path, at: "key", ...target });
      continue;
    }
    for (const limit of limitsOf(value, path)) drafts.push(...checkLimit(limit.limit, limit.path, target));
    drafts.push(...floorsOf(value, path).flatMap((floor) => checkFloor(floor, target)));
  }
  return drafts;
}

/** `warn` beside `pass`, in every criterion of a metric. */
export function checkWarn(value: unknown, path: KeyPath): readonly ProblemDraft[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => checkWarn(item, [...path, index]));
  const pass = limitAt(value, "pass");
  const warn = limitAt(value, "warn");
  const problem = pass === null || warn === null ? null : checkLevels(pass, warn);
  return problem === null ? [] : [{ path: [...path, "warn"], at: "value", ...problem }];
}

function limitAt(value: unknown, key: "pass" | "warn"): Limit | null {
  const text = entryOf(value, key);
  const limit = typeof text === "string" ? parseLimit(text) : null;
  return limit?.ok === true ? limit.value : null;
}

interface PlacedLimit {
  readonly limit: Limit;
  readonly path: KeyPath;
}

function limitsOf(value: unknown, path: KeyPath): readonly PlacedLimit[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => limitsOf(item, [...path, index]));
  const texts: readonly (readonly [unknown, KeyPath])[] =
    typeof value === "string"
      ? [[value, path]]
      : [
          [entryOf(value, "pass"), [...path, "pass"]],
          [entryOf(value, "warn"), [...path, "warn"]],
        ];
  return texts.flatMap(([text, at]) => {
    const limit = typeof text === "string" ? parseLimit(text) : null;
    return limit?.ok === true ? [{ limit: limit.value, path: at }] : [];
  });
}

function checkLimit(limit: Limit, path: KeyPath, target: MetricTarget): readonly ProblemDraft[] {
  const draft = (message: string, hint: string): readonly ProblemDraft[] => [{ path, at: "value", message, hint }];
  const checklist = target.metrics.find((metric) => metric.kind === "checklist");
  const number = target.metrics.find((metric) => metric.kind === "number");
  if (limit.kind === "all") {
    if (checklist !== undefined && number === undefined && target.unknown === null) return [];
    const name = number === undefined ? (target.unknown?.stage ?? "this") : `${number.stage}/${number.metric}`;
    return draft(
      `"all" is for a stage with a checklist, and ${quoteText(name)} is a number`,
      'compare it, such as "< 500 ms"',
    );
  }
  if (checklist !== undefined) {
    const hint = `write "all" or "all of 15"; the number of failed items is "${checklist.stage}/failed-items"`;
    return draft(`${quoteText(checklist.stage)} is a checklist: it cannot be compared with a number`, hint);
  }
  if (limit.kind !== "absolute") {
    const alone =
      target.metrics.find((metric) => !metric.bothArms)?.stage ??
      (target.unknown?.bothArms === false ? target.unknown.stage : undefined);
    if (alone !== undefined) {
      const message = `this compares with the baseline, and the stage ${quoteText(alone)} runs in one arm only`;
      return draft(message, `add "arms: { launches: 5..24 }" to the stage, or compare with a fixed value`);
    }
  }
  if (limit.kind === "relative" || limit.kind === "within-relative") return [];
  const other = target.metrics.find((metric) => metric.quantity !== null && metric.quantity !== quantityOf(limit.unit));
  if (other === undefined || other.quantity === null) return [];
  const name = quoteText(`${other.stage}/${other.metric}`);
  if (limit.unit === "")
    return draft(
      `${name} is a ${other.quantity}, and this limit has no unit`,
      `add one, such as ${unitExample[other.quantity]}`,
    );
  return draft(
    `${name} is a ${other.quantity}, and this limit is a ${quantityOf(limit.unit)}`,
    `write it in ${unitExample[other.quantity]}`,
  );
}

const unitExample = {
  duration: '"ms"',
  size: '"MB"',
  proportion: '"%"',
  rate: '"1/s"',
  throughput: '"MB/s"',
  count: "bare numbers",
} as const;

interface PlacedFloor {
  readonly text: string;
  readonly path: KeyPath;
  readonly absolute: boolean;
}

function floorsOf(value: unknown, path: KeyPath): readonly PlacedFloor[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => floorsOf(item, [...path, index]));
  const text = entryOf(value, "floor");
  if (typeof text !== "string") return [];
  const absolute = limitsOf(value, path).some(({ limit }) => limit.kind === "absolute" || limit.kind === "all");
  return [{ text, path: [...path, "floor"], absolute }];
}

function checkFloor(floor: PlacedFloor, target: MetricTarget): readonly ProblemDraft[] {
  const amount = parseAmount(floor.text);
  if (!amount.ok) return [];
  if (floor.absolute) {
    const message =
      "a floor does nothing here: it ignores small differences from the baseline, and this limit is absolute";
    return [{ path: floor.path, at: "value", message, hint: "remove it", severity: "warning" }];
  }
  const { quantity } = amount.value;
  const other = target.metrics.find((metric) => metric.quantity !== null && metric.quantity !== quantity);
  if (other === undefined || other.quantity === null) return [];
  const message = `${quoteText(`${other.stage}/${other.metric}`)} is a ${other.quantity}, and this floor is a ${quantity}`;
  return [{ path: floor.path, at: "value", message, hint: `write it in ${unitExample[other.quantity]}` }];
}
