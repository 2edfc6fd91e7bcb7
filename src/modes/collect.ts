import { checkRequirements } from "../collect/check-requirements.ts";
import { gatherFacts } from "../collect/gather-facts.ts";
import type { Look } from "../collect/look.ts";
import { type ArmSession, openArmSession } from "../collect/open-arm-session.ts";
import { type MissingPiece, preflight } from "../collect/preflight.ts";
import { runStage, type StageRun, skippedStage } from "../collect/run-stage.ts";
import type { Config, Stage } from "../domain/config.ts";
import type { Evidence, EvidenceGap } from "../domain/evidence.ts";
import { renderEvidence } from "../evidence/file/render-evidence.ts";
import { lookAtStage } from "../judge/look-at-stage.ts";
import { scheduleStages } from "../stages/schedule-stages.ts";
import { selectStages } from "../stages/select-stages.ts";
import { switchesFlag } from "../stages/switches-flag.ts";
import { redactValue } from "../text/redact-secrets.ts";
import { absolutePath, type LoadedConfig } from "./load-config.ts";
import { GateBroke, type ModePorts } from "./mode-ports.ts";

export interface CollectOptions {
  readonly config: LoadedConfig;
  /** Only these stages; empty: all. */
  readonly stages: readonly string[];
  /** Which part of the whole this job runs; null when it runs everything. */
  readonly shard: { readonly index: number; readonly total: number } | null;
  /** Where evidence is written; relative to the workspace, or absolute. */
  readonly evidenceFolder: string;
  readonly signal: AbortSignal;
}

/** Runs the stages and writes what they showed to an evidence file. It judges nothing and needs no token. */
export async function collect(
  options: CollectOptions,
  ports: ModePorts,
): Promise<{ readonly evidence: Evidence; readonly file: string }> {
  const { config } = options.config;
  const startedAt = ports.clock.now().toISOString();
  const { stages, unknown } = selectStages(config.stages, options.stages);
  if (unknown.length > 0) {
    const known = config.stages.map((stage) => stage.name).join(", ");
    throw new GateBroke(`No stage is called ${unknown.join(", ")}. The config ${options.config.file} has: ${known}.`);
  }
  const folder = absolutePath(options.evidenceFolder, ports.host.workspace);
  const origin = await ports.host.origin();
  const missing = await preflight(stages, ports);
  const facts = await gatherFacts(config, ports, options.signal);
  const requirements = await checkRequirements(config, ports, options.signal);
  const arms = missing.length > 0 ? null : await openArmSession(config, stages, ports, options.signal);
  let runs: readonly StageRun[];
  let leftBehind: readonly EvidenceGap[] = [];
  try {
    runs =
      arms === null
        ? notRun(stages, missing)
        : await runStages(config, stages, arms, `${folder}/stages`, options.signal, ports);
  } finally {
    leftBehind = (await arms?.close()) ?? [];
  }
  const effects = runs.flatMap((run) => run.effects);
  const taken: Evidence = {
    schema: "rollout-gate/evidence/1",
    rollout: config.rollout,
    tool: ports.tool,
    configDigest: options.config.digest,
    startedAt,
    finishedAt: ports.clock.now().toISOString(),
    origin,
    machine: ports.host.machine,
    ...(options.shard === null ? {} : { shard: { ...options.shard, stages: stages.map((stage) => stage.name) } }),
    cancelled: options.signal.aborted,
    stages: runs.map((run) => run.record),
    measurements: runs.flatMap((run) => run.results.measurements),
    tests: runs.flatMap((run) => run.results.tests),
    coverage: runs.flatMap((run) => run.results.coverage),
    checklists: runs.flatMap((run) => run.results.checklists),
    facts: facts.facts,
    requirements,
    flag: arms?.readings ?? [],
    ...(effects.length === 0 ? {} : { effects }),
    gaps: [
      ...missing.map(missingGap),
      ...facts.gaps,
      ...(arms?.gaps ?? []),
      ...leftBehind,
      ...ports.tampering().map(tamperingGap),
      ...runs.flatMap((run) => run.results.gaps),
    ],
  };
  // Evidence is handed on as an artifact, which hides nothing.
  const evidence = redactValue(taken, ports.redact, judgedNames);
  const name =
    options.shard === null ? "evidence.json" : `evidence-${options.shard.index}-of-${options.shard.total}.json`;
  const file = `${folder}/${name}`;
  await ports.files.makeFolder(folder);
  await ports.files.writeAtomically(file, renderEvidence(evidence));
  return { evidence, file };
}

/** What evidence is told apart by; all of it comes from the config and from git. */
const judgedNames: ReadonlySet<string> = new Set([
  "schema",
  "rollout",
  "configDigest",
  "commit",
  "stage",
  "arm",
  "status",
]);

async function runStages(
  config: Config,
  stages: readonly Stage[],
  arms: ArmSession,
  folder: string,
  signal: AbortSignal,
  ports: ModePorts,
): Promise<readonly StageRun[]> {
  const look: Look = (stage, results) => lookAtStage(config, stage, results.measurements);
  return scheduleStages<StageRun>({
    // Stages that share a switch, a settings file say, would pull it from under each other's feet.
    stages: stages.map((stage) => (arms.arms.shared && switchesFlag(stage.arms) ? { ...stage, alone: true } : stage)),
    slots: ports.host.cores,
    run: async (stage) => {
      if (signal.aborted) return skippedStage(stage, "cancelled", "not run: cancelled");
      if (switchesFlag(stage.arms) && arms.blocked !== null) {
        return skippedStage(stage, "broken", `not run: ${arms.blocked}`);
      }
      return runStage(stage, { config, ports, arms: arms.arms, look, folder, signal });
    },
    skip: (stage, unmet) => skippedStage(stage, "skipped", `not run: ${unmet.join(" and ")} did not pass`),
  });
}

function notRun(stages: readonly Stage[], missing: readonly MissingPiece[]): readonly StageRun[] {
  return stages.map((stage) => {
    const own = missing.filter((piece) => piece.stage === stage.name);
    return own.length === 0
      ? skippedStage(stage, "skipped", "not run: something that another stage names is missing")
      : skippedStage(
          stage,
          "broken",
          `not run: ${own.map((piece) => `${piece.kind} ${piece.name} is missing`).join(", ")}`,
        );
  });
}

function tamperingGap(sentence: string): EvidenceGap {
  return {
    stage: "",
    subject: "runner files",
    problem: {
      kind: "invalid",
      reason: sentence,
      remedy: "Find out which stage writes to the runner's files; its results cannot be relied on.",
    },
  };
}

function missingGap(piece: MissingPiece): EvidenceGap {
  return {
    stage: piece.stage,
    subject: `${piece.kind} ${piece.name}`,
    problem: {
      kind: "missing",
      reason: `Stage ${piece.stage} names the ${piece.kind} ${piece.name}, which is not there.`,
      remedy:
        piece.kind === "program"
          ? `Install ${piece.name}, or correct its name under \`stages.${piece.stage}\`.`
          : `Create it, or correct the path under \`stages.${piece.stage}\`.`,
    },
  };
}
