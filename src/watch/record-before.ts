import type { Config } from "../domain/config.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import type { Verify } from "../domain/verify.ts";
import type { WatchReport } from "../domain/watch-report.ts";
import { beforeSpan } from "./before-records.ts";
import { comparedMetrics } from "./compared-metrics.ts";
import { keepRecord, roomFor } from "./conclude-looks.ts";
import { gatherRecords } from "./gather-records.ts";
import type { WatchPorts } from "./watch-ports.ts";
import { foldWatchState } from "./watch-state.ts";
import { type WatchedMetric, watchedMetrics } from "./watched-metrics.ts";

/** What recording needs: nobody is told of it. */
export type RecordingPorts = Omit<WatchPorts, "escalate">;

/** What became of recording metrics as they are without the flag. */
interface Recorded {
  readonly recorded: readonly WatchedMetric[];
  readonly unread: readonly { readonly metric: WatchedMetric; readonly problem: Problem }[];
}

/**
 * Records what all metrics are like while the flag is off, so that later windows can be compared with it. Logs and servers can often still
 * be asked about that time afterwards; processes and figures of the moment cannot.
 */
export async function recordBefore(
  of: { readonly config: Config; readonly verify: Verify; readonly dryRun: boolean },
  ports: RecordingPorts,
): Promise<Reading<WatchReport>> {
  const { config, verify, dryRun } = of;
  const metrics = watchedMetrics(verify.sources);
  const done = await recordMetrics(metrics, { config, verify, dryRun }, ports);
  if (!done.ok) return done;
  const { recorded, unread } = done.value;
  const isWhole = recorded.length === metrics.length;
  const words = dryRun ? "could be recorded" : "were recorded as they are without the flag";
  return {
    ok: true,
    value: {
      schema: "rollout-gate/watch/1",
      tool: ports.tool,
      rollout: config.rollout,
      state: "before",
      since: null,
      operation: null,
      decideBy: null,
      decision: null,
      because: `${recorded.length} of ${metrics.length} metrics ${words}`,
      by: null,
      looks: [],
      next: null,
      recording: dryRun ? "not asked" : isWhole ? "recorded" : "failed",
      done: dryRun ? [] : recorded.map(({ subject }) => `${subject} was recorded.`),
      notes: unread.map(({ metric, problem }) => `${metric.subject}: ${problem.reason}`),
      at: ports.clock.now().toISOString(),
    },
  };
}

/**
 * Records the metrics that some window compares with before, as the last thing before the flag goes on.
 *
 * @returns what could not be recorded, a sentence each
 */
export async function recordCompared(
  config: Config,
  verify: Verify,
  ports: RecordingPorts,
): Promise<readonly string[]> {
  const metrics = comparedMetrics(verify.windows, watchedMetrics(verify.sources));
  // GitHub keeps what it knows, and can be asked about it later.
  const wanted = metrics.filter(({ source }) => source.kind !== "github");
  if (wanted.length === 0) return [];
  const done = await recordMetrics(wanted, { config, verify, dryRun: false }, ports);
  const what = "as it is without the flag, for later comparison";
  if (!done.ok) return [`What is watched could not be recorded ${what}: ${done.problem.reason}`];
  return done.value.unread.map(
    ({ metric, problem }) => `${metric.subject} could not be recorded ${what}: ${problem.reason}`,
  );
}

async function recordMetrics(
  metrics: readonly WatchedMetric[],
  { config, verify, dryRun }: { readonly config: Config; readonly verify: Verify; readonly dryRun: boolean },
  ports: RecordingPorts,
): Promise<Reading<Recorded>> {
  const { rollout } = config;
  const read = await ports.ledger.read(rollout);
  if (!read.ok) return read;
  const { watch, lastOffMs } = foldWatchState(read.value);
  if (watch !== null) {
    const reason = `The flag has been on since ${watch.enabled.at}: what is written now is no record from before it.`;
    return refuse(reason, "Record it before the flag goes on.");
  }
  const now = ports.clock.now();
  const readings = await gatherRecords(ports, metrics, beforeSpan(now.getTime(), verify.beforeMs, lastOffMs), []);
  const found = metrics.flatMap((metric) => {
    const reading = readings.get(metric.subject);
    return reading?.ok === true ? reading.records.map((record) => ({ metric, record })) : [];
  });
  const { commit, run } = ports.context;
  const stamp = { rollout, at: now.toISOString(), tool: ports.tool, run, commit };
  const room = roomFor(found.length);
  const kept = found.flatMap(({ metric, record }) => {
    const event = keepRecord({ time: "before", operation: null, metric, record }, room, stamp, ports);
    return event === null ? [] : [{ metric, event }];
  });
  const recorded = metrics.filter((metric) => kept.some((one) => one.metric === metric));
  const unread = metrics
    .filter((metric) => !recorded.includes(metric))
    .map((metric) => ({ metric, problem: problemOf(readings.get(metric.subject)) }));
  if (dryRun || kept.length === 0) return { ok: true, value: { recorded, unread } };
  const appended = await ports.ledger.update(rollout, (there) =>
    // The flag may have gone on while the sources were read: then what was read is not from before.
    foldWatchState(there).watch === null ? kept.map(({ event }) => event) : [],
  );
  if (!appended.ok) return appended;
  if (appended.value.added.length < kept.length) {
    return refuse("The flag went on meanwhile, so nothing was recorded.", "Record it before the flag goes on.");
  }
  return { ok: true, value: { recorded, unread } };
}

function problemOf(reading: ReturnType<Awaited<ReturnType<typeof gatherRecords>>["get"]>): Problem {
  if (reading?.ok === false) return reading.problem;
  return { kind: "invalid", reason: "its record is too large for the ledger." };
}

function refuse(reason: string, remedy: string): Reading<never> {
  return { ok: false, problem: { kind: "invalid", reason, remedy } };
}
