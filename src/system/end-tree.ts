import { execFile } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { errorCode } from "./error-code.ts";
import type { KnownTree, LaunchMarks, ProcessId, ProcessTable } from "./process-table.ts";

/** One launch's processes, as far as they can be told. */
export interface Tree {
  readonly table: ProcessTable;
  readonly marks: LaunchMarks;
  readonly known: KnownTree;
}

export interface EndLimits {
  /** For processes to end by themselves before they are asked to. */
  readonly settleMs: number;
  /** Between SIGTERM and SIGKILL. */
  readonly graceMs: number;
  /** For scanning and killing until none is left. */
  readonly killMs: number;
}

const pollMs = 20;
/** A scan of a machine with thousands of processes takes a while; the pauses between scans keep its cost to a tenth. */
const pauseForCost = 10;

/**
 * Ends every process of a tree: waits a moment, SIGTERM, grace, then SIGKILL, scan by scan until a scan finds none.
 *
 * A process that forks away under the scans is met again in the next one by its mark; one that keeps doing so for the whole
 * of `killMs` is given up.
 *
 * @returns how many processes outlived the tree's leader and had to be signalled, and how many are alive all the same
 */
export async function endTree(
  tree: Tree,
  limits: EndLimits,
): Promise<{ readonly ended: number; readonly left: number }> {
  const outlived = new Set<string>();
  // Another user's, as after `sudo`: no waiting makes it ours to end.
  const untouchable = new Set<string>();
  const poll = async (limitMs: number, onFound: (found: readonly ProcessId[]) => void) => {
    const until = performance.now() + limitMs;
    for (;;) {
      const startedAt = performance.now();
      const all = await tree.table.survivors(tree.marks, tree.known);
      const found = all.filter((process) => !untouchable.has(keyOf(process)));
      if (found.length === 0) return 0;
      onFound(found);
      const now = performance.now();
      if (now >= until) return found.length;
      await pause(Math.min(Math.max(pollMs, (now - startedAt) * pauseForCost), until - now));
    }
  };
  const send = (signal: NodeJS.Signals, found: readonly ProcessId[]) => {
    const leaderIsAlive = found.some(({ pid }) => pid === tree.marks.leader?.pid);
    for (const process of found) {
      if (!leaderIsAlive) outlived.add(keyOf(process));
      if (!sendSignal(process.pid, signal)) untouchable.add(keyOf(process));
    }
  };
  if (limits.settleMs > 0 && (await poll(limits.settleMs, () => {})) === 0) return { ended: 0, left: 0 };
  const asked = new Set<string>();
  const ask = (found: readonly ProcessId[]) => {
    const fresh = found.filter((process) => !asked.has(keyOf(process)));
    for (const process of fresh) asked.add(keyOf(process));
    const isFirst = asked.size === fresh.length;
    send("SIGTERM", fresh);
    // After the scan, so that it is known who was there; for those that were forked since.
    if (isFirst && tree.marks.leader !== null) sendToGroup(tree.marks.leader.pid, "SIGTERM");
  };
  if ((await poll(limits.graceMs, ask)) === 0) return { ended: outlived.size, left: untouchable.size };
  if (tree.marks.leader !== null) sendToGroup(tree.marks.leader.pid, "SIGKILL");
  const left = await poll(limits.killMs, (found) => send("SIGKILL", found));
  return { ended: outlived.size, left: left + untouchable.size };
}

/** Signals a process group. Nothing there any more is the usual case, and no error. */
export function sendToGroup(leader: number, signal: NodeJS.Signals): void {
  // 0 and 1 would mean this program's own group and every process there is.
  if (leader > 1) sendSignal(-leader, signal);
}

/** False when the process is not ours to signal; one that has ended meanwhile is no matter. */
function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    return errorCode(error) !== "EPERM";
  }
}

function keyOf({ pid, startedAt }: ProcessId): string {
  return `${pid} ${startedAt}`;
}

/** Ends a process and its descendants on Windows; its own parent-child list is all there is to go by. */
export function endTreeOnWindows(pid: number, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    execFile("taskkill", ["/T", "/F", "/PID", String(pid)], { timeout: limitMs, windowsHide: true }, () => resolve());
  });
}

/** When a process on Windows started, in milliseconds of the epoch; null when there is none. Slow: it asks PowerShell. */
export function startTimeOnWindows(pid: number): Promise<number | null> {
  const question = `(Get-Process -Id ${pid}).StartTime.ToUniversalTime().ToString('o')`;
  return new Promise((resolve) => {
    execFile(
      "powershell",
      ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", question],
      { timeout: 10_000, windowsHide: true },
      (error, stdout) => {
        const startedAt = error === null ? Date.parse(stdout.trim()) : Number.NaN;
        resolve(Number.isNaN(startedAt) ? null : startedAt);
      },
    );
  });
}
