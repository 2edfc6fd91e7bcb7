import type { Config } from "../domain/config.ts";
import type { RolloutReport } from "../domain/rollout.ts";
import type { RolloutWindow } from "../domain/rollout-plan.ts";
import type { StoredBackup } from "../flag/backup/create-backups.ts";
import { nameWay } from "../flag/create-flag-switch.ts";
import { planRecovery } from "../flag/journal/plan-recovery.ts";
import { awaitWindow } from "../rollout/await-window.ts";
import { backUp } from "../rollout/back-up.ts";
import { forgetCurrent } from "../rollout/current-rollout.ts";
import { enableFlag, type Forward } from "../rollout/enable-flag.ts";
import { archiveJournal, closeJournal, endOperation, refuse } from "../rollout/end-operation.ts";
import { finishEnable } from "../rollout/finish-enable.ts";
import { lastBaseline } from "../rollout/last-baseline.ts";
import { openOperation } from "../rollout/open-operation.ts";
import {
  messageOf,
  type Operation,
  sentence,
  tellBeginning,
  toReport,
  writeAhead,
  writeIfPossible,
} from "../rollout/operation.ts";
import { recordFacts } from "../rollout/record-facts.ts";
import { recordTurnedBack } from "../rollout/recover.ts";
import type { RolloutPorts } from "../rollout/rollout-ports.ts";
import { whyOutside, whyTooLate } from "../rollout/rollout-window.ts";
import { whyStateIsAtRisk } from "../rollout/state-at-risk.ts";
import { turnBack, type Undo } from "../rollout/turn-back.ts";
import { whyNotEnable } from "../rollout/why-not-enable.ts";
import { absolutePath, type LoadedConfig } from "./load-config.ts";

export interface EnableOptions {
  readonly config: LoadedConfig;
  /** Why it is turned on without a GO, in a person's words; null when it is not. */
  readonly override: string | null;
  /** Where stages write, and where the gate has left its evidence. */
  readonly evidenceFolder: string;
  readonly signal: AbortSignal;
}

/**
 * Turns the flag on for good: sees that it may, backs up, records, sets, reads back, and has stages judge it. Whatever fails
 * turns everything back. Killed at any moment, the next run undoes what it has left.
 */
export async function enable(options: EnableOptions, ports: RolloutPorts): Promise<RolloutReport> {
  const first = await attempt(options, true, ports);
  if (first.wait === null) return first.report;
  // Without the lock meanwhile: a rollback must not be held up. All is looked at anew afterwards.
  await awaitWindow(first.wait, ports, options.signal);
  const { report } = await attempt(options, false, ports);
  return { ...report, notes: [...new Set([...first.report.notes, ...report.notes])] };
}

interface Attempt {
  readonly report: RolloutReport;
  /** Nothing but the time speaks against it, and this is to be waited for. */
  readonly wait: RolloutWindow | null;
}

async function attempt(options: EnableOptions, mayWait: boolean, ports: RolloutPorts): Promise<Attempt> {
  const { config, digest: configDigest } = options.config;
  const { override, signal } = options;
  const { window } = config.enable;
  const opened = await openOperation({ config, action: "enable", reason: override ?? "", peek: false }, ports);
  if (!opened.ok) return { report: opened.report, wait: null };
  const { operation, recovered } = opened;
  const refused = (why: readonly string[]): Attempt => ({ report: refuse(operation, why), wait: null });
  try {
    if (recovered.kind === "stuck") return refused([recovered.because]);
    if (recovered.kind === "roll-back") return refused(["A rollback was cut off: run it again first."]);
    const atRisk = whyStateIsAtRisk(operation.state.place, operation.ports.host);
    if (atRisk !== null) operation.findings.push(atRisk);
    const wrongTime = whyWrongTime(config, ports.clock.now());
    const refusals = await whyNotEnable({ configDigest, override, wrongTime, signal }, operation);
    if (refusals.length === 0) return { report: await turnOn(options, operation), wait: null };
    const isOnlyTime = refusals.length === 1 && refusals[0] === wrongTime;
    return { ...refused(refusals), wait: mayWait && isOnlyTime && window?.outside === "wait" ? window : null };
  } finally {
    await opened.release();
  }
}

