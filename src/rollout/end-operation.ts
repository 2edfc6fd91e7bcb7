import type { RolloutReport } from "../domain/rollout.ts";
import { redactValue } from "../text/redact-secrets.ts";
import { readCurrent } from "./current-rollout.ts";
import { messageOf, type Operation, tell, toReport, writeIfPossible } from "./operation.ts";

/** Closes the journal: from here on nothing is half done. */
export async function closeJournal(operation: Operation, ending: string): Promise<void> {
  await writeIfPossible(operation, { kind: "closed", ending });
  await archiveJournal(operation);
}

/** Puts a journal that is closed among the old ones. */
export async function archiveJournal(operation: Operation): Promise<void> {
  try {
    await operation.journal.archive(operation.beginning.operation);
  } catch (error) {
    // A closed journal that stays in its place is put away by the next run.
    operation.ports.progress.note(`The journal stays: ${messageOf(error)}.`);
  }
}

/** Nothing was changed. */
export function refuse(operation: Operation, why: readonly string[]): RolloutReport {
  return toReport(operation, { ending: "refused", because: why.join(" "), flag: "unknown" });
}

/** Lets go of old backups, and tells people how it ended. */
export async function endOperation(
  operation: Operation,
  report: RolloutReport,
  needed: readonly string[],
): Promise<RolloutReport> {
  const { ports } = operation;
  await prune(operation, needed);
  await tell(() => ports.recorder.ended(redactValue(report, ports.redact)), operation);
  return report;
}

async function prune({ config, ports, backups, state }: Operation, needed: readonly string[]): Promise<void> {
  try {
    const current = await readCurrent(state);
    // Whatever cannot be told may be needed.
    if (!current.ok) return;
    const own = current.value === null ? [] : [current.value.backup];
    await backups.prune(config.state, new Set([...needed, ...own]), ports.clock.now());
  } catch (error) {
    ports.progress.note(`Old backups stay: ${messageOf(error)}.`);
  }
}
