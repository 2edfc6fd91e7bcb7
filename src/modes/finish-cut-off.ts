import type { RolloutReport } from "../domain/rollout.ts";
import { createJournal } from "../flag/journal/create-journal.ts";
import { planRecovery } from "../flag/journal/plan-recovery.ts";
import { openOperation } from "../rollout/open-operation.ts";
import { sentence } from "../rollout/operation.ts";
import { stateFolder } from "../rollout/resolve-files.ts";
import type { RolloutPorts } from "../rollout/rollout-ports.ts";
import type { LoadedConfig } from "./load-config.ts";
import { rollback } from "./rollback.ts";

export interface CutOffOptions {
  readonly config: LoadedConfig;
  readonly evidenceFolder: string;
  readonly signal: AbortSignal;
}

/** What was found and done, in sentences for people; none when nothing had been cut off. */
export interface CutOff {
  readonly told: readonly string[];
  /** Whether everything is seen to be as it should be. */
  readonly verified: boolean;
}

/** Finishes a rollback that was cut off, and undoes a turning on that was. For the step after a job that was cancelled. */
export async function finishCutOff(options: CutOffOptions, ports: RolloutPorts): Promise<CutOff> {
  const { config } = options.config;
  const folder = stateFolder(config, ports.host);
  if (!folder.ok) return { told: [], verified: true };
  const entries = await createJournal(await ports.openState(folder.value)).read();
  if (!entries.ok) return { told: [sentence(entries.problem), entries.problem.remedy ?? ""], verified: false };
  const plan = planRecovery(entries.value);
  if (plan === null || plan.kind === "nothing") return { told: [], verified: plan !== null };
  if (plan.kind === "roll-back") {
    const wish = { way: null, metric: null, backup: null, dryRun: false, reason: plan.reason };
    return ofReport(await rollback({ ...options, ...wish }, ports));
  }
  const opened = await openOperation({ config, action: "enable", reason: "", peek: false }, ports);
  if (!opened.ok) return ofReport(opened.report);
  await opened.release();
  const { recovered, operation } = opened;
  const verified = recovered.kind === "clear";
  const told = recovered.kind === "stuck" ? recovered.because : recovered.told;
  return { told: [told, ...operation.findings, ...byHand(operation)], verified };
}

function ofReport(report: RolloutReport): CutOff {
  const verified = report.ending === "rolled back" || report.ending === "rolled back with findings";
  return { told: [`${report.ending}: ${report.because}`, ...report.findings, ...byHand(report)], verified };
}

function byHand({ byHand: steps }: Pick<RolloutReport, "byHand">): readonly string[] {
  return steps.map(({ what, command }) => (command === null ? what : `${what} ${command}`));
}
