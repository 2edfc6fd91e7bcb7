import { spawn } from "node:child_process";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..");
export const cliDoor = join(root, "dist/cli/index.js");
export const actionDoor = join(root, "dist/action/index.js");

export interface ProgramResult {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

export interface ProgramOptions {
  readonly cwd?: string;
  /** Added to a small clean environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Sent to the program after so many milliseconds. */
  readonly signalAfter?: { readonly signal: NodeJS.Signals; readonly ms: number };
  readonly node?: string;
}

/** Runs one of the bundled doors as its own process, with an environment that holds nothing of the caller's CI. */
export function runDoor(door: string, args: readonly string[], options: ProgramOptions = {}): Promise<ProgramResult> {
  const { PATH, HOME, TMPDIR } = process.env;
  const env = Object.fromEntries(
    Object.entries({ PATH, HOME, TMPDIR, LANG: "C.UTF-8", ...options.env }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
  const startMs = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(options.node ?? process.execPath, [door, ...args], {
      cwd: options.cwd ?? root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output.stderr += text;
    });
    const after = options.signalAfter;
    const timer = after === undefined ? null : setTimeout(() => child.kill(after.signal), after.ms);
    child.on("error", reject);
    child.on("close", (status, signal) => {
      if (timer !== null) clearTimeout(timer);
      resolve({ status, signal, ...output, durationMs: performance.now() - startMs });
    });
  });
}
