import { spawn } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import type { KnownTree } from "../../src/system/process-table.ts";
import { createPsProcessTable, parsePs, weigh } from "../../src/system/ps-process-table.ts";

const answer = `    1     0     1   1024 Ss   Sun Nov 23 06:26:00 2025 /sbin/launchd
  500     1   500  20480 S    Sun Nov 23 06:44:10 2025 node gate.js HOME=/Users/x
  501   500   501   3072 S+   Sun Nov 23 06:44:11 2025 bash -c make
  502   501   501   5120 R    Sun Nov  2 06:44:12 2025 make
  503   501   501      0 Z    Sun Nov 23 06:44:12 2025 (cc)
garbage
`;

describe("parsePs", () => {
  test("reads numbers, state, start and command; leaves out what does not fit", () => {
    const rows = parsePs(answer, true);
    expect(rows.map((row) => row.pid)).toEqual([1, 500, 501, 502, 503]);
    expect(rows[1]).toEqual({
      pid: 500,
      parent: 1,
      group: 500,
      rssBytes: 20480 * 1024,
      state: "S",
      startedAt: "Sun Nov 23 06:44:10 2025",
      commandAndEnvironment: "node gate.js HOME=/Users/x",
    });
    expect(rows[3]?.startedAt).toBe("Sun Nov 2 06:44:12 2025");
  });

  test.each(["", "\n\n", "a b c d e f g h i j"])("reads nothing from %j", (text) => {
    expect(parsePs(text, true)).toEqual([]);
  });
});

describe("weigh", () => {
  test("follows children, sums, forgets zombies and numbers used again", () => {
    const known: KnownTree = new Map([
      [501, { startedAt: "Sun Nov 23 06:44:11 2025", sightings: 0 }],
      [500, { startedAt: "another time", sightings: 0 }],
    ]);
    expect(weigh(parsePs(answer, false), known)).toEqual({ rssBytes: (3072 + 5120) * 1024, highestOfOneBytes: 0 });
    expect([...known.keys()]).toEqual([501, 502]);
  });

  test("nothing known, nothing told", () => {
    expect(weigh(parsePs(answer, false), new Map())).toBeNull();
  });
});

// The ps of Linux understands the same columns, so the calls themselves are tried for real here too.
describe("with a real ps", () => {
  test("finds a process by its number and the tree below it", async () => {
    const table = createPsProcessTable("axeww");
    const child = spawn("sh", ["-c", "sleep 20 & wait"], {
      detached: true,
      stdio: "ignore",
      env: { PATH: process.env.PATH ?? "", MARK: "the-mark-of-this-test" },
    });
    const pid = child.pid ?? 0;
    try {
      const found = await table.identify(pid);
      expect(found?.pid).toBe(pid);
      const known: KnownTree = new Map([[pid, { startedAt: found?.startedAt ?? "", sightings: 0 }]]);
      expect((await table.sample(known))?.rssBytes).toBeGreaterThan(0);
      expect(known.size).toBe(2);
      const marks = {
        token: "a token that nobody has",
        limit: null,
        leader: { pid, startedAt: found?.startedAt ?? "" },
      };
      expect((await table.survivors(marks, new Map())).map((each) => each.pid).sort()).toEqual(
        [...known.keys()].sort(),
      );
      const byMark = await table.survivors({ token: "the-mark-of-this-test", limit: null, leader: null }, new Map());
      expect(byMark.map((each) => each.pid).sort()).toEqual([...known.keys()].sort());
    } finally {
      process.kill(-pid, "SIGKILL");
    }
  });

  test("knows nothing of a number that is not used", async () => {
    expect(await createPsProcessTable().identify(999_999_999)).toBeNull();
  });
});
