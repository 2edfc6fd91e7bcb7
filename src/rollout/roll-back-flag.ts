import type { FlagReading } from "../domain/evidence.ts";
import type { RolloutReport } from "../domain/rollout.ts";
import type { RollbackWay } from "../domain/rollout-plan.ts";
import { stampEvent } from "../ledger/stamp-event.ts";
import { redactValue } from "../text/redact-secrets.ts";
import { backUp } from "./back-up.ts";
import { type ChosenBackup, chooseBackup } from "./choose-backup.ts";
import { forgetCurrent, readCurrent } from "./current-rollout.ts";
import { closeJournal, endOperation } from "./end-operation.ts";
import { handCommands } from "./hand-commands.ts";
import { measureAgain } from "./measure-again.ts";
import { doStep, type Operation, readNow, sentence, tellBeginning, toReport, writeIfPossible } from "./operation.ts";
import { markLog, verifyLog } from "./verify-log.ts";
import { judgeDuration, readOnceMore, verifyStages } from "./verify-rollback.ts";
import { goBack } from "./way-back.ts";

export interface RollbackWish {
  /** Only this way, and also when the flag is off already; null: those of the config, in its order. */
  readonly way: RollbackWay | null;
  /** `STAGE/METRIC` that led to it, to be measured again; null: none. */
  readonly metric: string | null;
  /** The backup to put back; null: the one that belongs to what is on now. */
  readonly backup: string | null;
  readonly signal: AbortSignal;
}

/** What took it back. */
interface Went {
  readonly way: RollbackWay;
  readonly env: Readonly<Record<string, string>>;
}

/** Whether there is nothing to turn off. */
export function isOffAlready(wish: Pick<RollbackWish, "way">, flag: FlagReading["value"]): boolean {
  return flag === "off" && (wish.way === null || wish.way === "flag");
}

export function waysOf(wish: Pick<RollbackWish, "way">, { config }: Pick<Operation, "config">): readonly RollbackWay[] {
  return wish.way === null ? config.rollback.ways : [wish.way];
}

/**
 * Goes the ways back in turn, each verified before the next is tried, and then looks whether all is well. It goes on where
 * something fails that is not the flag itself: what fails is a finding.
 *
 * @param folder for what stages write; absolute
 */
export async function rollBackFlag(wish: RollbackWish, operation: Operation, folder: string): Promise<RolloutReport> {
  const { beginning } = operation;
  const before = await readNow(operation, {}, wish.signal);
  operation.record.push({ name: "flag before", value: `${before.value} (${before.said})` });
  const { operation: id, rollout, commit, reason } = beginning;
  await writeIfPossible(operation, {
    kind: "opened",
    operation: id,
    action: "rollback",
    rollout,
    commit,
    flagBefore: before.value,
    reason,
  });
  await tellBeginning(operation);
  const log = await markLog(operation);
  const chosen = await chooseBackup(wish.backup, operation);
  const went = isOffAlready(wish, before.value)
    ? await leaveAsIs(operation)
    : await goBackInTurn(wish, chosen, operation);
  if (went !== null && !wish.signal.aborted) {
    await verifyStages(operation, went.env, folder, wish.signal);
    await verifyLog(operation, log);
    if (wish.metric !== null) await measureAgain(wish.metric, operation, went.env, `${folder}/again`, wish.signal);
  }
  const flag = await readOnceMore(operation, went?.env ?? {});
  judgeDuration(operation);
  return finish(wish, operation, chosen, went, flag);
}

async function leaveAsIs(operation: Operation): Promise<Went> {
  await doStep(operation, "turn the flag off", async () => ({
    outcome: "not needed",
    detail: "It reads off already.",
  }));
  return { way: "flag", env: {} };
}

async function goBackInTurn(wish: RollbackWish, chosen: ChosenBackup, operation: Operation): Promise<Went | null> {
  const own = await backUp(operation);
  if (own.ok) await writeIfPossible(operation, { kind: "backed-up", backup: operation.beginning.operation });
  else operation.findings.push(`Nothing was backed up before: ${sentence(own.problem)}`);
  const current = await readCurrent(operation.state);
  const enabledBy = current.ok ? (current.value?.way ?? null) : null;
  for (const way of waysOf(wish, operation)) {
    if (wish.signal.aborted) return null;
    const context = { own: own.ok ? own.value : null, chosen, enabledBy, signal: wish.signal };
    const { worked, env } = await goBack(way, context, operation);
    if (worked) return { way, env };
  }
  return null;
}

async function finish(
  wish: RollbackWish,
  operation: Operation,
  chosen: ChosenBackup,
  went: Went | null,
  flag: FlagReading["value"],
): Promise<RolloutReport> {
  const { beginning, findings, byHand, ports, steps } = operation;
  const isOff = flag === "off" || (flag === "unknown" && went?.way === "version");
  const way = isOff ? (went?.way ?? null) : null;
  if (way === null) byHand.push(...handCommands(operation, chosen.backup, ports.host.platform));
  else
    await forgetCurrent(operation.state).catch((error: unknown) =>
      findings.push(`The state could not be written: ${String(error)}`),
    );
  const ending = way === null ? "failed" : findings.length > 0 ? "rolled back with findings" : "rolled back";
  const lastFailure = steps.findLast(({ outcome }) => outcome === "failed");
  const because = wish.signal.aborted
    ? `It was cancelled, and the flag reads ${flag}.`
    : way !== null
      ? `The flag is off${went?.way === "flag" && steps.some(isLeft) ? " already" : ` by ${wayWords(way)}`}, and was read back${findings.length > 0 ? "; something else is not as it should be" : ""}.`
      : `The flag reads ${flag}. ${lastFailure?.what ?? "It"}: ${lastFailure?.detail ?? "failed."}`;
  await record(operation, { ending, way, flag });
  // One that was cancelled stays open, so that the next run finishes it.
  if (!wish.signal.aborted) await closeJournal(operation, ending);
  const report = toReport(operation, { ending, because, flag });
  return endOperation(operation, report, [
    beginning.operation,
    ...(chosen.backup === null ? [] : [chosen.backup.manifest.id]),
  ]);
}

function isLeft({ what, outcome }: { readonly what: string; readonly outcome: string }): boolean {
  return what === "turn the flag off" && outcome === "not needed";
}

function wayWords(way: RollbackWay): string {
  return { flag: "its own switch", version: "going back to another version", backup: "putting its files back" }[way];
}

/** Tells the ledger. That it could not be told is a finding: who watches the rollout must know that it is over. */
async function record(
  operation: Operation,
  of: {
    readonly ending: "rolled back" | "rolled back with findings" | "failed";
    readonly way: RollbackWay | null;
    readonly flag: FlagReading["value"];
  },
): Promise<void> {
  const { ports, beginning, findings } = operation;
  if (ports.ledger === null) return;
  const {
    reason,
    ending,
    way,
    flag,
    findings: amiss,
  } = redactValue({ reason: beginning.reason, findings, ...of }, ports.redact);
  const event = stampEvent({
    kind: "rolled-back",
    rollout: beginning.rollout,
    at: ports.clock.now().toISOString(),
    tool: ports.tool,
    run: ports.context.run,
    commit: beginning.commit,
    operation: beginning.operation,
    reason,
    startedAt: beginning.startedAt,
    findings: amiss,
    ending,
    way,
    flag,
  });
  const added = await ports.ledger.append(beginning.rollout, [event]);
  if (!added.ok) ports.progress.warning(`The ledger could not be told: ${added.problem.reason}`);
}
