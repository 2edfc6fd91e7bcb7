import type { Stage } from "../domain/config.ts";
import type { Criterion } from "../domain/criterion.ts";
import type { Launch, Measurement } from "../domain/measurement.ts";
import { judgeClaims } from "../judge/judge-criterion.ts";
import { planOf } from "../judge/launch-plan.ts";
import { matchesMetric } from "../judge/resolve-metrics.ts";
import { readCurrent } from "./current-rollout.ts";
import { doStep, type Operation, type StepEnd, sentence } from "./operation.ts";
import { runJudgedStages } from "./run-judged-stages.ts";

/** Why a metric cannot be measured again, as a sentence; null when it can. */
export function whyNotMeasurable(metric: string, { config }: Pick<Operation, "config">): string | null {
  const named = parse(metric);
  const form = "write it as STAGE/METRIC";
  if (named === null) return `${JSON.stringify(metric)} is no metric: ${form}.`;
  const stage = config.stages.find(({ name }) => name === named.stage);
  if (stage === undefined) return `There is no stage ${named.stage}: ${form}.`;
  const gives = stage.benchmarks.length > 0 || stage.measure.some(({ name }) => name === named.metric);
  if (!gives) return `The stage ${named.stage} does not measure ${named.metric}.`;
  if (criterionOf(metric, config.criteria) === null) return `No criterion says what ${metric} must meet.`;
  return null;
}

/**
 * Measures the metric that led to the rollback again, now that the flag is off, and holds it against its criterion: an absolute
 * one as it is, a relative one against the baseline as the gate measured it before the flag went on.
 *
 * @param env what later steps of the job were given to turn it off
 * @param folder for what the stage writes; absolute
 */
export async function measureAgain(
  metric: string,
  operation: Operation,
  env: Readonly<Record<string, string>>,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  await doStep(operation, `measure ${metric} again`, async () => {
    const end = await measure(metric, operation, env, folder, signal);
    if (end.outcome !== "done") operation.findings.push(`${metric}: ${end.detail}`);
    return end;
  });
}

async function measure(
  metric: string,
  operation: Operation,
  env: Readonly<Record<string, string>>,
  folder: string,
  signal: AbortSignal,
): Promise<StepEnd> {
  const { config } = operation;
  const named = parse(metric);
  const stage = config.stages.find(({ name }) => name === named?.stage);
  const criterion = criterionOf(metric, config.criteria);
  if (named === null || stage === undefined || criterion === null) {
    return { outcome: "failed", detail: whyNotMeasurable(metric, operation) ?? "It cannot be measured." };
  }
  const recorded = await recordedBaseline(named, operation);
  if (typeof recorded === "string" && criterion.pass.kind !== "absolute")
    return { outcome: "doubtful", detail: recorded };
  const wanted = launchesWanted(stage, typeof recorded === "string" ? 0 : recorded.launches.length);
  let first: Measurement | null = null;
  const launches: Launch[] = [];
  for (let index = 0; index < wanted; index++) {
    const request = {
      config,
      stages: [stage.name],
      arm: "baseline",
      env,
      folder: `${folder}/${index}`,
      signal,
    } as const;
    const { evidence } = await runJudgedStages(request, operation.ports);
    const found = evidence.measurements.find((one) => one.stage === named.stage && one.metric === named.metric);
    if (found === undefined) {
      const why = evidence.gaps[0]?.problem.reason ?? evidence.stages[0]?.reason ?? "the stage gave no such metric";
      return { outcome: "failed", detail: `It could not be measured: ${why}.`.replace(/\.\.$/, ".") };
    }
    first ??= found;
    launches.push(...found.launches.map((launch) => ({ ...launch, index })));
  }
  if (first === null) return { outcome: "failed", detail: "It could not be measured: no launch was made." };
  const before =
    typeof recorded === "string" ? [] : recorded.launches.map((launch, at) => ({ ...launch, index: wanted + at }));
  if (typeof recorded !== "string" && recorded.unit !== first.unit) {
    return {
      outcome: "doubtful",
      detail: `It is in ${first.unit || "a bare count"} now and was in ${recorded.unit || "a bare count"}.`,
    };
  }
  const measurement = { ...first, launches: [...launches, ...before] };
  // It is looked at once, when all launches are there.
  const plan = { ...planOf(stage), minLaunches: wanted, maxLaunches: wanted };
  const [finding] = judgeClaims([{ subject: metric, criterion, measurement, problem: null }], plan);
  if (finding === undefined) throw new RangeError("a claim has a finding");
  return { outcome: finding.outcome === "pass" ? "done" : "doubtful", detail: `${finding.reason}.` };
}

/** As many as the gate took: fewer would decide less than it did. */
function launchesWanted({ arms }: Stage, recorded: number): number {
  return arms.kind === "both" ? Math.min(arms.maxLaunches, Math.max(arms.minLaunches, recorded)) : 1;
}

/** A metric as its reader writes it: the stage first, as names of benchmarks may hold a slash and names of stages none. */
function parse(metric: string): { readonly stage: string; readonly metric: string } | null {
  const at = metric.indexOf("/");
  return at < 1 || at === metric.length - 1 ? null : { stage: metric.slice(0, at), metric: metric.slice(at + 1) };
}

function criterionOf(metric: string, criteria: readonly Criterion[]): Criterion | null {
  const named = parse(metric);
  if (named === null) return null;
  return (
    criteria.find((one) => one.pass.kind !== "all" && matchesMetric(one.metric, named.stage, named.metric)) ?? null
  );
}

async function recordedBaseline(
  named: { readonly stage: string; readonly metric: string },
  operation: Operation,
): Promise<Measurement | string> {
  const current = await readCurrent(operation.state);
  if (!current.ok) return sentence(current.problem);
  const found = current.value?.baseline.find(({ stage, metric }) => stage === named.stage && metric === named.metric);
  return found ?? "What it was before the flag went on was not recorded here, so there is nothing to compare it with.";
}
