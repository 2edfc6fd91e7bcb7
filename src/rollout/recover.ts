import type { Problem } from "../domain/problem.ts";
import { planRecovery, type Recovery } from "../flag/journal/plan-recovery.ts";
import { stampEvent } from "../ledger/stamp-event.ts";
import { redactValue } from "../text/redact-secrets.ts";
import { type Operation, sentence, writeIfPossible } from "./operation.ts";
import { turnBack } from "./turn-back.ts";

/** What an earlier run had left, and what became of it. */
export type Recovered =
  /** There was nothing, or it is done with. `told` is a sentence for people; empty when there is nothing to tell. */
  | { readonly kind: "clear"; readonly told: string }
  /** A rollback was cut off: it is to be done again, for this reason. */
  | { readonly kind: "roll-back"; readonly reason: string; readonly told: string }
  /** It could not be put right. */
  | { readonly kind: "stuck"; readonly because: string; readonly problem: Problem | null };

/** Looks for the journal of a run that was cut off, and undoes what it had begun to turn on. */
export async function recover(operation: Operation): Promise<Recovered> {
  const entries = await operation.journal.read();
  if (!entries.ok) return { kind: "stuck", because: sentence(entries.problem), problem: entries.problem };
  const plan = planRecovery(entries.value);
  if (plan === null) {
    const because = `The journal in ${operation.state.place} begins like none of this program's.`;
    return { kind: "stuck", because, problem: null };
  }
  switch (plan.kind) {
    case "nothing":
      if (plan.archive !== null) await operation.journal.archive(plan.archive);
      return { kind: "clear", told: "" };
    case "close":
      await close(operation, plan.operation, "nothing had been changed");
      return { kind: "clear", told: `An earlier run (${plan.operation}) was cut off before it had changed anything.` };
    case "roll-back": {
      await close(operation, plan.operation, "cut off; done again");
      const told = `An earlier rollback (${plan.operation}) was cut off; it is done again.`;
      return { kind: "roll-back", reason: plan.reason, told };
    }
    case "undo":
      return undo(plan, operation);
  }
}

/** What {@link recover} would find; it changes nothing. */
export async function peekAt(operation: Operation): Promise<Recovered> {
  const entries = await operation.journal.read();
  if (!entries.ok) return { kind: "stuck", because: sentence(entries.problem), problem: entries.problem };
  const plan = planRecovery(entries.value);
  if (plan?.kind === "undo") {
    operation.notes.push(
      `An earlier run (${plan.operation}) was cut off while it turned the flag on; that would be undone first.`,
    );
  }
  return { kind: "clear", told: "" };
}

async function undo(plan: Extract<Recovery, { kind: "undo" }>, operation: Operation): Promise<Recovered> {
  const because = plan.because ?? "It was cut off.";
  if (plan.because === null) await writeIfPossible(operation, { kind: "turning-back", because });
  const { verified, flag } = await turnBack(plan, operation);
  if (!verified) {
    const why = `An earlier run (${plan.operation}) was cut off while it turned the flag on, and it could not be turned back.`;
    return { kind: "stuck", because: why, problem: null };
  }
  await recordTurnedBack(operation, { operation: plan.operation, commit: plan.commit, because, flag, verified });
  await close(operation, plan.operation, "turned back");
  const told = `An earlier run (${plan.operation}) was cut off while it turned the flag on; it is turned back, and the flag reads ${flag}.`;
  return { kind: "clear", told };
}

async function close(operation: Operation, id: string, ending: string): Promise<void> {
  await operation.journal.append({ kind: "closed", at: operation.ports.clock.now().toISOString(), ending });
  await operation.journal.archive(id);
}

/** Tells the ledger. What fails is a warning: it changes nothing about what was done. */
export async function recordTurnedBack(
  operation: Operation,
  of: {
    readonly operation: string;
    readonly commit: string | null;
    readonly because: string;
    readonly flag: "on" | "off" | "unknown";
    readonly verified: boolean;
  },
): Promise<void> {
  const { ledger, context, tool, clock, progress } = operation.ports;
  if (ledger === null) return;
  const { commit, ...rest } = redactValue(of, operation.ports.redact);
  const event = stampEvent({
    kind: "flag-turned-back",
    rollout: operation.config.rollout,
    at: clock.now().toISOString(),
    tool,
    run: context.run,
    commit,
    ...rest,
  });
  const added = await ledger.append(operation.config.rollout, [event]);
  if (!added.ok) progress.warning(`The ledger could not be told: ${added.problem.reason}`);
}
