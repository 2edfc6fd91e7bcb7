import { execFile } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
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
 * @returns the processes that had to be signalled, the tree's leader left out, and how many of them are still alive
 */
export async function endTree(
  tree: Tree,
  limits: EndLimits,
): Promise<{ readonly ended: number; readonly left: number }> {
  const signalled = new Set<string>();
  const poll = async (limitMs: number, onFound: (found: readonly ProcessId[]) => void) => {
    const until = performance.now() + limitMs;
    for (;;) {
      const startedAt = performance.now();
      const found = await tree.table.survivors(tree.marks, tree.known);
      if (found.length === 0) return 0;
      onFound(found);
      const now = performance.now();
      if (now >= until) return found.length;
      await pause(Math.min(Math.max(pollMs, (now - startedAt) * pauseForCost), until - now));
    }
  };
  const send = (signal: NodeJS.Signals, found: readonly ProcessId[]) => {
    for (const { pid, startedAt } of found) {
      if (pid !== tree.marks.leader?.pid) signalled.add(`${pid} ${startedAt}`);
      sendSignal(pid, signal);
    }
  };
  if (limits.settleMs > 0 && (await poll(limits.settleMs, () => {})) === 0) return { ended: 0, left: 0 };
  const asked = new Set<string>();
  const ask = (found: readonly ProcessId[]) => {
    const fresh = found.filter(({ pid, startedAt }) => !asked.has(`${pid} ${startedAt}`));
    for (const { pid, startedAt } of fresh) asked.add(`${pid} ${startedAt}`);
    send("SIGTERM", fresh);
  };
  if (tree.marks.leader !== null) sendToGroup(tree.marks.leader.pid, "SIGTERM");
  if ((await poll(limits.graceMs, ask)) === 0) return { ended: signalled.size, left: 0 };
  if (tree.marks.leader !== null) sendToGroup(tree.marks.leader.pid, "SIGKILL");
  const left = await poll(limits.killMs, (found) => send("SIGKILL", found));
  return { ended: signalled.size, left };
}

/** Signals a process group. Nothing there any more is the usual case, and no error. */
export function sendToGroup(leader: number, signal: NodeJS.Signals): void {
  // 0 and 1 would mean this program's own group and every process there is.
  if (leader > 1) sendSignal(-leader, signal);
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Ended meanwhile, or another user's.
  }
}

/** Ends a process and its descendants on Windows; its own parent-child list is all there is to go by. */
export function endTreeOnWindows(pid: number, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    execFile("taskkill", ["/T", "/F", "/PID", String(pid)], { timeout: limitMs, windowsHide: true }, () => resolve());
  });
}
