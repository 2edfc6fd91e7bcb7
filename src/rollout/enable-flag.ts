import type { FlagWay } from "../domain/config.ts";
import type { RolloutWindow } from "../domain/rollout-plan.ts";
import { canShare } from "../flag/at-share.ts";
import type { StoredBackup } from "../flag/backup/create-backups.ts";
import { restoreBackup } from "../flag/backup/restore-backup.ts";
import { type LastingAttempt, setForGood } from "../flag/set-for-good.ts";
import { formatDuration } from "../units/format-value.ts";
import { awaitWindow } from "./await-window.ts";
import { firmFlagPorts } from "./firm-flag-ports.ts";
import { noWayWords } from "./flag-words.ts";
import { aboutTo, did, doStep, fileStates, type Operation, sentence, writeAhead } from "./operation.ts";
import { whyOutside } from "./rollout-window.ts";
import { runJudgedStages } from "./run-judged-stages.ts";

/** What turning on works with, beside the operation. */
export interface ForwardWish {
  /** In which the share may rise; null: at any time. */
  readonly window: RolloutWindow | null;
  /** For what the stages write; absolute. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** The flag is on; or why it must be turned back, as a sentence. */
export type Forward =
  | { readonly on: true; readonly setting: LastingAttempt }
  | { readonly on: false; readonly because: string };

/**
 * Sets the flag, reads it back, and has stages judge it: share by share where the config says so, then those that validate,
 * then the smoke tests. Everything is written to the journal ahead. It turns nothing back.
 *
 * @throws when the journal cannot be written
 */
export async function enableFlag(operation: Operation, backup: StoredBackup, wish: ForwardWish): Promise<Forward> {
  const { enable } = operation.config;
  const { folder, signal } = wish;
  const shares = enable.canary?.steps ?? [100];
  let setting: LastingAttempt | null = null;
  for (const [at, percent] of shares.entries()) {
    const held = setting === null ? null : await holdOutside(operation, setting, shares[at - 1] ?? 0, wish);
    if (held !== null) return { on: false, because: held };
    const ways: readonly FlagWay[] = setting === null ? usableWays(operation, percent) : [setting.way];
    const attempts = await setShare(operation, backup, ways, percent, signal);
    const last = attempts.at(-1);
    if (last === undefined || last.failure !== null) {
      return { on: false, because: signal.aborted ? "It was cancelled." : noWayWords(attempts) };
    }
    setting = last;
    if (enable.canary === null) break;
    if (enable.canary.waitMs > 0 && !signal.aborted) {
      operation.ports.progress.note(`waiting ${formatDuration(enable.canary.waitMs)} at ${percent} %`);
      await operation.ports.clock.sleep(enable.canary.waitMs, signal);
    }
    const why = await judgeShare(operation, setting, percent, `judge it at ${percent} %`, wish);
    if (why !== null) return { on: false, because: why };
  }
  if (setting === null) return { on: false, because: "There is nothing to set." };
  const env = { ...setting.env, ROLLOUT_PERCENT: "100" };
  const why =
    (await judge(operation, "validate", enable.validate, env, folder, signal)) ??
    (await judge(operation, "smoke tests", enable.smoke, env, folder, signal));
  if (why !== null) return { on: false, because: why };
  return signal.aborted ? { on: false, because: "It was cancelled." } : { on: true, setting };
}

/**
 * A share does not rise while the window is closed: it is turned back, or, where the config has it wait, held until the window
 * opens and judged again, since nobody looked meanwhile.
 *
 * @returns why it must be turned back; null when it may go on
 */
async function holdOutside(
  operation: Operation,
  setting: LastingAttempt,
  percent: number,
  wish: ForwardWish,
): Promise<string | null> {
  const { window, signal } = wish;
  const { ports, notes } = operation;
  const why = window === null ? null : whyOutside(window, ports.clock.now());
  if (window === null || why === null) return null;
  const held = `The window closed at ${percent} %, before all was turned on. ${why}`;
  if (window.outside === "refuse") return held;
  notes.push(`It was held at ${percent} % until the window opened again. ${why}`);
  if (!(await awaitWindow(window, ports, signal))) return signal.aborted ? "It was cancelled." : held;
  return judgeShare(operation, setting, percent, `judge it at ${percent} % again`, wish);
}

async function judgeShare(
  operation: Operation,
  setting: LastingAttempt,
  percent: number,
  what: string,
  { folder, signal }: ForwardWish,
): Promise<string | null> {
  const env = { ...setting.env, ROLLOUT_PERCENT: String(percent) };
  return judge(operation, what, operation.config.enable.canary?.stages ?? [], env, folder, signal);
}

function usableWays(operation: Operation, percent: number): readonly FlagWay[] {
  const ways = operation.config.flag?.set ?? [];
  return percent < 100 ? ways.filter(canShare) : ways;
}

async function setShare(
  operation: Operation,
  backup: StoredBackup,
  ways: readonly FlagWay[],
  percent: number,
  signal: AbortSignal,
): Promise<readonly LastingAttempt[]> {
  const { config, ports } = operation;
  if (config.flag === null) return [];
  let attempts: readonly LastingAttempt[] = [];
  const { flag } = config;
  const share = percent === 100 ? "" : ` for ${percent} %`;
  await doStep(operation, `set the flag on${share}`, async () => {
    const hooks = {
      before: (way: string) => writeAhead(operation, aboutTo({ do: "set-flag", way, to: "on", percent })),
      after: async (attempt: LastingAttempt) => {
        // What a way that does not work has done to the files must not stay, nor reach the next way.
        if (attempt.failure !== null) await undoAttempt(operation, backup);
        await writeAhead(operation, did(attempt.failure ?? "set", await fileStates(operation)));
      },
    };
    attempts = await setForGood(flag, { to: "on", percent }, ways, firmFlagPorts(ports), hooks, signal);
    const last = attempts.at(-1);
    for (const attempt of attempts) operation.notes.push(...attempt.notes);
    if (last === undefined || last.failure !== null) return { outcome: "failed", detail: noWayWords(attempts) };
    const failed = attempts.slice(0, -1).map(({ name, failure }) => ` By ${name} it did not work: ${failure}`);
    return { outcome: "done", detail: `by ${last.name}; it reads on.${failed.join("")}` };
  });
  return attempts;
}

async function undoAttempt(operation: Operation, backup: StoredBackup): Promise<void> {
  const { files, backups, ports } = operation;
  const done = await restoreBackup(backup, files, null, backups, ports.backupFiles);
  operation.notes.push(...done.notes, ...done.problems.map(sentence));
}

/** @returns why it must be turned back; null when all is well, or when there is nothing to run */
async function judge(
  operation: Operation,
  what: string,
  stages: readonly string[],
  env: Readonly<Record<string, string>>,
  folder: string,
  signal: AbortSignal,
): Promise<string | null> {
  if (stages.length === 0) return null;
  await writeAhead(operation, aboutTo({ do: "run-stages", stages: [...stages] }));
  let why: string | null = null;
  await doStep(operation, `${what}: ${stages.join(", ")}`, async () => {
    const request = { config: operation.config, stages, arm: "candidate", env, folder, signal } as const;
    const { verdict, findings } = await runJudgedStages(request, operation.ports);
    if (verdict.decision === "GO") return { outcome: "done", detail: `${verdict.because}.` };
    if (verdict.decision === "GO WITH CONDITIONS") {
      operation.findings.push(...verdict.conditions);
      return { outcome: "doubtful", detail: `${verdict.because}.` };
    }
    const unmet = findings.filter(({ outcome }) => outcome !== "pass");
    operation.findings.push(...unmet.map(({ subject, reason }) => `${subject}: ${reason}.`));
    why = signal.aborted ? "It was cancelled." : `${what} failed: ${verdict.because}.`;
    return { outcome: "failed", detail: `${verdict.because}.` };
  });
  // What the files hold now is not noted: somebody may have written to them meanwhile, and that is not to be undone.
  await writeAhead(operation, did(why ?? "passed"));
  return why;
}
