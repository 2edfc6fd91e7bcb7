import { runCommand } from "../collect/run-command.ts";
import type { Command } from "../domain/config.ts";
import type { RollbackWay } from "../domain/rollout-plan.ts";
import type { StoredBackup } from "../flag/backup/create-backups.ts";
import { restoreBackup } from "../flag/backup/restore-backup.ts";
import { nameWay } from "../flag/create-flag-switch.ts";
import { commandFailure } from "../flag/read-flag.ts";
import { type LastingAttempt, setForGood } from "../flag/set-for-good.ts";
import type { ChosenBackup } from "./choose-backup.ts";
import { firmFlagPorts } from "./firm-flag-ports.ts";
import { noWayWords } from "./flag-words.ts";
import {
  aboutTo,
  did,
  doStep,
  fileStates,
  type Operation,
  readNow,
  type StepEnd,
  sentence,
  writeIfPossible,
} from "./operation.ts";
import { quoteShell } from "./quote-shell.ts";

/** How one way back ended. */
export interface WayBack {
  /** The flag is seen to be off, or the version to be the one wanted. */
  readonly worked: boolean;
  /** What later steps of the job were given for it. */
  readonly env: Readonly<Record<string, string>>;
}

/** What the ways need to know. */
export interface WayContext {
  /** What was backed up before this rollback began; null when that failed. */
  readonly own: StoredBackup | null;
  /** What the flag's files are put back from. */
  readonly chosen: ChosenBackup;
  /** The way by which it was turned on, as reports name it; null when that is not known. */
  readonly enabledBy: string | null;
  readonly signal: AbortSignal;
}

/** Goes one way back and sees whether it worked. A restart belongs to it: without one the program may go on as before. */
export async function goBack(way: RollbackWay, context: WayContext, operation: Operation): Promise<WayBack> {
  const env = await waysBack[way](context, operation);
  if (env === null) return { worked: false, env: {} };
  await restart(operation, env, context.signal);
  return check(way, env, operation);
}

/** What later steps of the job are given for it, which this program's own environment does not have; null: it did not work. */
type Went = Readonly<Record<string, string>> | null;

const waysBack: Readonly<Record<RollbackWay, (context: WayContext, operation: Operation) => Promise<Went>>> = {
  flag: turnOff,
  version: installVersion,
  backup: putBackFiles,
};

async function turnOff(context: WayContext, operation: Operation): Promise<Went> {
  const { config, ports } = operation;
  const { flag } = config;
  if (flag === null || flag.set.length === 0) {
    await doStep(operation, "turn the flag off", async () => failedStep("The config names no way to set a flag."));
    return null;
  }
  let env: Readonly<Record<string, string>> = {};
  const end = await doStep(operation, "turn the flag off", async () => {
    const hooks = {
      before: (name: string) =>
        writeIfPossible(operation, aboutTo({ do: "set-flag", way: name, to: "off", percent: null })),
      after: async (attempt: LastingAttempt) => {
        if (attempt.failure !== null) await undoAttempt(context, operation);
        await writeIfPossible(operation, did(attempt.failure ?? "off", await fileStates(operation)));
      },
    };
    const wish = { to: "off", percent: 100 } as const;
    // What turned it on is tried first: it is known to work here.
    const first = flag.set.filter((candidate) => nameWay(candidate) === context.enabledBy);
    const ways = [...first, ...flag.set.filter((candidate) => !first.includes(candidate))];
    const attempts = await setForGood(flag, wish, ways, firmFlagPorts(ports), hooks, context.signal);
    const last = attempts.at(-1);
    for (const attempt of attempts) operation.notes.push(...attempt.notes);
    if (last === undefined || last.failure !== null) return failedStep(noWayWords(attempts));
    await exportOff(operation, last);
    if (ports.exportVariable !== null) env = last.env;
    const failed = attempts.slice(0, -1).map(({ name, failure }) => ` By ${name} it did not work: ${failure}`);
    return { outcome: "done", detail: `by ${last.name}.${failed.join("")}` };
  });
  return end.outcome === "done" ? env : null;
}

/** What a way that does not work has done to the files must not stay. */
async function undoAttempt({ own }: WayContext, operation: Operation): Promise<void> {
  if (own === null) return;
  const done = await restoreBackup(own, operation.files, null, operation.backups, operation.ports.backupFiles);
  operation.notes.push(...done.notes, ...done.problems.map(sentence));
}

async function exportOff(operation: Operation, { env }: LastingAttempt): Promise<void> {
  for (const [name, value] of Object.entries(env)) {
    if (operation.ports.exportVariable !== null) {
      await operation.ports.exportVariable(name, value);
      operation.findings.push(`${name} is off for the later steps of this job, and for nothing else.`);
      continue;
    }
    operation.findings.push(`The flag is off wherever ${name} is set so, and this program cannot set it for others.`);
    operation.byHand.push({
      what: `Start the program with ${name} set to off.`,
      command: `export ${name}=${quoteShell([value])}`,
    });
  }
}

async function installVersion({ signal }: WayContext, operation: Operation): Promise<Went> {
  const { to, install } = operation.config.rollback;
  const end = await doStep(operation, `go back to ${to ?? "a version"}`, async () => {
    if (to === null || install === null) return failedStep("The config names no version, or no way to install one.");
    const why = await whyNotInstalled(operation, to, signal);
    if (why !== null) return failedStep(why);
    await writeIfPossible(operation, aboutTo({ do: "install", to }));
    const failure = await run(operation, withVersion(install, to), { VERSION: to }, signal);
    await writeIfPossible(operation, did(failure ?? "installed"));
    if (failure !== null) return failedStep(`Installing it failed: ${failure}.`);
    const now = await runningVersion(operation, to, signal);
    if (now.ok && sameVersion(now.version, to)) return { outcome: "done", detail: `${now.version} is there.` };
    return failedStep(now.ok ? `It was installed, and ${now.version} is there.` : now.why);
  });
  return end.outcome === "done" ? {} : null;
}

