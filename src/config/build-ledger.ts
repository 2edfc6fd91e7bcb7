import type { LedgerPlan } from "../domain/config.ts";
import type { LedgerInput } from "./schema/ledger-schema.ts";

const dayMs = 86_400_000;

/** What is kept where the config says nothing. */
export const ledgerDefaults = { branch: "rollout-gate", keepMs: 90 * dayMs, baselines: 20 } as const;

export function buildLedger({ branch, folder, keep, baselines }: LedgerInput): LedgerPlan {
  return {
    place:
      folder === undefined
        ? { kind: "branch", branch: branch ?? ledgerDefaults.branch }
        : { kind: "folder", path: folder },
    keepMs: keep ?? ledgerDefaults.keepMs,
    baselines: baselines ?? ledgerDefaults.baselines,
  };
}
