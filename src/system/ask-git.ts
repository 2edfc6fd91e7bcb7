import { execFile } from "node:child_process";

const timeLimitMs = 5000;
const longestAnswerBytes = 1024 * 1024;

/**
 * What git prints, or null where it fails, is missing, or takes too long. It may ask nobody anything, takes no locks, and
 * runs none of the programs that the repository's own settings may name (fsmonitor, hooks): the workspace is not trusted.
 */
export function askGit(
  args: readonly string[],
  directory: string,
  env: Readonly<Record<string, string>>,
): Promise<string | null> {
  const calm = ["--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];
  return new Promise((resolve) => {
    execFile(
      "git",
      [...calm, "-C", directory, ...args],
      {
        env: { ...env, GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" },
        timeout: timeLimitMs,
        maxBuffer: longestAnswerBytes,
        windowsHide: true,
      },
      (error, stdout) => {
        // More changes than fit is still an answer: there are changes.
        const overflowed = error !== null && error.code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER";
        resolve(error === null || overflowed ? stdout : null);
      },
    );
  });
}
