import type { LedgerEvent } from "../domain/ledger.ts";
import type { Verify, VerifyWindow } from "../domain/verify.ts";
import type { EscalationOutcome, VerifyRun } from "../domain/verify-run.ts";
import type { WatchReport, WindowLook } from "../domain/watch-report.ts";
import { foldConcerns } from "../escalate/fold-concerns.ts";
import { gravestLook } from "../judge/gravest-look.ts";
import { concludeLooks } from "../watch/conclude-looks.ts";
import { lookAtWindow, type MadeLook } from "../watch/look-at-window.ts";
import { type LookPlan, planLooks } from "../watch/plan-looks.ts";
import { recordBefore } from "../watch/record-before.ts";
import type { WatchPorts } from "../watch/watch-ports.ts";
import { foldWatchState, type WatchState } from "../watch/watch-state.ts";
import { isWatchedSubject, watchedMetrics } from "../watch/watched-metrics.ts";
import type { Watching } from "../watch/watching.ts";
import type { LoadedConfig } from "./load-config.ts";
import { GateBroke } from "./mode-ports.ts";

export interface VerifyOptions {
  readonly config: LoadedConfig;
  /** A window to look at now, whatever is due; nothing is concluded and nobody is told. Null: what is due. */
  readonly window: string | null;
  /** Records what the flag's time will be compared with, instead of looking at anything. */
  readonly recordBefore: boolean;
  /** Looks at what is due, writes nothing and tells nobody. */
  readonly dryRun: boolean;
  /** Where the report will be written, for those who are told of it; null: nowhere. */
  readonly reportPath: string | null;
  readonly signal: AbortSignal;
}

/** A clock may differ from the one that turned the flag on by this much. */
const clockSlackMs = 5 * 60_000;

/**
 * Watches a flag that is on: looks at what production has written in the windows that are due, judges it, concludes each window once, and
 * has people told. It works from the ledger alone, so it does not matter when it runs, how often, or what became of the run before.
 */
export async function verify(options: VerifyOptions, ports: WatchPorts): Promise<WatchReport> {
  refuseOthers(options, ports);
  const { config } = options.config;
  const plan = config.verify;
  if (plan === null) {
    throw new GateBroke(
      `The config ${options.config.file} says nothing of what to watch. Write it under \`verify:\`; docs/watch.md shows how.`,
    );
  }
  if (options.recordBefore) {
    const recorded = await recordBefore({ config, verify: plan, dryRun: options.dryRun }, ports);
    if (recorded.ok) return recorded.value;
    throw new GateBroke(`${recorded.problem.reason} ${recorded.problem.remedy ?? ""}`.trim());
  }
  const read = await ports.ledger.read(config.rollout);
  if (!read.ok) {
    const { reason, remedy } = read.problem;
    throw new GateBroke(
      `The ${ports.ledger.place} could not be read, so it is not known what is due. ${reason} ${remedy ?? ""}`.trim(),
    );
  }
  const history = foldWatchState(read.value);
  if (history.watch === null) return watchNothing(options, plan, ports);
  const watching = begin(options, plan, history.watch, read.value, ports);
  const asked = options.window === null ? null : findWindow(plan, options.window);
  const looks = planLooks(plan.windows, watching.metrics, { events: read.value, ...watching, asked });
  const made: MadeLook[] = [];
  for (const planned of looks.looks) {
    ports.progress.note(
      `Looking at ${planned.window.name}: ${planned.from.toISOString()} to ${planned.to.toISOString()}`,
    );
    made.push(await lookAtWindow(planned, watching));
    if (options.signal.aborted)
      throw new GateBroke("The look was cancelled. Nothing was concluded; it is made again the next time.");
  }
  const isSilent = options.dryRun || asked !== null;
  const outcome = isSilent ? null : await ports.escalate(toRun(options, watching, made));
  return toReport(options, watching, looks, made, outcome);
}

/** Never for a pull request, whose config nobody has merged; and what is concluded counts for others, so not by anybody's run. */
function refuseOthers({ dryRun, window }: VerifyOptions, { context }: WatchPorts): void {
  const { event, pullRequest, ownDefaultBranch } = context;
  const isSilent = dryRun || window !== null;
  if (pullRequest === null && (event === null || ownDefaultBranch || isSilent)) return;
  throw new GateBroke(
    "The mode verify concludes windows and has people told, so it works for the default branch's own runs alone. Nothing was looked at.",
  );
}

function begin(
  { config: loaded, signal }: VerifyOptions,
  plan: Verify,
  state: WatchState,
  events: readonly LedgerEvent[],
  ports: WatchPorts,
): Watching {
  const now = ports.clock.now();
  if (!(now.getTime() >= state.onMs - clockSlackMs)) {
    throw new GateBroke(
      `The clock says ${now.toISOString()}, and the flag went on at ${state.enabled.at}: nothing can be told by such a clock. Set it right and run this again.`,
    );
  }
  const { concerns } = foldConcerns(events);
  return {
    config: loaded.config,
    verify: plan,
    metrics: watchedMetrics(plan.sources),
    state,
    gate: foldWatchState(events).gate,
    since: new Map([...concerns].map(([subject, { sinceMs }]) => [subject, new Date(sinceMs)])),
    now,
    ports,
    signal,
  };
}

