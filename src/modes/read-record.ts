import type { Config } from "../domain/config.ts";
import { type LedgerRecord, noRecord } from "../judge/ledger-record.ts";
import type { ModePorts } from "./mode-ports.ts";

/** Reads earlier runs from the ledger, and only where a stage is held against them: reading may mean calls to GitHub. */
export async function readRecord(config: Config, { ledger }: Pick<ModePorts, "ledger">): Promise<LedgerRecord> {
  if (ledger === null || !needsRecord(config)) return noRecord;
  const read = await ledger.read(config.rollout);
  if (!read.ok) return { kind: "unreadable", place: ledger.place, problem: read.problem };
  const runs = read.value.flatMap((event) => (event.kind === "baseline-recorded" ? [event] : []));
  return { kind: "read", place: ledger.place, runs };
}

/** Whether a stage is held against earlier runs. */
export function needsRecord(config: Config): boolean {
  return config.stages.some((stage) => stage.arms.kind === "recorded");
}
