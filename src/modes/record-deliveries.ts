import type { DeliveriesEnded } from "../domain/channel.ts";
import { stampEvent } from "../ledger/stamp-event.ts";
import type { EscalationPorts } from "./escalation-ports.ts";

type Ended = DeliveriesEnded["deliveries"][number];

/** Writes how deliveries ended, as they do; those that end while it writes are written together. */
export interface DeliveryRecorder {
  ended(delivery: Ended): void;
  /** @returns why not all could be written, as a sentence; null when they were */
  settle(): Promise<string | null>;
}

export function recordDeliveries(
  rollout: string,
  claim: string,
  { ledger, clock, context, tool }: EscalationPorts,
): DeliveryRecorder {
  let waiting: Ended[] = [];
  let writing: Promise<void> | null = null;
  let problem: string | null = null;
  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const deliveries = waiting;
      waiting = [];
      const at = clock.now().toISOString();
      const { run, commit } = context;
      const event = stampEvent({ kind: "deliveries-ended", rollout, at, tool, run, commit, claim, deliveries });
      const added = await ledger?.append(rollout, [event]);
      if (added?.ok === false) problem = added.problem.reason;
    }
    writing = null;
  };
  return {
    ended: (delivery) => {
      waiting.push(delivery);
      writing ??= write();
    },
    settle: async () => {
      while (writing !== null) await writing;
      return problem;
    },
  };
}
