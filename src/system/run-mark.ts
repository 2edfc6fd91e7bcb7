import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "../domain/ports.ts";
import { endTree, endTreeOnWindows } from "./end-tree.ts";
import { isAlive, ownProcess } from "./identify-process.ts";
import { limitTextOfRun } from "./limit-tag.ts";
import { type ProcessId, processTableOf } from "./process-table.ts";
import { readTextSafely } from "./read-safely.ts";

/** A note of what a run has started, for whoever has to clean up after it. */
export interface RunMark {
  /** Part of the mark of every launch of the run; random, so that it names no process of another run. */
  readonly token: string;
  /** Notes a launch; what it returns takes the note back. */
  launched(leader: ProcessId): () => void;
}

/** What {@link endMarkedRuns} did. */
export interface EndedRuns {
  readonly runs: number;
  /** Processes that had to be ended. */
  readonly ended: number;
  /** Processes that are alive all the same. */
  readonly left: number;
}

const suffix = ".run.json";
const tokenForm = /^[0-9a-f]{32}$/;
const longestMarkBytes = 64 * 1024;
const mostMarks = 1000;
const limits = { settleMs: 0, graceMs: 1000, killMs: 2000 };

/**
 * Begins a mark: a small file in `folder` that is there while anything of this run is alive. It is written and removed at
 * once and synchronously, because the moment it is for is the one in which this program is killed.
 */
export async function createRunMark(folder: string, platform: Host["platform"]): Promise<RunMark> {
  const self = await ownProcess(platform);
  const token = randomBytes(16).toString("hex");
  const path = join(folder, `${token}${suffix}`);
  const leaders = new Set<ProcessId>();
  const write = () => {
    try {
      if (leaders.size === 0) return rmSync(path, { force: true });
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, JSON.stringify({ token, self, leaders: [...leaders] }), { mode: 0o600 });
    } catch {
      // Without a mark a cancelled run may leave processes behind; that is no reason to fail one that is not cancelled.
    }
  };
  return {
    token,
    launched: (leader) => {
      leaders.add(leader);
      write();
      return () => {
        leaders.delete(leader);
        write();
      };
    },
  };
}

/**
 * Ends what the runs noted in a folder have left alive, and removes their marks. A run whose own program is still alive is
 * left alone. Marks may be old and their process numbers used again: a process is ended only when the random token is in
 * its environment, or when it started at the very moment that the mark says.
 */
export async function endMarkedRuns(folder: string, platform: Host["platform"]): Promise<EndedRuns> {
  const total = { runs: 0, ended: 0, left: 0 };
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names.filter((each) => each.endsWith(suffix)).slice(0, mostMarks)) {
    const path = join(folder, name);
    const text = await readTextSafely(path, { maxBytes: longestMarkBytes, within: folder });
    const mark = text.ok ? parseMark(text.value) : null;
    if (mark !== null) {
      if (await isAlive(mark.self, platform)) continue;
      total.runs += 1;
      const { ended, left } = await endMarked(mark, platform);
      total.ended += ended;
      total.left += left;
    }
    await rm(path, { force: true }).catch(() => {});
  }
  return total;
}

interface Mark {
  readonly token: string;
  readonly self: ProcessId;
  readonly leaders: readonly ProcessId[];
}

async function endMarked(mark: Mark, platform: Host["platform"]): Promise<{ ended: number; left: number }> {
  const table = processTableOf(platform);
  if (table === null) {
    let ended = 0;
    for (const leader of mark.leaders) {
      if (!(await isAlive(leader, platform))) continue;
      await endTreeOnWindows(leader.pid, limits.killMs);
      ended += 1;
    }
    return { ended, left: 0 };
  }
  const known = new Map<number, { startedAt: string; sightings: number }>();
  for (const { pid, startedAt } of mark.leaders) {
    if ((await table.identify(pid))?.startedAt === startedAt) known.set(pid, { startedAt, sightings: 0 });
  }
  // No leader: its number may long be another's, so neither group nor session of that number may be signalled.
  return endTree(
    { table, marks: { token: mark.token, limit: limitTextOfRun(mark.token), leader: null }, known },
    limits,
  );
}

/** Null for what is not a mark; the stage's own code can write into the folder as well. */
function parseMark(text: string): Mark | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("token" in value && "self" in value && "leaders" in value)) {
      return null;
    }
    const { token, self, leaders } = value;
    if (typeof token !== "string" || !tokenForm.test(token) || !Array.isArray(leaders)) return null;
    if (!isProcessId(self) || !leaders.every(isProcessId)) return null;
    return { token, self, leaders };
  } catch {
    return null;
  }
}

function isProcessId(value: unknown): value is ProcessId {
  if (typeof value !== "object" || value === null || !("pid" in value && "startedAt" in value)) return false;
  return Number.isSafeInteger(value.pid) && Number(value.pid) > 1 && typeof value.startedAt === "string";
}
