// One simulated rollout, watched as `verify` watches it: the same parts, in the same order, without files and without a ledger's store.
import { dayMs, hourMs } from "./plan.mjs";
import { letPass } from "./production.mjs";

export async function loadParts(load) {
  const parts = {};
  const from = {
    "config/read-config.ts": ["readConfig"],
    "telemetry/records/record-builder.ts": ["createRecordBuilder"],
    "telemetry/records/continue-record.ts": ["continueRecord"],
    "telemetry/events/event-metric-readings.ts": ["readEventMetrics"],
    "watch/plan-looks.ts": ["planLooks"],
    "watch/watch-state.ts": ["foldWatchState"],
    "watch/watched-metrics.ts": ["watchedMetrics", "criteriaOf", "isWatchedSubject"],
    "judge/records/judge-window.ts": ["judgeWindow"],
    "judge/records/look-level.ts": ["lookLevel"],
    "judge/decide-watch.ts": ["decideWatch"],
    "escalate/decide-escalation.ts": ["decideEscalation"],
    "escalate/fold-concerns.ts": ["foldConcerns"],
    "ledger/stamp-event.ts": ["stampEvent"],
    "stats/beta.ts": ["betaBelow", "betaQuantile"],
    "stats/normal.ts": ["normalTail", "normalQuantile"],
  };
  for (const [path, names] of Object.entries(from)) {
    const module = await load(path);
    for (const name of names) parts[name] = module[name];
  }
  return parts;
}

/** Every hour of the first day, then every day for a month; each a few minutes after the hour. */
const runsMs = [
  ...Array.from({ length: 24 }, (_, hour) => (hour + 1) * hourMs + 7 * 60_000),
  ...Array.from({ length: 30 }, (_, day) => (day + 2) * dayMs + 7 * 60_000),
];

/** Events of one metric, by whole hours since the flag went on, so that any span of them can be read again. */
function createLog(config, production, parts) {
  const [source] = config.verify.sources;
  const { onMs } = production;
  const state = {};
  const hours = new Map();
  let upToMs = -config.verify.beforeMs;
  let firstMs = Number.NaN;
  let lastMs = Number.NaN;
  const kinds = { latency: "values", errors: "share", memory: "values" };
  return {
    source,
    passUntil(sinceMs) {
      const toMs = Math.ceil(sinceMs / hourMs) * hourMs;
      letPass(production, state, upToMs, toMs, (metric, timeMs, value) => {
        const hour = Math.floor((timeMs - onMs) / hourMs);
        const there = hours.get(hour) ?? [];
        if (there.length === 0) hours.set(hour, there);
        there.push(metric, timeMs, value);
        if (!(firstMs <= timeMs)) firstMs = timeMs;
        if (!(lastMs >= timeMs)) lastMs = timeMs;
      });
      upToMs = Math.max(upToMs, toMs);
    },
    /** What the log's reader makes of a span; times since 1970. */
    read(span) {
      const tallies = source.metrics.map((metric) => {
        const spec = { metric: metric.name, source: source.name, kind: kinds[metric.name], perMs: null };
        const unit = kinds[metric.name] === "share" ? "%" : metric.unit;
        const { statistic, direction } = metric;
        return { metric, builder: parts.createRecordBuilder({ ...spec, unit, statistic, direction }) };
      });
      const byName = new Map(tallies.map(({ metric, builder }) => [metric.name, builder]));
      const first = Math.floor((span.fromMs - onMs) / hourMs);
      const last = Math.ceil((span.toMs - onMs) / hourMs);
      for (let hour = first; hour < last; hour++) {
        const there = hours.get(hour) ?? [];
        for (let at = 0; at < there.length; at += 3) {
          const timeMs = there[at + 1];
          if (timeMs >= span.fromMs && timeMs < span.toMs) byName.get(there[at]).add(timeMs, there[at + 2]);
        }
      }
      const metrics = tallies.map(({ metric, builder }) => ({
        metric,
        groups: new Map(builder.events === 0 ? [] : [[null, builder]]),
        life: null,
        matched: builder.events,
        unusable: 0,
        outside: 0,
        tooManyCalls: false,
        tooManyGroups: false,
        firstUnusable: "",
      }));
      const tally = { lines: hours.size, bad: 0, firstBad: null, firstMs, lastMs, clockBackMs: 0, metrics };
      const readings = parts.readEventMetrics(source, tally, span, []);
      return new Map(readings.map((reading) => [reading.metric, reading]));
    },
  };
}

