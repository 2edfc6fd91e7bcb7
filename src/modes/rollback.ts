import type { RolloutReport } from "../domain/rollout.ts";
import { chooseBackup } from "../rollout/choose-backup.ts";
import { refuse } from "../rollout/end-operation.ts";
import { whyNotMeasurable } from "../rollout/measure-again.ts";
import { openOperation } from "../rollout/open-operation.ts";
import { type Operation, readNow, toReport } from "../rollout/operation.ts";
import { planRollback } from "../rollout/plan-rollback.ts";
import type { Recovered } from "../rollout/recover.ts";
import { isOffAlready, type RollbackWish, rollBackFlag, waysOf } from "../rollout/roll-back-flag.ts";
import type { RolloutPorts } from "../rollout/rollout-ports.ts";
import { absolutePath, type LoadedConfig } from "./load-config.ts";

export interface RollbackOptions extends RollbackWish {
  readonly config: LoadedConfig;
  readonly reason: string;
  /** Says what would be done, and does nothing. */
  readonly dryRun: boolean;
  /** Where stages write. */
  readonly evidenceFolder: string;
}

/**
 * Turns the flag off and sees that it is off: the ways of the config in turn, each verified before the next is tried, then
 * stages, the log and the metric that led to it. Doing it again harms nothing. Killed at any moment, the next run finishes it.
 */
export async function rollback(options: RollbackOptions, ports: RolloutPorts): Promise<RolloutReport> {
  const { config } = options.config;
  const of = { config, action: "rollback", reason: options.reason, peek: options.dryRun } as const;
  const opened = await openOperation(of, ports);
  if (!opened.ok) return opened.report;
  const { operation, recovered } = opened;
  try {
    // What an earlier run has left must not keep the flag on: it is told, and the rollback goes on.
    if (recovered.kind === "stuck") await goOnAllTheSame(recovered, operation, options.dryRun);
    const why = options.metric === null ? null : whyNotMeasurable(options.metric, operation);
    if (why !== null) return refuse(operation, [why]);
    if (options.dryRun) return await plan(options, operation);
    const folder = `${absolutePath(options.evidenceFolder, ports.host.workspace)}/${operation.beginning.operation}`;
    return await rollBackFlag(options, operation, folder);
  } finally {
    await opened.release();
  }
}

type Stuck = Extract<Recovered, { kind: "stuck" }>;

async function plan(options: RollbackOptions, operation: Operation): Promise<RolloutReport> {
  const { value, said } = await readNow(operation, {}, options.signal);
  const backup = await chooseBackup(options.backup, operation);
  const ways = waysOf(options, operation);
  const alreadyOff = isOffAlready(options, value);
  operation.steps.push(...planRollback(operation, { ways, alreadyOff, backup, metric: options.metric }));
  const because = `The flag reads ${value} (${said}); nothing was changed.`;
  return toReport(operation, { ending: "planned", because, flag: value });
}

async function goOnAllTheSame({ because, problem }: Stuck, operation: Operation, dryRun: boolean): Promise<void> {
  operation.findings.push(because);
  if (problem === null || dryRun) return;
  try {
    operation.notes.push(
      `The journal was put aside: ${await operation.journal.setAside(operation.beginning.operation)}.`,
    );
  } catch (error) {
    operation.notes.push(
      `The journal could not be put aside: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
