import type { ArmSwitch } from "../collect/arm-switch.ts";
import { preflight } from "../collect/preflight.ts";
import { runStage, type StageRun, skippedStage } from "../collect/run-stage.ts";
import { givenMetricNames } from "../config/metric-names.ts";
import type { Arm } from "../domain/arm.ts";
import type { Config, Stage } from "../domain/config.ts";
import type { Criterion } from "../domain/criterion.ts";
import type { Evidence, EvidenceGap } from "../domain/evidence.ts";
import type { Finding } from "../domain/finding.ts";
import type { Measurement } from "../domain/measurement.ts";
import type { Verdict } from "../domain/verdict.ts";
import { judgeEvidence } from "../judge/judge-evidence.ts";
import { matchesDerived, matchesMetric } from "../judge/resolve-metrics.ts";
import { scheduleStages } from "../stages/schedule-stages.ts";
import { selectStages } from "../stages/select-stages.ts";
import type { RolloutPorts } from "./rollout-ports.ts";

/** How stages are run while the flag is as it is: nothing here ever sets it. */
export interface StagesRequest {
  readonly config: Config;
  readonly stages: readonly string[];
  /** What the flag is: what the stages are told. */
  readonly arm: Arm;
  /** What the flag's way needs in the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** For what the stages write; absolute. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

export interface JudgedStages {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly evidence: Evidence;
}

/**
 * Runs stages with the flag as it is and judges what they show: how they ended, their tests and checklists, and the criteria
 * that need no other arm. What a stage needs is not run for it: these stages are named one by one.
 */
export async function runJudgedStages(request: StagesRequest, ports: RolloutPorts): Promise<JudgedStages> {
  const { config, signal } = request;
  const { stages } = selectStages(config.stages, request.stages);
  const startedAt = ports.clock.now().toISOString();
  const inArm = stages.map((stage): Stage => ({ ...stage, arms: { kind: "one", arm: request.arm } }));
  const missing = await preflight(inArm, ports);
  const arms: ArmSwitch = {
    way: "as it is",
    shared: false,
    readings: [],
    to: async () => ({ ok: true, value: request.env }),
  };
  const look = () => ({ decided: true, detail: "" });
  const runs = await scheduleStages<StageRun>({
    stages: inArm,
    slots: ports.host.cores,
    run: async (stage) => {
      const own = missing.filter((piece) => piece.stage === stage.name);
      if (own.length > 0) {
        const names = own.map((piece) => `${piece.kind} ${piece.name} is missing`);
        return skippedStage(stage, "broken", `not run: ${names.join(", ")}`);
      }
      if (signal.aborted) return skippedStage(stage, "cancelled", "not run: cancelled");
      return runStage(stage, { config, ports, arms, look, folder: request.folder, signal });
    },
    skip: (stage, unmet) => skippedStage(stage, "skipped", `not run: ${unmet.join(" and ")} did not pass`),
  });
  const evidence: Evidence = {
    schema: "rollout-gate/evidence/1",
    rollout: config.rollout,
    tool: ports.tool,
    configDigest: "",
    startedAt,
    finishedAt: ports.clock.now().toISOString(),
    origin: { repository: null, commit: null, ref: null, dirty: null },
    machine: ports.host.machine,
    cancelled: signal.aborted,
    stages: runs.map((run) => run.record),
    // Whatever the flag is, these stages are what is judged, and criteria look at the candidate.
    measurements: runs.flatMap((run) => run.results.measurements).map(asCandidate),
    tests: runs.flatMap((run) => run.results.tests).map((report) => ({ ...report, arm: "candidate" })),
    coverage: runs.flatMap((run) => run.results.coverage),
    checklists: runs.flatMap((run) => run.results.checklists),
    facts: [],
    requirements: [],
    flag: [],
    gaps: [...runs.flatMap((run) => run.results.gaps), ...ports.tampering().map(tamperingGap)],
  };
  return { evidence, ...judgeEvidence(ownConfig(config, inArm, evidence), [evidence], ports.clock.now()) };
}

function asCandidate(measurement: Measurement): Measurement {
  return { ...measurement, launches: measurement.launches.map((launch) => ({ ...launch, arm: "candidate" })) };
}

function tamperingGap(reason: string): EvidenceGap {
  const remedy = "Find out which stage writes to the runner's files; its results cannot be relied on.";
  return { stage: "", subject: "runner files", problem: { kind: "invalid", reason, remedy } };
}

/** The part of a config that these stages alone can meet. */
function ownConfig(config: Config, stages: readonly Stage[], evidence: Evidence): Config {
  return {
    ...config,
    flag: null,
    packages: [],
    disk: [],
    manual: [],
    signOffs: [],
    stages,
    criteria: config.criteria.filter((criterion) => isOwn(criterion, stages, evidence)),
  };
}

function isOwn({ metric, pass }: Criterion, stages: readonly Stage[], evidence: Evidence): boolean {
  if (pass.kind === "all") return stages.some((stage) => stage.name === metric || metric === `${stage.name}/checklist`);
  if (pass.kind !== "absolute") return false;
  return (
    evidence.measurements.some((one) => matchesMetric(metric, one.stage, one.metric)) ||
    stages.some(
      (stage) =>
        stage.measure.some((one) => matchesMetric(metric, stage.name, one.name)) ||
        givenMetricNames.some((given) => matchesDerived(metric, stage.name, given)),
    )
  );
}
