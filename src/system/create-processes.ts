import { randomBytes } from "node:crypto";
import type { Exit } from "../domain/evidence.ts";
import type { Host, Processes, ProcessOutcome, ProcessRequest } from "../domain/ports.ts";
import { afterMs } from "./after-ms.ts";
import { type EndLimits, endTree, endTreeOnWindows, sendToGroup, type Tree } from "./end-tree.ts";
import { directoryProblem, explainStartError } from "./explain-start-error.ts";
import { findProgram } from "./find-program.ts";
import { createLimitTag } from "./limit-tag.ts";
import { startMemorySampler } from "./memory-sampler.ts";
import { type ProcessId, processTableOf } from "./process-table.ts";
import { type Pump, pumpOutput } from "./pump-output.ts";
import { resolveCommand } from "./resolve-command.ts";
import type { RunMark } from "./run-mark.ts";
import { type StartedChild, startChild } from "./start-child.ts";

export interface ProcessesOptions {
  readonly platform: Host["platform"];
  /** Between asking a tree to end (SIGTERM) and ending it (SIGKILL), on time-out and cancel; 2 s by default. */
  readonly graceMs?: number;
  /** Where launches are noted for the case that this program is itself ended before it could end them. */
  readonly mark?: RunMark | null;
}

const defaultGraceMs = 2000;
/** Strays of a stage that has ended: a helper that only finishes its writing gets the first, any other the second. */
const straySettleMs = 150;
const strayGraceMs = 500;
const killMs = 1500;
/** For the last bytes in a pipe once nobody of the tree is left to write more. */
const drainIdleMs = 150;
const drainMs = 1000;

/**
 * Starts processes in a session and group of their own, marked by an environment variable, and ends whatever is left of
 * them: by group, by session, by mark, by descent, and by the pipes they hold.
 */
export function createProcesses(options: ProcessesOptions): Processes {
  const { platform } = options;
  const graceMs = options.graceMs ?? defaultGraceMs;
  const mark = options.mark ?? null;
  return {
    run: (request) => run(request, { platform, graceMs, mark }),
    find: (program, env, directory) => findProgram(program, env, directory, platform),
    resolve: (command, env, directory) => resolveCommand(command, env, directory, platform),
  };
}

interface Settings {
  readonly platform: Host["platform"];
  readonly graceMs: number;
  readonly mark: RunMark | null;
}

async function run(request: ProcessRequest, settings: Settings): Promise<ProcessOutcome> {
  const nothing = { exit: noExit, durationMs: 0, timedOut: false, cancelled: false, peakRssBytes: null, strays: 0 };
  if (isAborted(request)) return { ...nothing, cancelled: true, startError: null };
  const directory = await directoryProblem(request.directory);
  if (directory !== null) return { ...nothing, startError: directory };
  if (isAborted(request)) return { ...nothing, cancelled: true, startError: null };
  const runToken = settings.mark?.token ?? randomBytes(16).toString("hex");
  const token = `${runToken}.${randomBytes(6).toString("hex")}`;
  const limitTag = settings.platform === "linux" ? await createLimitTag(runToken) : null;
  const started = await startChild(request, token, limitTag, settings.platform);
  if ("startError" in started) {
    return { ...nothing, startError: await explainStartError(started.startError, request, settings.platform) };
  }
  return follow(started, { request, settings, token, limit: limitTag?.text ?? null });
}

interface Launch {
  readonly request: ProcessRequest;
  readonly settings: Settings;
  readonly token: string;
  readonly limit: string | null;
}

type Ending = { readonly why: "exit"; readonly exit: Exit } | { readonly why: "timeout" | "cancel" | "output-failed" };

async function follow(started: StartedChild, launch: Launch): Promise<ProcessOutcome> {
  const { child, pid, exited } = started;
  const { request, settings, token, limit } = launch;
  const table = processTableOf(settings.platform);
  const leader: ProcessId = (await table?.identify(pid)) ?? unidentified(pid, table !== null);
  const known = new Map([[pid, { startedAt: leader.startedAt, sightings: 0 }]]);
  const tree = table === null ? null : { table, marks: { token, limit, leader }, known };
  const sampler = table === null ? null : startMemorySampler(table, known);
  const forget = settings.mark?.launched(leader);
  const unguard = guardAgainstOwnExit(pid);

  let failure: { readonly error: unknown } | null = null;
  let failOutput = () => {};
  const outputFailed = new Promise<void>((resolve) => {
    failOutput = resolve;
  });
  const onFailed = (error: unknown) => {
    failure ??= { error };
    failOutput();
  };
  const pumps: Pump[] = [];
  if (started.stdout !== null) pumps.push(pumpOutput(started.stdout, "stdout", request.onOutput, onFailed));
  if (started.stderr !== null) pumps.push(pumpOutput(started.stderr, "stderr", request.onOutput, onFailed));

  try {
    const ending = await firstEnding(request, exited, outputFailed);
    const durationAtExitMs = performance.now() - started.startedAt;
    const limits = endLimits(ending, settings.graceMs);
    let strays = 0;
    if (tree !== null) strays = (await endTree(tree, limits)).ended;
    else if (ending.why !== "exit") await endTreeOnWindows(pid, limits.graceMs);
    // Only what sits in an uninterruptible call of the kernel outlives SIGKILL; it is not waited for.
    const exit = ending.why === "exit" ? ending.exit : await within(exited, killMs, { code: null, signal: "SIGKILL" });
    // A consumer that holds the last bytes back is waited for, but not when somebody wants the whole thing stopped.
    const patienceMs = ending.why === "exit" ? Number.POSITIVE_INFINITY : drainMs;
    strays += await drain(pumps, tree, started.outputEnds, patienceMs);
    const peakRssBytes = sampler?.stop() ?? null;
    if (failure !== null) throw (failure as { readonly error: unknown }).error;
    return {
      exit,
      durationMs: ending.why === "exit" ? durationAtExitMs : performance.now() - started.startedAt,
      timedOut: ending.why === "timeout",
      cancelled: ending.why === "cancel",
      peakRssBytes,
      strays,
      startError: null,
    };
  } finally {
    sampler?.stop();
    for (const pump of pumps) pump.drop();
    child.stdin?.destroy();
    child.unref();
    forget?.();
    unguard();
  }
}

