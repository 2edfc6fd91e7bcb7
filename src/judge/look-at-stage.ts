import type { Config, Stage } from "../domain/config.ts";
import type { Evidence } from "../domain/evidence.ts";
import type { Measurement } from "../domain/measurement.ts";
import { claimsOf } from "./claims-of.ts";
import { metricEffect } from "./judge-effects.ts";
import { planOf } from "./launch-plan.ts";
import { lookAt } from "./look-at.ts";
import { matchesDerived } from "./resolve-metrics.ts";

/** What a look at a running stage says. */
export interface StageLook {
  /** True when more launches would change nothing. */
  readonly decided: boolean;
  /** A few words for people who watch; empty when the stage has no criterion. */
  readonly detail: string;
}

/**
 * Looks at the launches that a stage has made so far. It is the same judgement that the finished evidence gets, so what is
 * decided here stays decided.
 */
export function lookAtStage(config: Config, stage: Stage, measurements: readonly Measurement[]): StageLook {
  const claims = claimsOf(config, [{ ...nothingElse, measurements }]).flatMap((claim) =>
    claim.kind === "metric" && claim.stage?.name === stage.name && claim.measurement !== null ? [claim] : [],
  );
  if (comparesLaunchesThemselves(config, stage)) return { decided: false, detail: "" };
  const effect = isEffectOpen(stage, measurements);
  if (claims.length === 0) return { decided: !effect, detail: effect ? "effect not shown yet" : "" };
  const { decided, open } = lookAt(claims, planOf(stage));
  const detail = decided ? "decided" : `${claims.length - open} of ${claims.length} criteria decided`;
  return { decided: decided && !effect, detail: effect ? `${detail}, effect not shown yet` : detail };
}

/** Whether more launches may yet show that the flag has the effect on a metric that it must have. */
function isEffectOpen(stage: Stage, measurements: readonly Measurement[]): boolean {
  const { effect } = stage;
  if (effect?.kind !== "metric") return false;
  const measurement = measurements.find((one) => one.stage === stage.name && one.metric === effect.metric);
  return measurement !== undefined && metricEffect(measurement, planOf(stage)).kind === "open";
}

/**
 * Whether a criterion compares what is known of the launches themselves, their duration or memory: that is not among the
 * measurements yet, so such a stage makes all its launches.
 */
function comparesLaunchesThemselves(config: Config, stage: Stage): boolean {
  return config.criteria.some(
    ({ metric, pass }) =>
      pass.kind !== "absolute" && ["duration", "peak-rss"].some((name) => matchesDerived(metric, stage.name, name)),
  );
}

const nothingElse: Evidence = {
  schema: "rollout-gate/evidence/1",
  rollout: "",
  tool: "",
  configDigest: "",
  startedAt: "",
  finishedAt: "",
  origin: { repository: null, commit: null, ref: null, dirty: null },
  machine: { os: "", architecture: "", cpuModel: "", cores: 1, memoryBytes: 0, runtime: "" },
  cancelled: false,
  stages: [],
  measurements: [],
  tests: [],
  coverage: [],
  checklists: [],
  facts: [],
  requirements: [],
  flag: [],
  gaps: [],
};
