import type { Reading } from "../../domain/problem.ts";
import type { LineMetric } from "../../domain/verify.ts";
import type { Span } from "../records/metric-reading.ts";
import { createRecordBuilder, type RecordBuilder } from "../records/record-builder.ts";
import { type Level, levelOf } from "./level-words.ts";
import type { CompilePattern, LinePattern } from "./line-pattern.ts";

export interface LineMetricTally {
  readonly metric: LineMetric;
  readonly builder: RecordBuilder;
  /** Lines that match, and have a time that cannot be read or none. */
  readonly timeless: number;
}

/** Counts the lines of one metric. */
export interface LineMeter {
  /** Whether a line of this level can count at all. */
  wants(level: Level | null): boolean;
  /** Whether a line's text decides as well. */
  readonly needsText: boolean;
  /** Takes a line of a level that is wanted. `text` is the line with what belongs to it, empty where it is not needed. */
  take(timeMs: number | null, text: string): void;
  tally(): LineMetricTally;
}

export function createLineMeter(
  source: string,
  metric: LineMetric,
  compile: CompilePattern,
  span: Span,
): Reading<LineMeter> {
  const match = compileOptional(metric.match, compile);
  if (!match.ok) return match;
  const ignore = compileOptional(metric.ignore, compile);
  if (!ignore.ok) return ignore;
  const levels = new Set(metric.levels.map(levelOf));
  const builder = createRecordBuilder({
    metric: metric.name,
    source,
    kind: "count",
    statistic: "mean",
    unit: "",
    direction: metric.direction,
    perMs: metric.perMs,
  });
  let timeless = 0;
  return {
    ok: true,
    value: {
      wants: (level) => levels.size === 0 || (level !== null && levels.has(level)),
      needsText: match.value !== null || ignore.value !== null,
      take(timeMs, text) {
        if (match.value?.occurs(text) === false || ignore.value?.occurs(text) === true) return;
        if (timeMs === null || Number.isNaN(timeMs)) timeless++;
        else if (timeMs >= span.fromMs && timeMs < span.toMs) builder.add(timeMs, 0);
      },
      tally: () => ({ metric, builder, timeless }),
    },
  };
}

function compileOptional(pattern: string | null, compile: CompilePattern): Reading<LinePattern | null> {
  if (pattern === null) return { ok: true, value: null };
  // Without a sign of a pattern it is a text to look for, which needs no engine.
  if (!/[\\^$.|?*+()[\]{}]/.test(pattern)) {
    return { ok: true, value: { occurs: (text) => text.includes(pattern), groups: () => null } };
  }
  return compile(pattern);
}