/** Waits for whatever ends the launch first, and takes away every timer and listener that it set. */
async function firstEnding(
  request: ProcessRequest,
  exited: Promise<Exit>,
  outputFailed: Promise<void>,
): Promise<Ending> {
  const { signal } = request;
  let undo = () => {};
  const stopped = new Promise<Ending>((resolve) => {
    const cancel = afterMs(request.timeoutMs, () => resolve({ why: "timeout" }));
    const onAbort = () => resolve({ why: "cancel" });
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
    undo = () => {
      cancel();
      signal?.removeEventListener("abort", onAbort);
    };
  });
  try {
    return await Promise.race([
      exited.then((exit): Ending => ({ why: "exit", exit })),
      outputFailed.then((): Ending => ({ why: "output-failed" })),
      stopped,
    ]);
  } finally {
    undo();
  }
}

function endLimits(ending: Ending, graceMs: number): EndLimits {
  return ending.why === "exit"
    ? { settleMs: straySettleMs, graceMs: Math.min(strayGraceMs, graceMs), killMs }
    : { settleMs: 0, graceMs, killMs };
}

/**
 * Waits for the ends of the pipes. Nobody of the tree is alive to hold them open, so they come at once; if one does not, its
 * holder escaped all other ways of being found (it cleared its environment and left the session between two samples), and
 * the pipe itself gives it away.
 *
 * @returns how many such holders were ended
 */
async function drain(
  pumps: readonly Pump[],
  tree: Tree | null,
  outputEnds: readonly string[],
  patienceMs: number,
): Promise<number> {
  const allEnded = Promise.all(pumps.map((pump) => pump.ended)).then(() => true);
  if (await waitForEnd(pumps, allEnded, patienceMs)) return 0;
  if (tree === null) return 0;
  const holders = await tree.table.holders(outputEnds);
  for (const { pid, startedAt } of holders) tree.known.set(pid, { startedAt, sightings: 0 });
  if (holders.length === 0) return 0;
  const { ended } = await endTree(tree, { settleMs: 0, graceMs: 0, killMs });
  await waitForEnd(pumps, allEnded, patienceMs);
  return ended;
}

async function waitForEnd(pumps: readonly Pump[], allEnded: Promise<boolean>, patienceMs: number): Promise<boolean> {
  let spentMs = 0;
  let heldMs = 0;
  for (;;) {
    const startedAt = performance.now();
    if (await within(allEnded, drainIdleMs / 4, false)) return true;
    const now = performance.now();
    // Time in which the consumer holds the child back is the consumer's, and does not count.
    if (pumps.some((pump) => pump.isHeld())) {
      heldMs += now - startedAt;
      if (heldMs > patienceMs) return false;
      continue;
    }
    spentMs += now - startedAt;
    if (spentMs > drainMs) return false;
    if (spentMs > drainIdleMs && pumps.every((pump) => now - pump.lastBytesAt() > drainIdleMs)) return false;
  }
}

async function within<T>(promise: Promise<T>, limitMs: number, otherwise: T): Promise<T> {
  let cancel = () => {};
  const late = new Promise<T>((resolve) => {
    cancel = afterMs(limitMs, () => resolve(otherwise));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    cancel();
  }
}

/** A child that ended before it could be looked at; or any on Windows, where the wall clock has to do. */
function unidentified(pid: number, hasTable: boolean): ProcessId {
  return { pid, startedAt: hasTable ? "0" : new Date().toISOString() };
}

const noExit: Exit = { code: null, signal: null };

/** Groups that must not outlive this program when it ends by a path that ran no other cleaning. */
const guarded = new Set<number>();

function endGuarded(): void {
  for (const pid of guarded) sendToGroup(pid, "SIGKILL");
}

function guardAgainstOwnExit(pid: number): () => void {
  if (guarded.size === 0) process.on("exit", endGuarded);
  guarded.add(pid);
  return () => {
    guarded.delete(pid);
    if (guarded.size === 0) process.off("exit", endGuarded);
  };
}

function isAborted(request: ProcessRequest): boolean {
  return request.signal?.aborted === true;
}