function findWindow({ windows }: Verify, name: string): VerifyWindow {
  const found = windows.find((window) => window.name === name);
  if (found !== undefined) return found;
  throw new GateBroke(
    `There is no window ${name}. The config has: ${windows.map((window) => window.name).join(", ")}.`,
  );
}

function toRun(options: VerifyOptions, watching: Watching, made: readonly MadeLook[]): VerifyRun {
  const { config, now, verify: plan, metrics } = watching;
  return {
    rollout: config.rollout,
    config,
    now,
    conclude: concludeLooks(made, watching),
    isWatched: (subject) => isWatchedSubject(subject, plan.windows, metrics),
    summaries: made.map(({ planned, look }) => ({
      window: planned.window.name,
      from: planned.from,
      to: planned.to,
      decision: look.verdict.decision,
      because: look.verdict.because,
      by: look.verdict.by === null ? null : new Date(look.verdict.by),
    })),
    reportPath: made.length === 0 ? null : options.reportPath,
  };
}

/** The flag is off: nothing is looked at, but what people still have to be told, such as a post-mortem that is due, they are told. */
async function watchNothing(options: VerifyOptions, plan: Verify, ports: WatchPorts): Promise<WatchReport> {
  const { config } = options.config;
  const metrics = watchedMetrics(plan.sources);
  const now = ports.clock.now();
  const outcome =
    options.dryRun || options.window !== null
      ? null
      : await ports.escalate({
          rollout: config.rollout,
          config,
          now,
          conclude: () => ({ events: [], findings: [] }),
          isWatched: (subject) => isWatchedSubject(subject, plan.windows, metrics),
          summaries: [],
          reportPath: null,
        });
  return {
    schema: "rollout-gate/watch/1",
    tool: ports.tool,
    rollout: config.rollout,
    state: "off",
    since: null,
    operation: null,
    decideBy: null,
    decision: null,
    because: `The flag is not on, as the ${ports.ledger.place} has it, so there is nothing to watch`,
    by: null,
    looks: [],
    next: null,
    recording: recordingOf(outcome),
    done: outcome?.done ?? [],
    notes: notesOf(outcome),
    at: now.toISOString(),
  };
}

function toReport(
  { config: loaded }: VerifyOptions,
  { config, state, now, ports }: Watching,
  { next }: LookPlan,
  made: readonly MadeLook[],
  outcome: EscalationOutcome | null,
): WatchReport {
  const looks = made.map(({ look }) => look);
  const gravest = gravestLook(looks);
  const nextWords = next === null ? "no window is left" : `${next.window} is next, at ${next.due.toISOString()}`;
  return {
    schema: "rollout-gate/watch/1",
    tool: ports.tool,
    rollout: config.rollout,
    state: "on",
    since: state.enabled.at,
    operation: state.enabled.operation,
    decideBy: state.enabled.decideBy,
    decision: gravest?.verdict.decision ?? null,
    because: gravest === null ? `Nothing is due: ${nextWords}` : sayLook(gravest, looks),
    by: gravest?.verdict.by ?? null,
    looks,
    next: next === null ? null : { window: next.window, due: next.due.toISOString() },
    recording: recordingOf(outcome),
    done: outcome?.done ?? [],
    notes: [
      ...(state.enabled.configDigest === loaded.digest
        ? []
        : ["The config has changed since the flag went on; what it says now is what counts."]),
      ...concludedByOthers(made, outcome),
      ...notesOf(outcome),
    ],
    at: now.toISOString(),
  };
}

function sayLook({ window, verdict }: WindowLook, looks: readonly WindowLook[]): string {
  if (looks.length > 1 && verdict.decision === "KEEP") return `All ${looks.length} looks say KEEP`;
  return `${window}: ${verdict.because}`;
}

function recordingOf(outcome: EscalationOutcome | null): WatchReport["recording"] {
  if (outcome === null) return "not asked";
  return outcome.problem === null ? "recorded" : "failed";
}

function notesOf(outcome: EscalationOutcome | null): readonly string[] {
  if (outcome === null) return [];
  const { problem, warnings } = outcome;
  if (problem === null) return warnings;
  const words = `Nothing was recorded, so it is looked at again the next time: ${problem.reason} ${problem.remedy ?? ""}`;
  return [words.trim(), ...warnings];
}

function concludedByOthers(made: readonly MadeLook[], outcome: EscalationOutcome | null): readonly string[] {
  if (outcome === null || outcome.problem !== null) return [];
  const own = new Set(
    outcome.added.flatMap((event) => (event.kind === "window-concluded" ? `${event.window} ${event.due}` : [])),
  );
  return made
    .filter(({ planned, look }) => planned.kind === "due" && !own.has(`${look.window} ${look.due}`))
    .map(
      ({ look }) =>
        `${look.window} was concluded by another run meanwhile, or the flag was turned off; this look counts for nothing.`,
    );
}
