import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { uptime } from "node:os";
import type { Host } from "../domain/ports.ts";
import type { Reading } from "../domain/problem.ts";
import type { ObservedTree, ProcessObserver } from "../domain/process-observer.ts";

/** One process as the system lists it. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly rssBytes: number;
  readonly cpuMs: number;
  readonly startedMs: number;
}

/** Ticks of `/proc/PID/stat`: 100 a second on every Linux that Node runs on. */
const ticksPerSecond = 100;
const timeLimitMs = 5000;

/** The machine's processes: `/proc` on Linux, `ps` on macOS; on Windows there is no such look. */
export function createProcessObserver(platform: Host["platform"]): ProcessObserver {
  const list = platform === "linux" ? listLinux : platform === "darwin" ? listPs : null;
  const rows = async (): Promise<Reading<readonly ProcessRow[]>> => {
    if (list === null) {
      const remedy = "Read its metrics from a server or a file instead.";
      return { ok: false, problem: { kind: "invalid", reason: "Processes cannot be watched on Windows.", remedy } };
    }
    const listed = await list();
    if (listed.length > 0) return { ok: true, value: listed };
    return { ok: false, problem: { kind: "invalid", reason: "The system did not list its processes." } };
  };
  return {
    find: async (command) => {
      const listed = await rows();
      return listed.ok ? { ok: true, value: findRoots(listed.value, command, process.pid) } : listed;
    },
    observe: async (pid) => {
      const listed = await rows();
      return listed.ok ? { ok: true, value: weighTree(listed.value, pid) } : listed;
    },
  };
}

/** Pure: see {@link ProcessObserver.find}. */
export function findRoots(rows: readonly ProcessRow[], command: string, ownPid: number): readonly number[] {
  const byPid = new Map(rows.map((row) => [row.pid, row]));
  const own = new Set(ancestryOf(byPid, ownPid));
  const wanted = command.trim().replace(/\s+/g, " ");
  const found = rows.filter((row) => row.command === wanted && !own.has(row.pid));
  const pids = new Set(found.map(({ pid }) => pid));
  return found.filter((row) => !ancestryOf(byPid, row.parent).some((pid) => pids.has(pid))).map(({ pid }) => pid);
}

/** Pure: sums a process and its descendants. */
export function weighTree(rows: readonly ProcessRow[], pid: number): ObservedTree | null {
  const root = rows.find((row) => row.pid === pid);
  if (root === undefined) return null;
  const children = new Map<number, ProcessRow[]>();
  for (const row of rows) {
    const siblings = children.get(row.parent);
    if (siblings === undefined) children.set(row.parent, [row]);
    else siblings.push(row);
  }
  const tree = new Set([root]);
  for (const row of tree) for (const child of children.get(row.pid) ?? []) tree.add(child);
  let rssBytes = 0;
  let cpuMs = 0;
  for (const row of tree) {
    rssBytes += row.rssBytes;
    cpuMs += row.cpuMs;
  }
  return { rssBytes, cpuMs, startedMs: root.startedMs, processes: tree.size };
}

function ancestryOf(byPid: ReadonlyMap<number, ProcessRow>, pid: number): readonly number[] {
  const line: number[] = [];
  for (let at = byPid.get(pid); at !== undefined && !line.includes(at.pid); at = byPid.get(at.parent))
    line.push(at.pid);
  return line;
}

async function listLinux(): Promise<readonly ProcessRow[]> {
  const bootMs = Date.now() - uptime() * 1000;
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const row = readLinux(name, bootMs);
      return row === null ? [] : [row];
    });
}

/** Null for a process that has ended meanwhile, or only waits to be collected. */
function readLinux(name: string, bootMs: number): ProcessRow | null {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, "latin1");
    // The second field is the program's name in parentheses, which may itself hold any sign.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    const status = readFileSync(`/proc/${name}/status`, "latin1");
    const command = readFileSync(`/proc/${name}/cmdline`, "utf8");
    return {
      pid: Number(name),
      parent: Number(fields[1]),
      command: command
        .split("\0")
        .filter((word) => word !== "")
        .join(" ")
        .replace(/\s+/g, " ")
        .trim(),
      rssBytes: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024,
      cpuMs: ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond,
      startedMs: bootMs + (Number(fields[19]) * 1000) / ticksPerSecond,
    };
  } catch {
    // It ended between the listing and the look, which is the same as not being there.
    return null;
  }
}

function listPs(): Promise<readonly ProcessRow[]> {
  return new Promise((resolve) => {
    const options = { timeout: timeLimitMs, maxBuffer: 64 * 1024 * 1024, env: { PATH: "/bin:/usr/bin", LC_ALL: "C" } };
    execFile("ps", ["-axwwo", "pid=,ppid=,rss=,time=,etime=,command="], options, (_error, stdout) =>
      resolve(parsePsRows(stdout, Date.now())),
    );
  });
}

/** Reads the answer of `ps`; lines that do not fit are left out. Pure. */
export function parsePsRows(text: string, nowMs: number): readonly ProcessRow[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+([\d:.-]+)\s+([\d:-]+)\s+(.*)$/.exec(line);
    if (match === null) return [];
    const [, pid, parent, rss, time, elapsed, command] = match;
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        command: (command ?? "").replace(/\s+/g, " ").trim(),
        rssBytes: Number(rss) * 1024,
        cpuMs: clockMs(time ?? ""),
        startedMs: nowMs - clockMs(elapsed ?? ""),
      },
    ];
  });
}

/** `[[days-]hours:]minutes:seconds`, with decimals or without. */
function clockMs(text: string): number {
  const [clock = "", days = "0"] = text.split("-").reverse();
  const seconds = clock.split(":").reduce((total, part) => total * 60 + Number(part), 0);
  return (Number(days) * 86_400 + seconds) * 1000;
}