const commitForm = /^[0-9a-f]{40}$/;

/** Why the version must not be installed: it is the running one, or it is not there, or that cannot be told. */
async function whyNotInstalled(operation: Operation, to: string, signal: AbortSignal): Promise<string | null> {
  const now = await runningVersion(operation, to, signal);
  if (!now.ok) return now.why;
  if (sameVersion(now.version, to)) return `${to} is the running version, so going back to it would change nothing.`;
  if (!commitForm.test(to)) return null;
  const there = await operation.ports.commits.has(to);
  if (there === true) return null;
  return there === false
    ? `There is no commit ${to} here: fetch it first.`
    : `Whether there is a commit ${to} could not be told.`;
}

type RunningVersion = { readonly ok: true; readonly version: string } | { readonly ok: false; readonly why: string };

async function runningVersion(operation: Operation, to: string, signal: AbortSignal): Promise<RunningVersion> {
  const { running } = operation.config.rollback;
  if (running === null) {
    const head = commitForm.test(to) ? await operation.ports.commits.head() : null;
    return head === null ? { ok: false, why: "Which version runs could not be told." } : { ok: true, version: head };
  }
  const { host } = operation.ports;
  const timeoutMs = 60_000;
  const result = await runCommand(
    { command: running, env: {}, directory: host.workspace, timeoutMs, signal },
    operation.ports,
  );
  const failure = commandFailure(result, timeoutMs);
  const version = result.stdout.trim().split(/\r?\n/).at(-1)?.trim() ?? "";
  if (failure === null && version !== "") return { ok: true, version: version.slice(0, 200) };
  return { ok: false, why: `Which version runs could not be told: ${failure ?? "the command printed nothing"}.` };
}

/** `app 1.4.2` and `v1.4.2` are 1.4.2. */
function sameVersion(printed: string, to: string): boolean {
  const bare = (version: string) => version.replace(/^v(?=\d)/i, "");
  const last = printed.split(/\s+/).at(-1) ?? "";
  return bare(last) === bare(to);
}

/** In a list of a program and its arguments no shell puts the version in; here it can only ever become part of one argument. */
function withVersion(command: Command, version: string): Command {
  if (command.kind === "script") return command;
  const [program, ...rest] = command.argv;
  return {
    kind: "program",
    argv: [program, ...rest.map((word) => word.replaceAll(/\$VERSION\b|\$\{VERSION\}/g, () => version))],
  };
}

async function putBackFiles({ chosen }: WayContext, operation: Operation): Promise<Went> {
  const end = await doStep(operation, "put the files back", async () => {
    if (chosen.backup === null) return failedStep(chosen.problem);
    const { backup } = chosen;
    const all = backup.manifest.files.map(({ resolved }) => resolved);
    await writeIfPossible(operation, aboutTo({ do: "put-back", backup: backup.manifest.id, files: all }));
    const done = await restoreBackup(backup, operation.files, null, operation.backups, operation.ports.backupFiles);
    await writeIfPossible(operation, did("put back", await fileStates(operation)));
    operation.notes.push(...done.notes);
    if (done.problems.length > 0) return failedStep(done.problems.map(sentence).join(" "));
    const changed = done.files.filter(({ outcome }) => outcome === "put back").map(({ path }) => path);
    const what = changed.length === 0 ? "each is as it was" : changed.join(", ");
    return { outcome: "done", detail: `from ${backup.manifest.id} (${backup.manifest.at}): ${what}.` };
  });
  return end.outcome === "done" ? {} : null;
}

async function restart(operation: Operation, env: NonNullable<Went>, signal: AbortSignal): Promise<void> {
  const { restart: command } = operation.config.rollback;
  if (command === null) return;
  await doStep(operation, "restart", async () => {
    await writeIfPossible(operation, aboutTo({ do: "restart" }));
    const failure = await run(operation, command, env, signal);
    await writeIfPossible(operation, did(failure ?? "restarted"));
    if (failure === null) return { outcome: "done", detail: "" };
    operation.findings.push(`The restart failed: ${failure}.`);
    return failedStep(`${failure}.`);
  });
}

async function check(way: RollbackWay, env: NonNullable<Went>, operation: Operation): Promise<WayBack> {
  let worked = false;
  await doStep(operation, "read the flag", async () => {
    const reading = await readNow(operation, env);
    worked = reading.value === "off";
    if (worked) return { outcome: "done", detail: "It reads off." };
    const detail = `It reads ${reading.value} (${reading.said}).`;
    if (way !== "version" || reading.value !== "unknown") return failedStep(detail);
    // An older version may not know the flag at all; that it runs was seen, and that the flag is off was not.
    worked = true;
    operation.findings.push(`The flag could not be read in the version that was gone back to: ${reading.said}.`);
    return { outcome: "doubtful", detail };
  });
  return { worked, env };
}

async function run(
  operation: Operation,
  command: Command,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string | null> {
  const { host } = operation.ports;
  const timeoutMs = operation.config.rollback.withinMs;
  const result = await runCommand({ command, env, directory: host.workspace, timeoutMs, signal }, operation.ports);
  return commandFailure(result, timeoutMs);
}

function failedStep(detail: string): StepEnd {
  return { outcome: "failed", detail };
}
