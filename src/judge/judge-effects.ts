import type { Arm } from "../domain/arm.ts";
import type { Config, Effect, Stage } from "../domain/config.ts";
import type { EffectReading, Evidence } from "../domain/evidence.ts";
import type { Finding, Outcome } from "../domain/finding.ts";
import type { Measurement } from "../domain/measurement.ts";
import { formatChange, formatValue } from "../units/format-value.ts";
import { armsOf } from "./arms.ts";
import { changeInterval, scaleOf } from "./change-interval.ts";
import { type LaunchPlan, levelsAt, planOf } from "./launch-plan.ts";
import { summariseLaunch } from "./launch-summary.ts";

/** Readings of an effect command that make it whole: two in each arm. */
const readingsAnArm = 2;
/** Launches of one value a side that may stand for a constant. */
const fewestConstant = 2;

/**
 * Whether the flag has the effect that each stage's `effect:` says it must have. Two arms that do not differ there are one program
 * measured twice, whatever reading the flag back said: that is a critical fail. What cannot be told is never a pass.
 */
export function judgeEffects(config: Config, evidence: readonly Evidence[]): readonly Finding[] {
  if (evidence.length === 0) return [];
  return config.stages.flatMap((stage) => {
    const { effect } = stage;
    if (effect === null) return [];
    return [effect.kind === "output" ? judgeOutput(stage, evidence) : judgeMetric(stage, effect, evidence)];
  });
}

function judgeOutput(stage: Stage, evidence: readonly Evidence[]): Finding {
  const readings = evidence.flatMap((part) => part.effects ?? []).filter((reading) => reading.stage === stage.name);
  const unread = readings.find((reading) => reading.said === null);
  if (unread !== undefined) {
    const { problem } = unread;
    const reason = (problem?.reason ?? "the effect command gave nothing").replace(/\.$/, "");
    return told(stage, "invalid", reason, problem?.remedy ?? "Mend the effect command");
  }
  const inArm = (arm: Arm): readonly EffectReading[] => readings.filter((reading) => reading.arm === arm);
  const arms = { baseline: inArm("baseline"), candidate: inArm("candidate") };
  if (arms.baseline.length < readingsAnArm || arms.candidate.length < readingsAnArm) {
    const reason = `the effect command of stage ${stage.name} was not run in both arms, so it is not known that the flag has an effect`;
    return told(stage, "missing", reason, "Look why the stage did not run");
  }
  for (const arm of ["baseline", "candidate"] as const) {
    const [first, ...others] = arms[arm];
    if (others.some(({ said }) => said !== first?.said)) {
      const reason = `the effect command prints something else each time in the ${arm} arm, so a difference between the arms says nothing`;
      return told(
        stage,
        "invalid",
        reason,
        "Let it print only what the flag changes: no times, addresses or random names",
      );
    }
  }
  const [off, on] = [arms.baseline[0]?.said ?? "", arms.candidate[0]?.said ?? ""];
  return off === on
    ? noEffect(stage, `its effect command prints ${quoted(off)} in both arms`)
    : told(
        stage,
        "pass",
        `its effect command prints ${quoted(off)} with the flag off and ${quoted(on)} with it on`,
        "",
      );
}

