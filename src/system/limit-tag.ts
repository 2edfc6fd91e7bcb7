import { execFile } from "node:child_process";
import { randomInt } from "node:crypto";

/**
 * A mark that clearing the environment does not remove: the soft limit on real-time processor use (`RLIMIT_RTTIME`, in
 * microseconds), set to a number of some 140 years. It concerns only programs under a real-time scheduler and limits nothing
 * even there, nobody else sets such a value, and every descendant inherits it, through fork, exec and setsid. Anyone may
 * read it in `/proc/PID/limits`. util-linux' `prlimit` sets it and then becomes the program.
 */
export interface LimitTag {
  /** Put before the program and its arguments. */
  readonly wrapper: readonly [string, ...string[]];
  /** Occurs in the `limits` of the launch's processes and of no others. */
  readonly text: string;
}

/** Numbers of 16 digits: a leading 4, nine for the run, six for the launch. */
const runDigits = 9;
const launchDigits = 6;
const timeLimitMs = 5000;
const places = ["/usr/bin/prlimit", "/bin/prlimit"];

/** The part of the mark that all launches of a run share; also derived from its token by whoever cleans up later. */
export function limitTextOfRun(runToken: string): string {
  const number = Number.parseInt(runToken.slice(0, 12), 16) % 10 ** runDigits;
  return ` 4${String(number).padStart(runDigits, "0")}`;
}

/** A new launch's mark; null where limits cannot be set so (no util-linux, a lower hard limit, another system). */
export async function createLimitTag(runToken: string): Promise<LimitTag | null> {
  tool ??= findTool();
  const program = await tool;
  if (program === null) return null;
  const launch = String(randomInt(10 ** launchDigits)).padStart(launchDigits, "0");
  const text = `${limitTextOfRun(runToken)}${launch}`;
  return { wrapper: [program, `--rttime=${text.trim()}:`, "--"], text: `${text} ` };
}

let tool: Promise<string | null> | null = null;

/** Tried once and for real, because a sandbox may have the program and not the permission. */
async function findTool(): Promise<string | null> {
  const trial = "4000000000000001";
  for (const place of places) {
    const said = await new Promise<string>((resolve) => {
      execFile(
        place,
        [`--rttime=${trial}:`, "--", "cat", "/proc/self/limits"],
        { timeout: timeLimitMs },
        (_error, out) => resolve(out),
      );
    });
    if (said.includes(` ${trial} `)) return place;
  }
  return null;
}
