import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { Exit } from "../domain/evidence.ts";
import type { Host, ProcessRequest } from "../domain/ports.ts";
import { interpreterOf } from "./explain-start-error.ts";
import { findProgram, variable } from "./find-program.ts";
import type { LimitTag } from "./limit-tag.ts";
import { prepareLinuxStdio } from "./linux-stdio.ts";
import { launchVariable } from "./process-table.ts";
import { windowsLaunch } from "./windows-launch.ts";

/** A child that runs: its number is known, and its events can no longer be missed. */
export interface StartedChild {
  readonly child: ChildProcess;
  readonly pid: number;
  /** On the monotonic clock, just before the child was made. */
  readonly startedAt: number;
  readonly exited: Promise<Exit>;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  /** How the system names the child's ends of its output pipes; empty where that is not known. */
  readonly outputEnds: readonly string[];
}

export interface FailedStart {
  /** As the system gave it. */
  readonly startError: unknown;
}

/**
 * Starts a request's program in a session and group of its own (nowhere near the terminal's Ctrl-C: ending it is ours),
 * with the launch's token in its environment.
 *
 * @returns the system's error when it could not be started
 */
export async function startChild(
  request: ProcessRequest,
  token: string,
  limitTag: LimitTag | null,
  platform: Host["platform"],
): Promise<StartedChild | FailedStart> {
  const prepared = platform === "linux" ? await prepareLinuxStdio(request.input) : null;
  // Only what can be started is wrapped; the system's own error for the rest says more than the wrapper's would.
  const wrapper = limitTag !== null && (await canStart(request, platform)) ? limitTag.wrapper : [];
  const outer = request.env[launchVariable];
  // A gate inside a stage of a gate: the outer one must still find everything.
  const env = { ...request.env, [launchVariable]: outer === undefined ? token : `${outer} ${token}` };
  const startedAt = performance.now();
  const child = await spawnOn(platform, request, wrapper, {
    cwd: request.directory,
    env,
    stdio: prepared === null ? [request.input === null ? "ignore" : "pipe", "pipe", "pipe"] : [...prepared.forChild],
    detached: platform !== "win32",
    windowsHide: true,
  });
  prepared?.handedOver();
  if ("startError" in child || child.pid === undefined) {
    prepared?.stdout.destroy();
    prepared?.stderr.destroy();
    return "startError" in child ? child : startErrorOf(child);
  }
  const exited = new Promise<Exit>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  // Told for a signal that could not be sent; everything else about a running child comes as `exit`.
  child.on("error", () => {});
  // A child that does not read its input to the end closes the pipe under us (EPIPE); that is its right.
  child.stdin?.on("error", () => {});
  child.stdin?.end(request.input ?? "");
  return {
    child,
    pid: child.pid,
    startedAt,
    exited,
    stdout: prepared?.stdout ?? child.stdout,
    stderr: prepared?.stderr ?? child.stderr,
    outputEnds: prepared?.ends ?? [],
  };
}

async function spawnOn(
  platform: Host["platform"],
  request: ProcessRequest,
  wrapper: readonly string[],
  options: SpawnOptions,
): Promise<ChildProcess | FailedStart> {
  const [program, ...args] = request.argv;
  try {
    const [first = program, ...rest] = [...wrapper, program, ...args];
    if (platform !== "win32") return spawn(first, rest, options);
    const file = await findProgram(program, request.env, request.directory, platform);
    const launch = windowsLaunch(file ?? program, args, variable(request.env, "ComSpec", platform) ?? "cmd.exe");
    return spawn(launch.file, [...launch.args], { ...options, windowsVerbatimArguments: launch.verbatim });
  } catch (startError) {
    return { startError };
  }
}

async function canStart(request: ProcessRequest, platform: Host["platform"]): Promise<boolean> {
  const file = await findProgram(request.argv[0], request.env, request.directory, platform);
  if (file === null) return false;
  const interpreter = await interpreterOf(file);
  return interpreter === null || (await findProgram(interpreter, request.env, request.directory, platform)) !== null;
}

/** A child without a number never ran; its error is told at the next turn. */
function startErrorOf(child: ChildProcess): Promise<FailedStart> {
  return new Promise((resolve) => {
    child.once("error", (startError) => resolve({ startError }));
  });
}
