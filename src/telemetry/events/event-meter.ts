import type { EventMetric, FieldCondition } from "../../domain/verify.ts";
import type { EventMatch } from "../kernel/event-kernel.ts";
import { createRecordBuilder, type RecordBuilder, type RecordSpec } from "../records/record-builder.ts";
import { type CallSet, createCallSet, mostCalls } from "./call-set.ts";
import { type ExpectedScalar, expectScalar, type FieldScanner, fieldKinds } from "./field-scanner.ts";
import { createLifeMeter, type LifeMeter } from "./life-meter.ts";

/** More groups than this are not kept apart. */
export const mostGroups = 100;
const longestGroup = 200;

interface Condition {
  readonly slot: number;
  readonly values: readonly ExpectedScalar[];
}

/** What one metric has gathered. */
export interface EventTally {
  readonly metric: EventMetric;
  readonly groups: ReadonlyMap<string | null, RecordBuilder>;
  readonly life: LifeMeter | null;
  /** Events that match, inside the time asked for. */
  readonly matched: number;
  /** Of those, events without a usable value, time, group or call. */
  readonly unusable: number;
  /** Matching events at other times. */
  readonly outside: number;
  readonly tooManyCalls: boolean;
  readonly tooManyGroups: boolean;
  /** The first unusable one: what is wrong with it. */
  readonly firstUnusable: string;
}

/** Reads one metric out of events as a scanner gives them. */
export interface EventMeter {
  /** Which events are this metric's. */
  readonly match: EventMatch;
  /** Whether the event in the scanner is one of them. */
  matches(scanner: FieldScanner): boolean;
  /** Takes up an event that matches. `timeMs` is NaN when its time could not be read. */
  take(scanner: FieldScanner, timeMs: number): void;
  tally(): EventTally;
}

export function createEventMeter(
  source: string,
  metric: EventMetric,
  slotOf: (field: string) => number,
  span: { readonly fromMs: number; readonly toMs: number },
): EventMeter {
  const where = metric.where.map((condition) => toCondition(condition, slotOf));
  const failed = metric.failed?.map((condition) => toCondition(condition, slotOf)) ?? null;
  const start = metric.alive?.start.map((condition) => toCondition(condition, slotOf)) ?? [];
  const slots = { value: slotFor(metric.value), distinct: slotFor(metric.distinct), by: slotFor(metric.by) };
  const spec: RecordSpec = {
    metric: metric.name,
    source,
    kind: failed !== null ? "share" : metric.value !== null ? "values" : "count",
    statistic: metric.statistic,
    unit: failed !== null ? "%" : metric.value !== null ? metric.unit : "",
    direction: metric.direction,
    perMs: metric.perMs,
  };
  const groups = new Map<string | null, RecordBuilder>();
  const calls: CallSet | null = metric.distinct === null ? null : createCallSet();
  const life = metric.alive === null ? null : createLifeMeter(metric.alive.gapMs);
  /** Whether an event has to have a value to count: only then are events of other kinds shut out by `where`. */
  const mustHaveValue = metric.where.length > 0 || failed !== null;
  const match: EventMatch = { where, needed: mustHaveValue ? -1 : slots.value };
  let matched = 0;
  let unusable = 0;
  let outside = 0;
  let tooManyCalls = false;
  let tooManyGroups = false;
  let firstUnusable = "";

  function slotFor(field: string | null): number {
    return field === null ? -1 : slotOf(field);
  }

  function reject(why: string): void {
    unusable++;
    if (firstUnusable === "") firstUnusable = why;
  }

  function usableValue(scanner: FieldScanner): number {
    const value = scanner.number(slots.value) * metric.scale;
    // Time that ran backwards, and sizes below nothing, are faults of whoever measured.
    return Number.isFinite(value) && !(value < 0 && (metric.unit === "ns" || metric.unit === "B")) ? value : Number.NaN;
  }

  function builderOf(group: string | null): RecordBuilder | null {
    const known = groups.get(group);
    if (known !== undefined) return known;
    if (groups.size >= mostGroups) {
      tooManyGroups = true;
      return null;
    }
    const builder = createRecordBuilder(spec);
    groups.set(group, builder);
    return builder;
  }

  return {
    match,
    matches: (scanner) =>
      holdsAll(scanner, where) && (match.needed === -1 || scanner.kind(match.needed) !== fieldKinds.absent),
    take(scanner, timeMs) {
      if (timeMs < span.fromMs || timeMs >= span.toMs) {
        outside++;
        return;
      }
      matched++;
      if (!Number.isFinite(timeMs)) return reject("it has no time that can be read");
      if (life !== null) return life.sign(timeMs, start.length > 0 && holdsAll(scanner, start));
      const value = slots.value === -1 ? 0 : usableValue(scanner);
      if (Number.isNaN(value)) return reject(`${metric.value ?? ""} holds no number that can be used`);
      const group = slots.by === -1 ? null : scalarText(scanner, slots.by);
      if (group === undefined || (group !== null && group.length > longestGroup)) {
        return reject(`${metric.by ?? ""} holds nothing to tell groups by`);
      }
      const isFailed = failed !== null && holdsAll(scanner, failed);
      const builder = builderOf(group);
      if (builder === null) return;
      if (calls !== null) {
        const id = scalarText(scanner, slots.distinct);
        if (id === undefined) return reject(`${metric.distinct ?? ""} holds nothing to tell calls by`);
        const met = calls.meet(id);
        if (met === "full") tooManyCalls = true;
        // A call has failed when one of its events says so, in whichever order they come.
        if (met === "known" && isFailed && calls.fail()) builder.fail(timeMs);
        if (met !== "new") return;
        if (isFailed) calls.fail();
      }
      builder.add(timeMs, failed !== null ? Number(isFailed) : value);
    },
    tally: () => ({
      metric,
      groups,
      life,
      matched,
      unusable,
      outside,
      tooManyCalls,
      tooManyGroups,
      firstUnusable,
    }),
  };
}

export const callLimitWords = `more than ${mostCalls} calls have to be told apart`;

/** The fields that a metric reads. */
export function fieldsOf(metric: EventMetric): readonly string[] {
  const conditions = [...metric.where, ...(metric.failed ?? []), ...(metric.alive?.start ?? [])];
  const single = [metric.value, metric.distinct, metric.by].filter((field): field is string => field !== null);
  return [...conditions.map(({ field }) => field), ...single];
}

function toCondition({ field, values }: FieldCondition, slotOf: (field: string) => number): Condition {
  return { slot: slotOf(field), values: values.map(expectScalar) };
}

function holdsAll(scanner: FieldScanner, conditions: readonly Condition[]): boolean {
  for (const { slot, values } of conditions) {
    let holds = false;
    for (const value of values) holds ||= scanner.holds(slot, value);
    if (!holds) return false;
  }
  return true;
}

/** A text, or a number or truth value as text; undefined for what names nothing. */
function scalarText(scanner: FieldScanner, slot: number): string | undefined {
  switch (scanner.kind(slot)) {
    case fieldKinds.string: {
      const text = scanner.text(slot);
      return text === null || text === "" ? undefined : text;
    }
    case fieldKinds.number:
      return String(scanner.number(slot));
    case fieldKinds.true:
      return "true";
    case fieldKinds.false:
      return "false";
    default:
      return undefined;
  }
}
