import { execFile } from "node:child_process";
import type { KnownTree, ProcessId, ProcessTable, TreeMemory } from "./process-table.ts";

/** One line of `ps`. */
export interface PsRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly rssBytes: number;
  readonly state: string;
  readonly startedAt: string;
  /** Empty when the program alone was asked for. */
  readonly commandAndEnvironment: string;
}

const columns = "pid=,ppid=,pgid=,rss=,state=,lstart=";
const timeLimitMs = 2000;
const longestAnswerBytes = 64 * 1024 * 1024;

/**
 * The process list where there is no `/proc`: macOS. `ps` costs some ten milliseconds of processor time, so it is asked
 * seldom. macOS hides the environment of Apple's own programs (`/bin/sh`, `/bin/sleep`) from `ps -E`: those are found as
 * children of known processes or in the launch's group, not by their mark.
 *
 * @param allWithEnvironment how this system's `ps` is asked for every process with its environment
 */
export function createPsProcessTable(allWithEnvironment = "-axEww"): ProcessTable {
  return {
    sampleEveryMs: 400,
    identify: async (pid) => {
      const [row] = parsePs(await ps(["-p", String(pid), "-o", columns]), false);
      return row === undefined || row.state.startsWith("Z") ? null : row;
    },
    sample: async (known) => weigh(parsePs(await ps(["-ax", "-o", columns]), false), known),
    survivors: async (marks, known) => {
      const rows = parsePs(await ps([allWithEnvironment, "-o", `${columns},command=`]), true);
      weigh(rows, known);
      return rows
        .filter((row) => row.pid !== process.pid && !row.state.startsWith("Z"))
        .filter(
          (row) =>
            known.get(row.pid)?.startedAt === row.startedAt ||
            row.group === marks.leader?.pid ||
            row.commandAndEnvironment.includes(marks.token),
        )
        .map(({ pid, startedAt }) => ({ pid, startedAt }));
    },
    holders: async (): Promise<readonly ProcessId[]> => [],
  };
}

/** Reads the answer of `ps` for the columns used here; lines that do not fit are left out. Pure. */
export function parsePs(text: string, withCommand: boolean): readonly PsRow[] {
  return text.split("\n").flatMap((line) => {
    const words = line.trim().split(/\s+/);
    const [pid, parent, group, rssKib] = words.slice(0, 4).map(Number);
    // `lstart` is five words: Sun Nov 23 06:44:00 2025.
    if (words.length < 10 || pid === undefined || parent === undefined || group === undefined) return [];
    if (!Number.isInteger(pid) || !Number.isInteger(parent) || rssKib === undefined) return [];
    return [
      {
        pid,
        parent,
        group,
        rssBytes: rssKib * 1024,
        state: words[4] ?? "",
        startedAt: words.slice(5, 10).join(" "),
        commandAndEnvironment: withCommand ? words.slice(10).join(" ") : "",
      },
    ];
  });
}

/** Adds descendants, forgets what ended, sums. Pure but for the tree it is given. */
export function weigh(rows: readonly PsRow[], known: KnownTree): TreeMemory | null {
  const byPid = new Map(rows.map((row) => [row.pid, row]));
  const byParent = new Map<number, PsRow[]>();
  for (const row of rows) {
    const children = byParent.get(row.parent);
    if (children === undefined) byParent.set(row.parent, [row]);
    else children.push(row);
  }
  let rssBytes = 0;
  let read = 0;
  for (const [pid, process] of known) {
    const row = byPid.get(pid);
    if (row === undefined || row.startedAt !== process.startedAt || row.state.startsWith("Z")) {
      known.delete(pid);
      continue;
    }
    process.sightings += 1;
    for (const child of byParent.get(pid) ?? []) {
      if (!known.has(child.pid)) known.set(child.pid, { startedAt: child.startedAt, sightings: 0 });
    }
    read += 1;
    rssBytes += row.rssBytes;
  }
  return read === 0 ? null : { rssBytes, highestOfOneBytes: 0 };
}

function ps(args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      "ps",
      [...args],
      { timeout: timeLimitMs, maxBuffer: longestAnswerBytes, env: { PATH: "/bin:/usr/bin", LC_ALL: "C" } },
      (_error, stdout) => resolve(stdout),
    );
  });
}
