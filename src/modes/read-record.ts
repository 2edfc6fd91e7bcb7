import type { Config } from "../domain/config.ts";
import type { History } from "../domain/history.ts";
import { type LedgerRecord, noRecord } from "../judge/ledger-record.ts";
import { foldHistory } from "../ledger/fold-history.ts";
import type { ModePorts } from "./mode-ports.ts";

/** What the ledger has of earlier runs. */
export interface Past {
  /** What stages are held against. */
  readonly record: LedgerRecord;
  /** For people to look at; null where it was not read, or could not be. */
  readonly history: History | null;
}

/**
 * Reads earlier runs from the ledger where a stage is held against them, which is judged, or where the calls to GitHub that it may
 * take are not counted, which is shown alone.
 *
 * @param mayShow whether it is read for people's sake alone
 */
export async function readPast(config: Config, mayShow: boolean, { ledger }: Pick<ModePorts, "ledger">): Promise<Past> {
  const isJudged = needsRecord(config);
  if (ledger === null || !(isJudged || mayShow)) return { record: noRecord, history: null };
  const read = await ledger.read(config.rollout);
  if (!read.ok) {
    const record = isJudged ? ({ kind: "unreadable", place: ledger.place, problem: read.problem } as const) : noRecord;
    return { record, history: null };
  }
  const runs = read.value.flatMap((event) => (event.kind === "baseline-recorded" ? [event] : []));
  return {
    record: isJudged ? { kind: "read", place: ledger.place, runs } : noRecord,
    history: foldHistory(read.value),
  };
}

/** Whether a stage is held against earlier runs. */
export function needsRecord(config: Config): boolean {
  return config.stages.some((stage) => stage.arms.kind === "recorded");
}
