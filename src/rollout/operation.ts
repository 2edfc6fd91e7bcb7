import type { Config } from "../domain/config.ts";
import type { FlagReading } from "../domain/evidence.ts";
import type { Problem } from "../domain/problem.ts";
import type {
  ByHand,
  EnableEnding,
  RollbackEnding,
  RolloutAction,
  RolloutBeginning,
  RolloutReport,
  RolloutStep,
} from "../domain/rollout.ts";
import type { StateFiles } from "../domain/rollout-files.ts";
import { type Backups, createBackups, type NamedFile } from "../flag/backup/create-backups.ts";
import { createJournal, type Journal } from "../flag/journal/create-journal.ts";
import type { JournalEntry, JournalStep } from "../flag/journal/journal-entry.ts";
import { readFlag } from "../flag/read-flag.ts";
import { redactValue } from "../text/redact-secrets.ts";
import { firmFlagPorts } from "./firm-flag-ports.ts";
import type { RolloutPorts } from "./rollout-ports.ts";

/** How one step ended. */
export interface StepEnd {
  readonly outcome: RolloutStep["outcome"];
  readonly detail: string;
}

/** What every operation works with, and what it gathers for its report. */
export interface Operation {
  readonly beginning: RolloutBeginning;
  readonly config: Config;
  /** Everything it may write. */
  readonly files: readonly NamedFile[];
  readonly state: StateFiles;
  readonly journal: Journal;
  readonly backups: Backups;
  readonly ports: RolloutPorts;
  readonly steps: RolloutStep[];
  readonly record: { name: string; value: string }[];
  readonly findings: string[];
  readonly byHand: ByHand[];
  readonly notes: string[];
}

export interface OperationStart {
  readonly config: Config;
  readonly files: readonly NamedFile[];
  readonly state: StateFiles;
  readonly action: RolloutAction;
  readonly reason: string;
  readonly commit: string | null;
}

export function createOperation(start: OperationStart, ports: RolloutPorts): Operation {
  const now = ports.clock.now().toISOString();
  return {
    beginning: {
      operation: operationName(now, ports.random()),
      rollout: start.config.rollout,
      action: start.action,
      reason: start.reason,
      commit: start.commit,
      startedAt: now,
    },
    config: start.config,
    files: start.files,
    state: start.state,
    journal: createJournal(start.state),
    backups: createBackups(start.state, ports.backupFiles),
    ports,
    steps: [],
    record: [],
    findings: [],
    byHand: [],
    notes: [],
  };
}

/** Sorts by time: `20260105T093000Z-1a2b3c`. */
function operationName(now: string, random: string): string {
  return `${now.slice(0, 19).replace(/[-:]/g, "")}Z-${random}`;
}

/** Does one step, times it, and tells of it. */
export async function doStep(operation: Operation, what: string, work: () => Promise<StepEnd>): Promise<StepEnd> {
  const { ports, beginning, steps } = operation;
  const startedAt = ports.clock.now().toISOString();
  const startMs = ports.clock.monotonicMs();
  ports.progress.note(`${what} …`);
  const end = await work();
  const step: RolloutStep = { what, ...end, startedAt, durationMs: ports.clock.monotonicMs() - startMs };
  steps.push(step);
  if (end.outcome === "failed" || end.outcome === "doubtful") ports.progress.warning(`${what}: ${end.detail}`);
  const told = redactValue({ beginning, step }, ports.redact);
  await tell(() => ports.recorder.step(told.beginning, told.step), operation);
  return end;
}

/** Tells people that an operation begins. */
export async function tellBeginning(operation: Operation): Promise<void> {
  const { ports, beginning } = operation;
  await tell(() => ports.recorder.started(redactValue(beginning, ports.redact)), operation);
}

type Unstamped<Entry> = Entry extends JournalEntry ? Omit<Entry, "at"> : never;

/** Writes into the journal. @throws when it cannot be written: what it tells of must then not be done */
export async function writeAhead(operation: Operation, entry: Unstamped<JournalEntry>): Promise<void> {
  await operation.journal.append({ ...entry, at: operation.ports.clock.now().toISOString() });
}

/**
 * The same for what must be done whether or not it can be written down: turning the flag off matters more than a full disk.
 * That it could not be written is a finding, told once.
 */
export async function writeIfPossible(operation: Operation, entry: Unstamped<JournalEntry>): Promise<void> {
  try {
    await writeAhead(operation, entry);
  } catch (error) {
    const told = "The journal could not be written";
    if (operation.findings.some((finding) => finding.startsWith(told))) return;
    operation.findings.push(`${told}: ${messageOf(error)}. Were this run cut off, the next one would not know of it.`);
  }
}

export function aboutTo(step: JournalStep): Unstamped<JournalEntry> {
  return { kind: "about-to", step };
}

export function did(said: string, after: readonly { file: string; sha256: string }[] = []): Unstamped<JournalEntry> {
  return { kind: "did", said: said.slice(0, 2000), after: [...after] };
}

/** The files as they are now; one that is not there, or cannot be read, is left out. */
export async function fileStates(operation: Operation): Promise<{ file: string; sha256: string }[]> {
  const states: { file: string; sha256: string }[] = [];
  for (const { resolved } of operation.files) {
    const facts = await operation.ports.backupFiles.inspect(resolved);
    if (facts.ok) states.push({ file: resolved, sha256: facts.value.sha256 });
  }
  return states;
}

/**
 * The flag as the target sees it by itself.
 *
 * @param env what is added to this program's environment, such as what later steps of the job were given
 */
export async function readNow(
  operation: Operation,
  env: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
): Promise<FlagReading> {
  const { config, ports } = operation;
  if (config.flag === null) {
    return { arm: "candidate", way: "as it is", value: "unknown", said: "the config names no flag" };
  }
  return readFlag(config.flag, firmFlagPorts(ports), "candidate", "as it is", env, signal);
}

/** What went wrong, shortened, without a full stop. */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300).replace(/\.$/, "");
}

/** Has people told; whatever goes wrong there is a warning, and changes nothing. */
export async function tell(work: () => Promise<readonly string[]>, { ports }: Operation): Promise<void> {
  try {
    for (const warning of await work()) ports.progress.warning(warning);
  } catch (error) {
    ports.progress.warning(`People could not be told: ${messageOf(error)}.`);
  }
}

/** A problem in one sentence. */
export function sentence({ reason, file }: Problem): string {
  return file === undefined || reason.includes(file) ? reason : `${file}: ${reason}`;
}

export function toReport(
  operation: Operation,
  end: {
    readonly ending: EnableEnding | RollbackEnding;
    readonly because: string;
    readonly flag: FlagReading["value"];
  },
): RolloutReport {
  const { beginning, steps, record, findings, byHand, notes, ports } = operation;
  return {
    schema: "rollout-gate/rollout/1",
    tool: ports.tool,
    rollout: beginning.rollout,
    action: beginning.action,
    operation: end.ending === "refused" || end.ending === "planned" ? null : beginning.operation,
    ending: end.ending,
    because: end.because,
    reason: beginning.reason,
    commit: beginning.commit,
    flag: end.flag,
    startedAt: beginning.startedAt,
    endedAt: ports.clock.now().toISOString(),
    record,
    steps,
    findings,
    byHand,
    notes,
  };
}