/** A share that may be held until the window opens again need not be done before it closes. */
function whyWrongTime({ enable: { window, canary } }: Config, now: Date): string | null {
  if (window === null) return null;
  const leastMs = canary === null || window.outside === "wait" ? 0 : canary.steps.length * canary.waitMs;
  return whyOutside(window, now) ?? whyTooLate(window, now, leastMs);
}

async function turnOn(options: EnableOptions, operation: Operation): Promise<RolloutReport> {
  const { operation: id } = operation.beginning;
  const evidenceFolder = absolutePath(options.evidenceFolder, operation.ports.host.workspace);
  const begun = await begin(options, operation, evidenceFolder).catch((error: unknown) => `${messageOf(error)}.`);
  if (typeof begun === "string") {
    await closeJournal(operation, "nothing was changed");
    return endOperation(operation, refuse(operation, [begun]), []);
  }
  const { backup, facts, baseline } = begun;
  let forward: Forward;
  try {
    const window = options.override === null ? operation.config.enable.window : null;
    const wish = { window, folder: `${evidenceFolder}/${id}`, signal: options.signal };
    forward = await enableFlag(operation, backup, wish);
    const why = forward.on ? await finishEnable(operation, forward.setting, backup, facts, baseline) : null;
    if (why !== null) forward = { on: false, because: why };
  } catch (error) {
    forward = { on: false, because: `The gate broke: ${messageOf(error)}.` };
  }
  if (!forward.on) return undo(operation, forward.because, backup);
  await archiveJournal(operation);
  const because = `The flag is on by ${forward.setting.name}, it reads on, and everything that judges it passed.`;
  return endOperation(operation, toReport(operation, { ending: "enabled", because, flag: "on" }), [id]);
}

/** What comes before any change. @returns why it cannot begin, as a sentence, or what the rest needs */
async function begin(options: EnableOptions, operation: Operation, evidenceFolder: string) {
  const { ports, beginning } = operation;
  const { operation: id, rollout, commit, reason } = beginning;
  const { config, override, signal } = options;
  const opening = { operation: id, action: "enable", rollout, commit, flagBefore: "off", reason } as const;
  await writeAhead(operation, { kind: "opened", ...opening });
  await tellBeginning(operation);
  const backup = await backUp(operation);
  if (!backup.ok) return `${sentence(backup.problem)} ${backup.problem.remedy ?? ""}`.trim();
  await writeAhead(operation, { kind: "backed-up", backup: id });
  const of = { configFile: config.file, configDigest: config.digest, override, signal };
  const facts = await recordFacts(of, backup.value, operation);
  operation.notes.push(...(await ports.recordBefore()));
  const baseline = await lastBaseline(evidenceFolder, { commit, configDigest: config.digest }, ports);
  return { backup: backup.value, facts, baseline };
}

/** By the journal, like the run that would come after a kill: there is one way to undo. */
async function undo(operation: Operation, because: string, backup: StoredBackup): Promise<RolloutReport> {
  const { operation: id, commit } = operation.beginning;
  await writeIfPossible(operation, { kind: "turning-back", because: because.slice(0, 2000) });
  const entries = await operation.journal.read();
  const plan = entries.ok ? planRecovery(entries.value) : null;
  const known = plan?.kind === "undo" ? plan : undoAll(operation, backup, entries.ok);
  const { verified, flag } = await turnBack(known, operation);
  await forgetCurrent(operation.state).catch((error: unknown) => operation.notes.push(`${messageOf(error)}.`));
  await recordTurnedBack(operation, { operation: id, commit, because, flag, verified });
  if (verified) await closeJournal(operation, "turned back");
  const ending = verified ? "turned back" : "turning back failed";
  return endOperation(operation, toReport(operation, { ending, because, flag }), [backup.manifest.id]);
}

/** Without a journal that can be read, every way may have been set; with one that tells of no step, none was. */
function undoAll({ config }: Operation, backup: StoredBackup, readable: boolean): Undo {
  if (readable) return { flagBefore: "off", ways: [], files: null };
  const ways = (config.flag?.set ?? []).map(nameWay).reverse();
  return { flagBefore: "off", ways, files: { backup: backup.manifest.id, left: new Map() } };
}