function judgeMetric(
  stage: Stage,
  effect: Extract<Effect, { kind: "metric" }>,
  evidence: readonly Evidence[],
): Finding {
  const found = evidence
    .flatMap((part) => part.measurements)
    .filter((one) => one.stage === stage.name && one.metric === effect.metric);
  const [measurement] = found;
  if (measurement === undefined || found.length > 1) {
    const reason =
      found.length > 1
        ? `${effect.metric} is in the evidence more than once, so it is not known whether the flag has an effect`
        : `${effect.metric} was not measured, so it is not known whether the flag has an effect`;
    return told(stage, found.length > 1 ? "invalid" : "missing", reason, `Look at what stage ${stage.name} wrote`);
  }
  const standing = metricEffect(measurement, planOf(stage));
  switch (standing.kind) {
    case "unusable":
      return told(stage, "invalid", `${effect.metric} ${standing.why}`, `Look at what stage ${stage.name} wrote`);
    case "same":
      return noEffect(stage, `${effect.metric} is ${standing.words} in every launch of both arms`);
    case "differs":
      return told(stage, "pass", `${effect.metric} differs between the arms: ${standing.words}`, "");
    case "open": {
      const reason = `it is not shown that ${effect.metric} differs between the arms: ${standing.words}`;
      return told(
        stage,
        "inconclusive",
        reason,
        "Allow more launches, or name something that the flag changes for certain",
      );
    }
  }
}

/** Whether a metric was shown to differ between the arms. */
export type MetricEffect =
  | { readonly kind: "unusable"; readonly why: string }
  | { readonly kind: "same" | "differs" | "open"; readonly words: string };

/**
 * Two constants differ or are the same; of anything else the exact interval of the change must leave no room for none. The level is that of
 * the look, so asking after each launch spends no more than the stage's error rate.
 */
export function metricEffect(measurement: Measurement, plan: LaunchPlan): MetricEffect {
  const { unit, launches } = measurement;
  if (launches.some((launch) => summariseLaunch(launch) === null))
    return { kind: "unusable", why: "has a launch without a number" };
  const { design, baseline, candidate, candidateFirst } = armsOf(measurement);
  const fewer = Math.min(baseline.length, candidate.length);
  if (fewer === 0) return { kind: "unusable", why: "has no launch of one arm" };
  const constants = [constantOf(measurement, "baseline"), constantOf(measurement, "candidate")];
  const [off, on] = constants;
  if (off !== undefined && on !== undefined && off !== null && on !== null && fewer >= fewestConstant) {
    return off === on
      ? { kind: "same", words: formatValue(off, unit) }
      : {
          kind: "differs",
          words: `${formatValue(off, unit)} with the flag off, ${formatValue(on, unit)} with it on, in every launch`,
        };
  }
  const values = {
    design,
    baseline: baseline.map((launch) => launch.median),
    candidate: candidate.map((launch) => launch.median),
    candidateFirst,
  };
  // Either way it may differ, so each end has half.
  const level = levelsAt(fewer, plan, design).pass / 2;
  const { scale, estimate, lower, upper } = changeInterval(values, scaleOf(values), { lower: level, upper: level });
  const ends = [lower, upper].map((end) => formatChange(end, scale, unit)).join(" … ");
  const words = `${formatChange(estimate, scale, unit)} (${ends}), after ${fewer} ${fewer === 1 ? "launch" : "launches"} a side`;
  return { kind: lower > 0 || upper < 0 ? "differs" : "open", words };
}

/** The one value of all samples of an arm; null where there are several. */
function constantOf({ launches }: Measurement, arm: Arm): number | null | undefined {
  const samples = launches.filter((launch) => launch.arm === arm).flatMap((launch) => launch.samples);
  const [first] = samples;
  return samples.every((sample) => sample === first) ? first : null;
}

function noEffect(stage: Stage, why: string): Finding {
  return told(
    stage,
    "fail",
    `the flag has no effect where stage ${stage.name} expects one: ${why}`,
    "Check the flag's name and how it is set; nothing that compares the arms means anything",
  );
}

/** Always critical: whatever else the stage shows stands on it. */
function told(stage: Stage, outcome: Outcome, reason: string, action: string): Finding {
  return {
    subject: `${stage.name} effect`,
    kind: "flag",
    outcome,
    severity: "critical",
    reason,
    limit: "",
    action,
    unit: "",
    footnotes: [],
    places: [],
  };
}

function quoted(said: string): string {
  const line = said.split("\n").at(-1)?.trim() ?? "";
  return `"${line.length > 80 ? `${line.slice(0, 79)}…` : line}"`;
}
