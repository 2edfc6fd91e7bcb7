import type { Measurement } from "../domain/measurement.ts";
import type { StoredBackup } from "../flag/backup/create-backups.ts";
import type { LastingAttempt } from "../flag/set-for-good.ts";
import { stampEvent } from "../ledger/stamp-event.ts";
import { redactValue } from "../text/redact-secrets.ts";
import { writeCurrent } from "./current-rollout.ts";
import { aboutTo, doStep, type Operation, writeAhead } from "./operation.ts";
import { quoteShell } from "./quote-shell.ts";
import type { EnableFacts } from "./record-facts.ts";

/**
 * Makes it known that the flag is on: to later steps or the person, to the ledger, and to a rollback from here. A rollout that
 * nobody knows of is one that nobody watches, so what fails here turns the flag back.
 *
 * @returns why it must be turned back; null when it is known
 * @throws when the journal or the state cannot be written
 */
export async function finishEnable(
  operation: Operation,
  setting: LastingAttempt,
  backup: StoredBackup,
  facts: EnableFacts,
  baseline: readonly Measurement[],
): Promise<string | null> {
  const { ports, beginning } = operation;
  await writeAhead(operation, aboutTo({ do: "record" }));
  let why: string | null = null;
  await doStep(operation, "record it", async () => {
    await exportSetting(operation, setting);
    await writeCurrent(operation.state, {
      operation: beginning.operation,
      backup: backup.manifest.id,
      enabledAt: ports.clock.now().toISOString(),
      commit: beginning.commit,
      way: setting.name,
      baseline,
    });
    if (ports.ledger === null) {
      operation.findings.push("There is no ledger here, so nothing that watches rollouts knows of this one.");
      return { outcome: "doubtful", detail: "There is no ledger here." };
    }
    const event = stampEvent({
      ...redactValue(facts, ports.redact),
      way: setting.name,
      rollout: beginning.rollout,
      at: ports.clock.now().toISOString(),
      tool: ports.tool,
      run: ports.context.run,
      commit: beginning.commit,
    });
    const added = await ports.ledger.append(beginning.rollout, [event]);
    if (added.ok) return { outcome: "done", detail: `in ${ports.ledger.place}` };
    why = `The ledger could not be told, so nobody would watch it: ${added.problem.reason}`;
    return { outcome: "failed", detail: added.problem.reason };
  });
  // This line is what makes it last: without it the next run turns the flag back.
  if (why === null) await writeAhead(operation, { kind: "closed", ending: "enabled" });
  return why;
}

async function exportSetting(operation: Operation, setting: LastingAttempt): Promise<void> {
  const { ports, byHand, findings } = operation;
  for (const [name, value] of Object.entries(setting.env)) {
    if (ports.exportVariable !== null) {
      await ports.exportVariable(name, value);
      findings.push(`${name} is set for the later steps of this job, and for nothing else.`);
      continue;
    }
    findings.push(`The flag is on wherever ${name} is set, and this program cannot set it for others.`);
    byHand.push({ what: `Start the program with ${name} set.`, command: `export ${name}=${quoteShell([value])}` });
  }
}
