import type { Config } from "../domain/config.ts";
import type { Reading } from "../domain/problem.ts";
import type { Verify } from "../domain/verify.ts";
import type { WatchReport } from "../domain/watch-report.ts";
import { beforeSpan } from "./before-records.ts";
import { keepRecord, roomFor } from "./conclude-looks.ts";
import { gatherRecords } from "./gather-records.ts";
import type { WatchPorts } from "./watch-ports.ts";
import { type FlagHistory, foldWatchState } from "./watch-state.ts";
import { watchedMetrics } from "./watched-metrics.ts";

/**
 * Records what all metrics are like while the flag is off, so that later windows can be compared with it. Logs and servers can often still
 * be asked about that time afterwards; processes and figures of the moment cannot.
 */
export async function recordBefore(
  of: { readonly config: Config; readonly verify: Verify; readonly history: FlagHistory; readonly dryRun: boolean },
  ports: WatchPorts,
): Promise<Reading<WatchReport>> {
  const { config, verify, history, dryRun } = of;
  const now = ports.clock.now();
  const at = now.toISOString();
  const base: WatchReport = {
    schema: "rollout-gate/watch/1",
    tool: ports.tool,
    rollout: config.rollout,
    state: "before",
    since: null,
    operation: null,
    decideBy: null,
    decision: null,
    because: "",
    by: null,
    looks: [],
    next: null,
    recording: "not asked",
    done: [],
    notes: [],
    at,
  };
  if (history.watch !== null) {
    const reason = `The flag has been on since ${history.watch.enabled.at}: what is written now is no record from before it.`;
    return refuse(reason, "Record it before the flag goes on.");
  }
  const metrics = watchedMetrics(verify.sources);
  const span = beforeSpan(now.getTime(), verify.beforeMs, history.lastOffMs);
  const readings = await gatherRecords(ports, metrics, span, []);
  const { commit, run } = ports.context;
  const stamp = { rollout: config.rollout, at, tool: ports.tool, run, commit };
  const found = metrics.flatMap((metric) => {
    const reading = readings.get(metric.subject);
    return reading?.ok === true ? reading.records.map((record) => ({ metric, record })) : [];
  });
  const events = found.flatMap(
    ({ metric, record }) =>
      keepRecord({ time: "before", operation: null, metric, record }, roomFor(found.length), stamp, ports) ?? [],
  );
  const kept = new Set(events.map(({ record }) => `${record.source}/${record.metric}`));
  const done = metrics.filter(({ source, metric }) => kept.has(`${source.name}/${metric}`));
  const notes = metrics.flatMap(({ subject }) => {
    const reading = readings.get(subject);
    return reading?.ok === false ? [`${subject}: ${reading.problem.reason}`] : [];
  });
  const report = {
    ...base,
    because: `${done.length} of ${metrics.length} metrics were recorded as they are without the flag`,
    notes,
  };
  if (dryRun) {
    return { ok: true, value: { ...report, because: `${done.length} of ${metrics.length} metrics could be recorded` } };
  }
  const appended = await ports.ledger.update(config.rollout, (there) =>
    // The flag may have gone on while the sources were read: then what was read is not from before.
    foldWatchState(there).watch === null ? events : [],
  );
  if (!appended.ok) return appended;
  if (appended.value.added.length < events.length) {
    return refuse("The flag went on meanwhile, so nothing was recorded.", "Record it before the flag goes on.");
  }
  const recording = done.length === metrics.length ? "recorded" : "failed";
  return { ok: true, value: { ...report, recording, done: done.map(({ subject }) => `${subject} was recorded.`) } };
}

function refuse(reason: string, remedy: string): Reading<never> {
  return { ok: false, problem: { kind: "invalid", reason, remedy } };
}
