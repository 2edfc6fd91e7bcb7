import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { KnownTree, LaunchMarks, ProcessId, ProcessTable, TreeMemory } from "./process-table.ts";

/** How many processes are looked at before other work gets its turn. */
const processesATurn = 128;

/** Forked and not yet given a program of its own (`PF_FORKNOEXEC`): its memory is still its parent's, shared. */
const forkedNoExec = 0x40;

interface Stat {
  readonly state: string;
  readonly parent: number;
  readonly session: number;
  readonly flags: number;
  readonly threads: number;
  /** Clock ticks after boot. */
  readonly startedAt: string;
}

/**
 * The process list of Linux, read from `/proc` as proc(5) documents it. Reads are synchronous: the files are made in memory
 * in some ten microseconds each, and a thread pool would cost more than they do.
 */
export function createLinuxProcessTable(): ProcessTable {
  return {
    sampleEveryMs: 80,
    identify: async (pid) => {
      const stat = readStat(pid);
      return stat === null || isOver(stat) ? null : { pid, startedAt: stat.startedAt };
    },
    sample: async (known) => sample(known),
    survivors,
    holders,
  };
}

/**
 * The error of the sum: pages that several processes share (a forked worker's, a library's) count once for each; a peak
 * between two samples is seen only where the kernel kept it (`VmHWM`, one process alone); what a process that lives
 * shorter than an interval holds may be missed.
 */
function sample(known: KnownTree): TreeMemory | null {
  let rssBytes = 0;
  let highestOfOneBytes = 0;
  let read = 0;
  // A Map is walked in the order of insertion, so children added on the way are walked as well.
  for (const [pid, process] of known) {
    const stat = readStat(pid);
    if (stat === null || stat.startedAt !== process.startedAt || isOver(stat)) {
      known.delete(pid);
      continue;
    }
    process.sightings += 1;
    for (const child of childrenOf(pid, stat.threads)) {
      if (known.has(child)) continue;
      const childStat = readStat(child);
      if (childStat?.parent === pid) known.set(child, { startedAt: childStat.startedAt, sightings: 0 });
    }
    // Between fork and exec a child shares all of its parent's pages; counting both would double a large parent.
    if ((stat.flags & forkedNoExec) !== 0 && process.sightings === 1) continue;
    const memory = readMemory(pid);
    if (memory === null) continue;
    read += 1;
    rssBytes += memory.rssBytes;
    highestOfOneBytes = Math.max(highestOfOneBytes, memory.peakBytes);
  }
  return read === 0 ? null : { rssBytes, highestOfOneBytes };
}

async function survivors(marks: LaunchMarks, known: KnownTree): Promise<readonly ProcessId[]> {
  sample(known);
  const oldest = Number(marks.leader?.startedAt ?? 0);
  const found: ProcessId[] = [];
  for await (const pid of allProcesses()) {
    const stat = readStat(pid);
    if (stat === null || isOver(stat)) continue;
    const isKnown = known.get(pid)?.startedAt === stat.startedAt;
    const inSession = marks.leader !== null && stat.session === marks.leader.pid;
    // A descendant is never older than the leader; that spares reading the environment of most of the machine.
    const canBeTagged = Number(stat.startedAt) >= oldest;
    if (!isKnown && !inSession && !(canBeTagged && isTagged(pid, marks))) continue;
    found.push({ pid, startedAt: stat.startedAt });
    // What it forks from now on is found as its child even if it has cleared its environment.
    if (!known.has(pid)) known.set(pid, { startedAt: stat.startedAt, sightings: 0 });
  }
  return found;
}

async function holders(ends: readonly string[]): Promise<readonly ProcessId[]> {
  const found: ProcessId[] = [];
  if (ends.length === 0) return found;
  for await (const pid of allProcesses()) {
    const folder = `/proc/${pid}/fd`;
    if (!listFolder(folder).some((name) => ends.includes(readLink(`${folder}/${name}`)))) continue;
    const stat = readStat(pid);
    if (stat !== null && !isOver(stat)) found.push({ pid, startedAt: stat.startedAt });
  }
  return found;
}

async function* allProcesses(): AsyncGenerator<number> {
  let count = 0;
  for (const name of listFolder("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    count += 1;
    if (count % processesATurn === 0) await nextTurn();
    yield pid;
  }
}

/** A zombie has ended; it only waits for its parent, or process 1, to take note. */
function isOver(stat: Stat): boolean {
  return stat.state === "Z" || stat.state === "X";
}

function readStat(pid: number): Stat | null {
  const text = readSmall(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses, which may itself hold spaces and parentheses.
  const end = text.lastIndexOf(")");
  if (end < 0) return null;
  const fields = text.slice(end + 2).split(" ");
  return {
    state: fields[0] ?? "X",
    parent: Number(fields[1]),
    session: Number(fields[3]),
    flags: Number(fields[6]),
    threads: Number(fields[17]),
    startedAt: fields[19] ?? "",
  };
}

/** Children are listed for the thread that forked them, so every thread has to be asked. */
function childrenOf(pid: number, threads: number): readonly number[] {
  const tasks = threads > 1 ? listFolder(`/proc/${pid}/task`) : [String(pid)];
  return tasks.flatMap((task) => {
    const text = readSmall(`/proc/${pid}/task/${task}/children`).trim();
    return text === "" ? [] : text.split(" ").map(Number);
  });
}

function readMemory(pid: number): { readonly rssBytes: number; readonly peakBytes: number } | null {
  const text = readSmall(`/proc/${pid}/status`);
  const rss = kilobytes(text, "\nVmRSS:");
  if (rss === null) return null;
  return { rssBytes: rss * 1024, peakBytes: (kilobytes(text, "\nVmHWM:") ?? rss) * 1024 };
}

function kilobytes(text: string, label: string): number | null {
  const at = text.indexOf(label);
  if (at < 0) return null;
  const value = Number.parseInt(text.slice(at + label.length, at + label.length + 24), 10);
  return Number.isFinite(value) ? value : null;
}

function isTagged(pid: number, marks: LaunchMarks): boolean {
  if (marks.limit !== null && readSmall(`/proc/${pid}/limits`).includes(marks.limit)) return true;
  try {
    return readFileSync(`/proc/${pid}/environ`).includes(marks.token);
  } catch {
    return false; // another user's, or ended meanwhile
  }
}

const smallFile = Buffer.allocUnsafe(64 * 1024);

function readSmall(path: string): string {
  try {
    const file = openSync(path, "r");
    try {
      return smallFile.toString("latin1", 0, readSync(file, smallFile, 0, smallFile.length, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return "";
  }
}

function listFolder(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
