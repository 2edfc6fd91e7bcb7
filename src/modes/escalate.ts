import type { DeliveriesBegun } from "../domain/channel.ts";
import type { EscalationEvent } from "../domain/escalation.ts";
import type { LedgerEvent } from "../domain/ledger.ts";
import type { Reading } from "../domain/problem.ts";
import type { Conclusion, Escalate, EscalationOutcome, VerifyRun } from "../domain/verify-run.ts";
import { decideEscalation } from "../escalate/decide-escalation.ts";
import { type Delivery, foldOutbox } from "../escalate/fold-outbox.ts";
import { stampEvent } from "../ledger/stamp-event.ts";
import { carryOut } from "./carry-out.ts";
import type { EscalationPorts } from "./escalation-ports.ts";

/** A rollback that was made here is told in a further turn, and what that brings in one more. */
const mostTurns = 3;

/**
 * Writes what a look has found and what that asks for, then does it and tells people. What is to be done is read from the ledger, so
 * a run that is killed, comes twice or comes late finishes what is open and says nothing again.
 */
export function createEscalate(ports: EscalationPorts): Escalate {
  return async (run) => {
    const told = { added: [] as LedgerEvent[], done: [] as string[], warnings: [] as string[] };
    for (let turn = 1; turn <= mostTurns; turn++) {
      const begun = await begin(run, turn, ports);
      if (!begun.ok) {
        if (turn === 1) return { problem: begun.problem, ...told };
        told.warnings.push(`What came of it could not be read from the ledger: ${begun.problem.reason}`);
        break;
      }
      told.added.push(...begun.value.added);
      const { isToldAnew, done, warnings } = await carryOut(run, begun.value, ports);
      told.done.push(...done);
      told.warnings.push(...warnings);
      if (!isToldAnew) break;
    }
    return { problem: null, ...told } satisfies EscalationOutcome;
  };
}

/** What a run took upon itself. */
export interface Begun {
  readonly claim: string;
  /** Everything that the ledger says by now. */
  readonly events: readonly LedgerEvent[];
  readonly added: readonly LedgerEvent[];
  readonly deliveries: readonly Delivery[];
}

const nothing: Conclusion = { events: [], findings: [] };

/** Concludes, decides, and takes what is owed upon this run, in one step of the ledger. */
async function begin(run: VerifyRun, turn: number, ports: EscalationPorts): Promise<Reading<Begun>> {
  const { ledger, clock, context } = ports;
  if (ledger === null) return withoutLedger;
  const now = turn === 1 ? run.now : clock.now();
  const stamp = {
    rollout: run.rollout,
    at: now.toISOString(),
    tool: ports.tool,
    run: context.run,
    commit: context.commit,
  };
  const claim = `${context.run === null ? "terminal" : `${context.run.runId}-${context.run.attempt}`}-${ports.random()}`;
  const tried = new Set<string>();
  let begun: Begun = { claim, events: [], added: [], deliveries: [] };
  // It may be asked more than once, also with a ledger that holds already what it has decided.
  const decide = (events: readonly LedgerEvent[]): readonly LedgerEvent[] => {
    const conclusion = turn === 1 ? run.conclude(events) : nothing;
    const concluded = [...events, ...conclusion.events];
    const escalated = decideEvents(run, concluded, conclusion, now, ports).map(
      (event): LedgerEvent => stampEvent({ ...stamp, ...event }),
    );
    const known = [...concluded, ...escalated];
    const outbox = foldOutbox(known, run.config, now);
    const mine = outbox.filter((delivery) => delivery.claim === claim);
    const owed = mine.length > 0 ? [] : outbox.filter((delivery) => isForNow(delivery, turn)).slice(0, mostDeliveries);
    const begins: readonly LedgerEvent[] =
      owed.length === 0 ? [] : [stampEvent({ ...stamp, ...beginning(claim, owed) } as const)];
    const added = [...conclusion.events, ...escalated, ...begins];
    for (const { id } of added) tried.add(id);
    const all = [...known, ...begins];
    begun = { claim, events: all, added: all.filter(({ id }) => tried.has(id)), deliveries: [...mine, ...owed] };
    return added;
  };
  const appended = await ledger.update(run.rollout, decide);
  return appended.ok ? { ok: true, value: begun } : { ok: false, problem: appended.problem };
}

function decideEvents(
  { config, isWatched }: VerifyRun,
  events: readonly LedgerEvent[],
  { findings }: Conclusion,
  now: Date,
  { redact }: EscalationPorts,
): readonly EscalationEvent[] {
  const safe = findings.map((finding) => ({ ...finding, reason: redact(finding.reason) }));
  return decideEscalation(events, { levels: config.escalation, findings: safe, isWatched, now });
}

/** A rollback that did not work is tried again by the next run, not by this one. */
function isForNow({ standing, destination }: Delivery, turn: number): boolean {
  return standing !== "begun" && (turn === 1 || destination.kind !== "rollback");
}

/** So that how they ended fits into one event of the ledger; what is beyond is left to the next run. */
const mostDeliveries = 200;

function beginning(claim: string, owed: readonly Delivery[]): DeliveriesBegun {
  return {
    kind: "deliveries-begun",
    claim,
    deliveries: owed.map(({ notice, destination }) => ({ notice: notice.id, to: destination.to })),
  };
}

const withoutLedger: Reading<never> = {
  ok: false,
  problem: {
    kind: "missing",
    reason: "There is no ledger, so nobody knows what was found and told before, and nobody was told now.",
    remedy: "Name one under `ledger:`, and give the step what it needs to write it.",
  },
};
