import type { Arm } from "../domain/arm.ts";
import type { ArmsPlan, Config, Stage } from "../domain/config.ts";
import type { EffectReading, LaunchRecord, StageRecord, StageStatus } from "../domain/evidence.ts";
import { failureCause } from "../stages/failure-cause.ts";
import { launchOrder } from "../stages/launch-order.ts";
import { formatDuration } from "../units/format-value.ts";
import type { ArmSwitch } from "./arm-switch.ts";
import type { CollectPorts } from "./collect-ports.ts";
import { launchMeaning } from "./launch-meaning.ts";
import type { Look } from "./look.ts";
import { haveNoEffect, noEffectReason, readEffects } from "./read-effects.ts";
import { readResults } from "./read-results.ts";
import { type LaunchResult, runLaunch } from "./run-launch.ts";
import { createResultsBuilder, type LaunchResults, nothing, type StageResults } from "./stage-results.ts";
import { createCopyWatch } from "./stale-files.ts";

export interface StageContext {
  readonly config: Config;
  readonly ports: CollectPorts;
  readonly arms: ArmSwitch;
  /** Asked after every round whether the launches so far decide every criterion of the stage. */
  readonly look: Look;
  /** Holds a folder for each stage; inside the workspace. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

export interface StageRun {
  readonly record: StageRecord;
  readonly results: StageResults;
  readonly effects: readonly EffectReading[];
  readonly passed: boolean;
}

type ArmEnv = ArmSwitch["to"];

const leaveAsIs: ArmEnv = async () => ({ ok: true, value: {} });
const tellOrder =
  (order: readonly Arm[]): ArmEnv =>
  async () => ({ ok: true, value: { ARM_ORDER: order.join(",") } });

/** How a stage ended, once something has ended it. */
interface Ending {
  readonly status: StageStatus;
  readonly reason: string;
}

/** Runs one stage through all its launches and reads what they wrote. */
export async function runStage(stage: Stage, context: StageContext): Promise<StageRun> {
  const { ports, signal } = context;
  const startedAt = ports.clock.now().toISOString();
  const startMs = ports.clock.monotonicMs();
  const elapsedMs = (): number => ports.clock.monotonicMs() - startMs;
  const builder = createResultsBuilder(stage.name);
  const watch = createCopyWatch();
  const launches: LaunchRecord[] = [];
  let last: LaunchResult | undefined;
  let strays = 0;
  let outputBytes = 0;
  let effects: readonly EffectReading[] = [];

  ports.progress.stageStarted(stage.name, stageDetail(stage));

  const launch = async (arm: Arm, warmUp: boolean, armEnvOf: ArmEnv): Promise<Ending | null> => {
    if (signal.aborted) return { status: "cancelled", reason: "cancelled before it had finished" };
    const index = launches.length;
    const armEnv = await armEnvOf(arm);
    if (!armEnv.ok) return { status: "broken", reason: `the ${arm} arm could not be set: ${armEnv.problem.reason}` };
    const folder = `${context.folder}/${stage.name}/${String(index).padStart(2, "0")}-${arm}`;
    const result = await runLaunch({ stage, arm, index, warmUp, env: armEnv.value, folder, signal }, ports);
    last = result;
    launches.push(result.record);
    strays += result.outcome.strays;
    outputBytes += result.outputBytes;
    const read = await readResults(result, watch, ports);
    const ending = endingOf(stage, result, read);
    // The samples of a launch that failed would be compared with those of launches that did the work.
    if (!warmUp || ending !== null) builder.add(ending === null ? read : { ...read, samples: [] }, { index, arm });
    return ending;
  };

  const ending = (await runLaunches()) ?? {
    status: "passed" as const,
    reason: `passed in ${formatDuration(elapsedMs())}`,
  };
  const record: StageRecord = {
    stage: stage.name,
    status: ending.status,
    reason: ending.reason,
    startedAt,
    durationMs: elapsedMs(),
    launches,
    tail: last?.tail ?? [],
    outputBytes,
    strays,
  };
  ports.progress.stageEnded(record);
  return { record, results: builder.results(), effects, passed: ending.status === "passed" };

  async function runLaunches(): Promise<Ending | null> {
    const { arms } = stage;
    if (arms.kind === "as-is") return launch("candidate", false, leaveAsIs);
    if (arms.kind === "one") return launch(arms.arm, false, context.arms.to);
    if (arms.kind === "recorded") return runOneSide(arms);
    effects = await readEffects(stage, context);
    if (haveNoEffect(effects)) return { status: "broken", reason: noEffectReason };
    for (let round = 0; round < arms.warmUps + arms.maxLaunches; round++) {
      const order = launchOrder(round);
      // A process that switches the flag itself measures both arms in one launch, and only needs to know which goes first.
      const inTurn = arms.inProcess ? [order[0]] : order;
      const armEnvOf = arms.inProcess ? tellOrder(order) : context.arms.to;
      for (const arm of inTurn) {
        const ended = await launch(arm, round < arms.warmUps, armEnvOf);
        if (ended !== null) return ended;
      }
      if (finished(round + 1 - arms.warmUps)) return null;
    }
    return null;
  }

  /** The baseline is the ledger's, so there is nothing to take turns with and nothing to look at before the end. */
  async function runOneSide(arms: Extract<ArmsPlan, { kind: "recorded" }>): Promise<Ending | null> {
    for (let round = 0; round < arms.warmUps + arms.launches; round++) {
      const armEnvOf = arms.arm === null ? leaveAsIs : context.arms.to;
      const ended = await launch(arms.arm ?? "candidate", round < arms.warmUps, armEnvOf);
      if (ended !== null) return ended;
      const done = round + 1 - arms.warmUps;
      if (done >= 1) ports.progress.launched(stage.name, done, arms.launches, "");
      if (done >= 1 && arms.timeLimitMs !== null && elapsedMs() >= arms.timeLimitMs) return null;
    }
    return null;
  }

  /** Whether the rounds so far are enough, or all that time allows. */
  function finished(rounds: number): boolean {
    const { arms } = stage;
    if (arms.kind !== "both" || rounds < 1) return false;
    const outOfTime = arms.timeLimitMs !== null && elapsedMs() >= arms.timeLimitMs;
    const look = rounds >= arms.minLaunches ? context.look(stage, builder.results()) : null;
    ports.progress.launched(stage.name, rounds, arms.maxLaunches, look?.detail ?? "");
    return outOfTime || look?.decided === true;
  }
}

/** The record of a stage that was not run. */
export function skippedStage(stage: Stage, status: "skipped" | "broken" | "cancelled", reason: string): StageRun {
  return {
    record: {
      stage: stage.name,
      status,
      reason,
      startedAt: null,
      durationMs: 0,
      launches: [],
      tail: [],
      outputBytes: 0,
      strays: 0,
    },
    results: nothing,
    effects: [],
    passed: false,
  };
}

function endingOf(stage: Stage, result: LaunchResult, read: LaunchResults): Ending | null {
  const meaning = launchMeaning(stage, result);
  const several = stage.arms.kind === "both" || stage.arms.kind === "recorded";
  const which = several ? `${result.request.arm} launch ${result.request.index + 1}: ` : "";
  if (meaning.status !== "passed") {
    const cause = meaning.status === "failed" || meaning.status === "broken" ? failureCause(result.tail) : null;
    return { status: meaning.status, reason: `${which}${meaning.reason}${cause === null ? "" : `: ${cause.words}`}` };
  }
  const [gap] = read.gaps;
  // More launches of a command that leaves nothing to compare would only cost time.
  if (gap !== undefined && several) return { status: "broken", reason: `${which}${gap.problem.reason}` };
  return null;
}

function stageDetail(stage: Stage): string {
  const { arms } = stage;
  if (arms.kind === "both") return `both arms, ${arms.minLaunches} to ${arms.maxLaunches} launches a side`;
  if (arms.kind === "recorded") return `${arms.launches} launches, the baseline is the ledger's`;
  return arms.kind === "one" ? `${arms.arm} arm` : "";
}
