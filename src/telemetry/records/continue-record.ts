import type { MetricRecord } from "../../domain/metric-record.ts";
import { mergeRecords } from "./merge-records.ts";

/** Whether a record can be gone on with from where it ends. A figure of the whole time cannot. */
export function canContinue(record: MetricRecord): boolean {
  return record.kind !== "figure" && record.per === undefined;
}

/**
 * A record that was kept and what came after it, as one. Time between the two that nobody has recorded is time that the whole does not
 * cover, so it is taken from its beginning: coverage and rates are told from how long a record is.
 */
export function continueRecord(kept: MetricRecord, rest: MetricRecord): MetricRecord {
  const whole = mergeRecords(kept, rest);
  const gapMs = Math.max(0, rest.fromMs - kept.toMs);
  return gapMs === 0 ? whole : { ...whole, fromMs: whole.fromMs + gapMs };
}
