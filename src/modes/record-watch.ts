import type { Config } from "../domain/config.ts";
import type { LedgerEvent, LedgerStore } from "../domain/ledger.ts";
import type { RunContext } from "../domain/run-context.ts";
import type { EscalationOutcome, VerifyRun } from "../domain/verify-run.ts";
import { decideEscalation } from "../escalate/decide-escalation.ts";
import { stampEvent } from "../ledger/stamp-event.ts";

/** Writes what a run of the watch found, and what that asks for, in one step. */
export async function recordWatch(
  run: VerifyRun,
  of: {
    readonly ledger: LedgerStore;
    readonly config: Config;
    readonly context: RunContext;
    readonly tool: string;
  },
): Promise<EscalationOutcome> {
  const { ledger, config, context, tool } = of;
  const { rollout, now, isWatched } = run;
  const stamp = { rollout, at: now.toISOString(), tool, run: context.run, commit: context.commit };
  const appended = await ledger.update(rollout, (events): readonly LedgerEvent[] => {
    const { events: concluded, findings } = run.conclude(events);
    const look = { levels: config.escalation, findings, isWatched, now };
    const decided = decideEscalation([...events, ...concluded], look);
    return [...concluded, ...decided.map((event) => stampEvent({ ...stamp, ...event }))];
  });
  if (!appended.ok) return { problem: appended.problem, added: [], done: [], warnings: [] };
  return { problem: null, added: appended.value.added, done: [], warnings: [] };
}