/**
 * Watches one rollout until it is rolled back, or for a month.
 *
 * @returns each look with what it found, and when the rollback was asked for
 */
export function watchRollout(config, production, parts, levelOf) {
  const { verify } = config;
  const { onMs } = production;
  const log = createLog(config, production, parts);
  const metrics = parts.watchedMetrics(verify.sources);
  const stamp = (nowMs) => ({ rollout: "shop", at: new Date(nowMs).toISOString(), tool: "t", run: null, commit: null });
  const events = [parts.stampEvent({ ...stamp(onMs), ...flagEnabled(onMs) })];
  log.passUntil(0);
  const before = log.read({ fromMs: onMs - verify.beforeMs, toMs: onMs });
  let kept = null;
  const looks = [];
  for (const runMs of runsMs) {
    const nowMs = onMs + runMs;
    const now = new Date(nowMs);
    log.passUntil(runMs);
    const state = parts.foldWatchState(events).watch;
    const { concerns } = parts.foldConcerns(events);
    const planned = parts.planLooks(verify.windows, metrics, { events, state, now, asked: null });
    const findingsOfRun = [];
    for (const look of planned.looks) {
      const asked = { fromMs: look.from.getTime(), toMs: look.to.getTime() };
      const isWhole = asked.fromMs === onMs && look.window.overMs === null && look.kind === "due";
      const since = isWhole && kept !== null ? goOn(kept, log, asked, parts) : log.read(asked);
      if (isWhole) kept = { toMs: asked.toMs, readings: since };
      const criteria = parts.criteriaOf(look.window, metrics);
      const { findings } = parts.judgeWindow({
        criteria: criteria.flatMap(({ criterion, metrics: about }) =>
          about.map((metric) => ({
            criterion,
            metric: {
              subject: metric.subject,
              names: [metric.metric],
              since: since.get(metric.metric),
              before: before.get(metric.metric),
            },
          })),
        ),
        asked,
        level: levelOf(look.due.getTime() - onMs),
        waivers: [],
        now,
        points: new Map(),
      });
      const verdict = parts.decideWatch(findings, {
        now,
        since: new Map([...concerns].map(([subject, { sinceMs }]) => [subject, new Date(sinceMs)])),
        investigateMs: verify.investigateMs,
        rollBackMs: verify.rollBackMs,
        hasSecondLevel: () => false,
      });
      findingsOfRun.push(...findings);
      looks.push({
        kind: look.kind,
        window: look.window.name,
        fromMs: asked.fromMs - onMs,
        toMs: asked.toMs - onMs,
        dueMs: look.due.getTime() - onMs,
        verdict,
        findings,
      });
      if (look.kind === "due")
        events.push(parts.stampEvent({ ...stamp(nowMs), ...windowConcluded(look, verdict, findings) }));
    }
    const decided = parts.decideEscalation(events, {
      levels: config.escalation,
      findings: findingsOfRun,
      isWatched: (subject) => parts.isWatchedSubject(subject, verify.windows, metrics),
      now,
    });
    events.push(...decided.map((event) => parts.stampEvent({ ...stamp(nowMs), ...event })));
    if (decided.some(({ kind, action }) => kind === "escalated" && action === "rollback"))
      return { looks, rolledBackMs: runMs };
  }
  return { looks, rolledBackMs: null };
}

/** As the gathering of records goes on from what the ledger keeps. */
function goOn(kept, log, asked, { continueRecord }) {
  const rest = log.read({ fromMs: kept.toMs, toMs: asked.toMs });
  const whole = log.read(asked);
  for (const [metric, reading] of rest) {
    const earlier = kept.readings.get(metric);
    if (!reading.ok || earlier?.ok !== true) continue;
    whole.set(metric, { ...reading, records: [continueRecord(earlier.records[0], reading.records[0])] });
  }
  return whole;
}

function flagEnabled(onMs) {
  return {
    kind: "flag-enabled",
    operation: "enable-1",
    configDigest: "d",
    way: "script",
    flagBefore: "off",
    facts: {},
    knownIssues: [],
    backup: null,
    rollbackTo: null,
    decideBy: new Date(onMs + dayMs).toISOString(),
    override: null,
  };
}

function windowConcluded({ window, due, from, to, missed }, verdict, findings) {
  return {
    kind: "window-concluded",
    operation: "enable-1",
    window: window.name,
    due: due.toISOString(),
    from: from.toISOString(),
    to: to.toISOString(),
    missed,
    decision: verdict.decision,
    because: verdict.because,
    findings: findings.map(({ subject, outcome, severity }) => ({ subject, outcome, severity })),
  };
}
