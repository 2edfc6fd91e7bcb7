import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { Exit } from "../domain/evidence.ts";
import type { Host, Processes, ProcessOutcome, ProcessRequest } from "../domain/ports.ts";
import { afterMs } from "./after-ms.ts";
import { type EndLimits, endTree, endTreeOnWindows, sendToGroup, type Tree } from "./end-tree.ts";
import { directoryProblem, explainStartError } from "./explain-start-error.ts";
import { findProgram, variable } from "./find-program.ts";
import { startMemorySampler } from "./memory-sampler.ts";
import { launchVariable, type ProcessId, processTableOf } from "./process-table.ts";
import { type Pump, pumpOutput } from "./pump-output.ts";
import { resolveCommand } from "./resolve-command.ts";
import type { RunMark } from "./run-mark.ts";
import { windowsLaunch } from "./windows-launch.ts";

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
  const token = `${settings.mark?.token ?? randomBytes(16).toString("hex")}.${randomBytes(6).toString("hex")}`;
  const startedAt = performance.now();
  const started = await start(request, token, settings.platform);
  if (started instanceof Error) {
    return { ...nothing, startError: await explainStartError(started, request, settings.platform) };
  }
  return follow(started, { request, settings, token, startedAt });
}

interface Launch {
  readonly request: ProcessRequest;
  readonly settings: Settings;
  readonly token: string;
  readonly startedAt: number;
}

/** The child once it runs: its number is known, and its events can no longer be missed. */
interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly exited: Promise<Exit>;
}

async function start(request: ProcessRequest, token: string, platform: Host["platform"]): Promise<Started | Error> {
  const outer = request.env[launchVariable];
  // A gate inside a stage of a gate: the outer one must still find everything.
  const env = { ...request.env, [launchVariable]: outer === undefined ? token : `${outer} ${token}` };
  const options: SpawnOptions = {
    cwd: request.directory,
    env,
    stdio: [request.input === null ? "ignore" : "pipe", "pipe", "pipe"],
    detached: platform !== "win32",
    windowsHide: true,
  };
  const [program, ...args] = request.argv;
  try {
    let child: ChildProcess;
    if (platform === "win32") {
      const file = await findProgram(program, request.env, request.directory, platform);
      const interpreter = variable(request.env, "ComSpec", platform) ?? "cmd.exe";
      const launch = windowsLaunch(file ?? program, args, interpreter);
      child = spawn(launch.file, [...launch.args], { ...options, windowsVerbatimArguments: launch.verbatim });
    } else {
      child = spawn(program, args, options);
    }
    const { pid } = child;
    if (pid === undefined) {
      return await new Promise<Error>((resolve) => {
        child.once("error", resolve);
      });
    }
    const exited = new Promise<Exit>((resolve) => {
      child.once("exit", (code, signal) => resolve({ code, signal }));
    });
    // Told for a signal that could not be sent; everything else about a running child comes as `exit`.
    child.on("error", () => {});
    return { child, pid, exited };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

type Ending = { readonly why: "exit"; readonly exit: Exit } | { readonly why: "timeout" | "cancel" | "output-failed" };

async function follow({ child, pid, exited }: Started, launch: Launch): Promise<ProcessOutcome> {
  const { request, settings, token } = launch;
  const table = processTableOf(settings.platform);
  const leader: ProcessId = (await table?.identify(pid)) ?? { pid, startedAt: "0" };
  const known = new Map([[pid, { startedAt: leader.startedAt, sightings: 0 }]]);
  const tree = table === null ? null : { table, marks: { token, leader }, known };
  const sampler = table === null ? null : startMemorySampler(table, known);
  const outputEnds = table?.outputEnds(pid);
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
  if (child.stdout !== null) pumps.push(pumpOutput(child.stdout, "stdout", request.onOutput, onFailed));
  if (child.stderr !== null) pumps.push(pumpOutput(child.stderr, "stderr", request.onOutput, onFailed));
  // A child that does not read its input to the end closes the pipe under us (EPIPE); that is its right.
  child.stdin?.on("error", () => {});
  child.stdin?.end(request.input ?? "");

  try {
    const ending = await firstEnding(request, exited, outputFailed);
    const durationAtExitMs = performance.now() - launch.startedAt;
    const limits = endLimits(ending, settings.graceMs);
    let strays = 0;
    if (tree !== null) strays = (await endTree(tree, limits)).ended;
    else if (ending.why !== "exit") await endTreeOnWindows(pid, limits.graceMs);
    // Only what sits in an uninterruptible call of the kernel outlives SIGKILL; it is not waited for.
    const exit = ending.why === "exit" ? ending.exit : await within(exited, killMs, { code: null, signal: "SIGKILL" });
    // A consumer that holds the last bytes back is waited for, but not when somebody wants the whole thing stopped.
    const patienceMs = ending.why === "exit" ? Number.POSITIVE_INFINITY : drainMs;
    strays += await drain(pumps, tree, (await outputEnds) ?? [], patienceMs);
    const peakRssBytes = sampler?.stop() ?? null;
    if (failure !== null) throw (failure as { readonly error: unknown }).error;
    return {
      exit,
      durationMs: ending.why === "exit" ? durationAtExitMs : performance.now() - launch.startedAt,
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
