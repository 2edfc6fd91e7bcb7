import type { Finding } from "../domain/finding.ts";
import type { LedgerEvent, RecordKept } from "../domain/ledger.ts";
import type { MetricRecord } from "../domain/metric-record.ts";
import type { Conclusion } from "../domain/verify-run.ts";
import { isStillDue } from "../ledger/due-windows.ts";
import { stampEvent } from "../ledger/stamp-event.ts";
import { shrinkRecord } from "../telemetry/records/shrink-record.ts";
import { definitionOf } from "./gather-records.ts";
import type { MadeLook } from "./look-at-window.ts";
import type { WatchPorts } from "./watch-ports.ts";
import { foldWatchState } from "./watch-state.ts";
import type { WatchedMetric } from "./watched-metrics.ts";
import type { Watching } from "./watching.ts";

/** All records of one run together: an append of the ledger holds no more than 600 KiB. */
const mostRecordBytes = 400 * 1024;
/** A record of a week by the hour with its distribution fits; a longer one is told by longer stretches. */
const largestRecordBytes = 64 * 1024;
const mostFindings = 200;

type Stamp = Pick<LedgerEvent, "rollout" | "at" | "tool" | "run" | "commit">;

/**
 * What concluding looks adds to the ledger, decided from the ledger as it is then: of two runs that made the same look one concludes it, and
 * when the flag was turned off meanwhile none does. Records are kept once.
 */
export function concludeLooks(
  made: readonly MadeLook[],
  watching: Watching,
): (events: readonly LedgerEvent[]) => Conclusion {
  const { state, ports, config, now } = watching;
  const { operation } = state.enabled;
  const { commit, run } = ports.context;
  const stamp = { rollout: config.rollout, at: now.toISOString(), tool: ports.tool, run, commit };
  // Made once, however often the ledger has to decide anew.
  const records = recordEvents(made, operation, stamp, ports);
  return (events) => {
    const { watch } = foldWatchState(events);
    if (watch?.enabled.operation !== operation) return { events: [], findings: [] };
    const concluded = made.filter(
      ({ planned }) => planned.kind === "due" && isStillDue({ ...planned, operation }, events),
    );
    const again = made.filter(({ planned }) => planned.kind === "again");
    const known = new Set(watch.kept.map(recordKey));
    const mayKeep = new Set(concluded);
    return {
      events: [
        ...concluded.flatMap((one) => lookEvents(one, operation, stamp, ports)),
        ...records.flatMap(({ of, event }) => (mayKeep.has(of) && !known.has(recordKey(event)) ? [event] : [])),
      ],
      findings: [...concluded, ...again].flatMap(({ look }) =>
        look.findings.map((finding) => redacted(finding, ports)),
      ),
    };
  };
}

function lookEvents(
  { planned, look, points }: MadeLook,
  operation: string,
  stamp: Stamp,
  { redact }: WatchPorts,
): readonly LedgerEvent[] {
  const { name: window } = planned.window;
  const { due, from, to, missed, verdict, findings } = look;
  const unmet = findings.filter(({ outcome }) => outcome !== "pass").slice(0, mostFindings);
  const concluded = stampEvent({
    ...stamp,
    kind: "window-concluded",
    operation,
    window,
    due,
    from,
    to,
    missed,
    decision: verdict.decision,
    because: redact(verdict.because).slice(0, 1000),
    findings: unmet.map(({ subject, outcome, severity }) => ({ subject: redact(subject), outcome, severity })),
  });
  if (points.length === 0) return [concluded];
  const measured = points.slice(0, mostFindings).map((point) => ({ ...point, subject: redact(point.subject) }));
  return [concluded, stampEvent({ ...stamp, kind: "window-measured", operation, window, due, to, points: measured })];
}

interface RecordEvent {
  readonly of: MadeLook;
  readonly event: LedgerEvent & RecordKept;
}

function recordEvents(
  made: readonly MadeLook[],
  operation: string,
  stamp: Stamp,
  ports: WatchPorts,
): readonly RecordEvent[] {
  const all = made.flatMap((of) => [
    ...of.before.map((one) => ({ of, time: "before" as const, ...one })),
    ...of.since.map((one) => ({ of, time: "since" as const, ...one })),
  ]);
  const seen = new Set<string>();
  return all.flatMap(({ of, time, metric, record }) => {
    const event = keepRecord({ time, operation, metric, record }, roomFor(all.length), stamp, ports);
    if (event === null || seen.has(recordKey(event))) return [];
    seen.add(recordKey(event));
    return [{ of, event }];
  });
}

/** What each of so many records may take. */
export function roomFor(records: number): number {
  return Math.min(largestRecordBytes, Math.floor(mostRecordBytes / Math.max(1, records)));
}

/** A record as an event; null where it does not fit, and must be read again the next time. */
export function keepRecord(
  of: {
    readonly time: RecordKept["time"];
    readonly operation: string | null;
    readonly metric: WatchedMetric;
    readonly record: MetricRecord;
  },
  maxBytes: number,
  stamp: Stamp,
  { digest, redact }: Pick<WatchPorts, "digest" | "redact">,
): (LedgerEvent & RecordKept) | null {
  const { time, operation, metric, record } = of;
  const { group, notes } = record;
  const safe = { ...record, group: group === null ? null : redact(group), notes: notes.map(redact) };
  // Without its group's real name a record would be taken for another group's.
  if (safe.group !== group || (group?.length ?? 0) > 500) return null;
  const small = shrinkRecord(safe, maxBytes);
  if (small === null) return null;
  const definition = definitionOf(metric, digest);
  return stampEvent({ ...stamp, kind: "record-kept", time, operation, definition, record: small });
}

/** What tells records apart: of one metric, one group and one time there is one. */
function recordKey({ time, operation, definition, record }: RecordKept): string {
  const end = time === "before" ? null : record.toMs;
  return JSON.stringify([time, operation, definition, record.metric, record.group, end]);
}

function redacted(finding: Finding, { redact }: WatchPorts): Finding {
  const { subject, reason, action } = finding;
  return { ...finding, subject: redact(subject), reason: redact(reason), action: redact(action) };
}
