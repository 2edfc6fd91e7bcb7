import type { Config } from "../domain/config.ts";
import { foldLedger } from "../ledger/fold-ledger.ts";
import { type JobMatrix, planMatrix } from "../stages/plan-matrix.ts";
import { selectStages } from "../stages/select-stages.ts";
import type { ModePorts } from "./mode-ports.ts";
import { withLedger } from "./with-ledger.ts";

/**
 * The job matrix that runs a config's stages, balanced by what the ledger knows of their durations. A ledger that cannot be read is a
 * warning: the plan is then less even, and no less right.
 *
 * @param names only these stages, with what they need; empty: all
 * @param jobs how many jobs at the most; at least 1
 */
export async function plan(
  config: Config,
  names: readonly string[],
  jobs: number,
  given: ModePorts,
): Promise<JobMatrix> {
  const ports = await withLedger(given, config.ledger);
  const { stages } = selectStages(config.stages, names);
  return planMatrix(stages, jobs, await knownDurations(config.rollout, ports));
}

async function knownDurations(
  rollout: string,
  { ledger, progress }: Pick<ModePorts, "ledger" | "progress">,
): Promise<ReadonlyMap<string, number>> {
  if (ledger === null) return new Map();
  const events = await ledger.read(rollout);
  if (events.ok) return foldLedger(events.value).stageDurationsMs;
  progress.warning(`The plan does not know how long stages take: ${events.problem.reason}`);
  return new Map();
}
