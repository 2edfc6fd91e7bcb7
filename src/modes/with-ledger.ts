import type { LedgerPlan } from "../domain/config.ts";
import type { ModePorts } from "./mode-ports.ts";

/**
 * The ports with the ledger that counts: the one that was named for this run, or else the config's.
 *
 * @param plan of the config that judges, not of the one that is judged; null when it names no ledger
 */
export async function withLedger(ports: ModePorts, plan: LedgerPlan | null): Promise<ModePorts> {
  if (ports.ledger !== null || plan === null) return ports;
  return { ...ports, ledger: await ports.openLedger(plan) };
}
