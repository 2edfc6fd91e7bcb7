import { describe, expect, test } from "@jest/globals";
import type { ObservedTree, ProcessObserver } from "../../../src/domain/process-observer.ts";
import type { ProcessMetric } from "../../../src/domain/verify.ts";
import { seededRandom } from "../../../src/stats/seeded-random.ts";
import { growthOf } from "../../../src/telemetry/process/growth.ts";
import { type ProcessSource, readProcess } from "../../../src/telemetry/process/read-process.ts";
import { createMemoryLogs } from "../memory-log-files.ts";

const mega = 1e6;

/** A clock that sleeping moves. */
function fakeClock() {
  let nowMs = 1_795_389_433_000;
  return {
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs,
    sleep: async (durationMs: number) => {
      nowMs += durationMs;
    },
  };
}

async function read(
  metric: ProcessMetric["read"],
  tree: (look: number, pid: number) => Partial<ObservedTree> | null,
  more: { pids?: readonly number[]; pidFile?: string; watchMs?: number } = {},
) {
  const clock = fakeClock();
  const began = clock.now().getTime();
  const logs = createMemoryLogs();
  if (more.pidFile !== undefined) logs.append("/run/app.pid", more.pidFile);
  let look = 0;
  const observer: ProcessObserver = {
    find: async () => ({ ok: true, value: more.pids ?? [7] }),
    observe: async (pid) => {
      const seen = tree(look++, pid);
      const usual = { rssBytes: 100 * mega, cpuMs: 0, startedMs: began - 60_000, processes: 1 };
      return { ok: true, value: seen === null ? null : { ...usual, ...seen } };
    },
  };
  const source: ProcessSource = {
    name: "app",
    kind: "process",
    find:
      more.pidFile === undefined ? { kind: "command", text: "app serve" } : { kind: "pid-file", text: "/run/app.pid" },
    watchMs: more.watchMs ?? 10_000,
    metrics: [{ name: "m", read: metric }],
  };
  const [reading] = await readProcess({ observer, files: logs.files, clock }, source);
  if (reading === undefined) throw new Error("there is no reading");
  return reading.ok
    ? { ...reading.records[0]?.figure, notes: reading.records[0]?.notes }
    : `${reading.problem.kind}: ${reading.problem.reason}`;
}

describe("what a process shows", () => {
  test("resident memory: the middle of what was seen, with its range", async () => {
    const sizes = (look: number) => ({ rssBytes: (100 + (look % 5)) * mega });
    expect(await read("rss", sizes)).toMatchObject({ value: 102 * mega, lower: 100 * mega, upper: 104 * mega });
  });

  test("processor time of the time that passed", async () => {
    expect(await read("cpu", (look) => ({ cpuMs: look * 125 }))).toMatchObject({ value: 50 });
  });

  test("time since it began", async () => {
    expect(await read("uptime", () => ({}))).toMatchObject({ value: 60e9 });
  });

  test("several that fit count together", async () => {
    expect(await read("rss", () => ({}), { pids: [7, 8] })).toMatchObject({
      value: 200 * mega,
      notes: ["2 processes fit and count together", expect.any(String)],
    });
  });

  test("growth in bytes a second, here 1 MB every second", async () => {
    const figure = await read("rss-growth", (look) => ({ rssBytes: 100 * mega + look * 0.25 * mega }));
    expect(figure).toMatchObject({
      value: expect.closeTo(mega, -1),
      notes: ["it still grows in the later half of the time"],
    });
  });

  test("a number from a file", async () => {
    expect(await read("rss", () => ({}), { pidFile: "123\n" })).toMatchObject({ value: 100 * mega });
  });
});

describe("what is not there is missing, never 0", () => {
  test.each<[string, Parameters<typeof read>, RegExp]>([
    [
      "no such command",
      ["rss", () => ({}), { pids: [] }],
      /^missing: No process has exactly the command line "app serve"/,
    ],
    ["a number of nobody", ["rss", () => null, { pidFile: "99" }], /^missing: The process 99 does not run/],
    ["one that ends meanwhile", ["rss", (look) => (look < 3 ? {} : null)], /^missing: The process 7 ended while/],
    [
      "one that is started again meanwhile",
      ["rss", (look) => (look < 3 ? {} : { startedMs: 1 })],
      /^missing: The process 7 ended while/,
    ],
    ["a file without a number", ["rss", () => ({}), { pidFile: "abc" }], /^invalid: \/run\/app.pid holds no number/],
    ["process 0", ["rss", () => ({}), { pidFile: "0" }], /^invalid/],
    ["too few looks for a slope", ["rss-growth", () => ({}), { watchMs: 1000 }], /^invalid: 5 looks are too few/],
  ])("%s", async (_name, args, words) => {
    expect(await read(...args)).toEqual(expect.stringMatching(words));
  });
});

describe("growth without bound is told from a plateau", () => {
  const random = seededRandom(3);
  const series = (size: (second: number) => number) =>
    Array.from({ length: 200 }, (_, second) => ({
      timeMs: second * 1000,
      rssBytes: size(second) + random() * 2 * mega,
    }));
  test.each<[string, (second: number) => number, string]>([
    ["a leak", (second) => 100 * mega + second * 0.2 * mega, "growing"],
    ["caches that fill", (second) => 100 * mega + 50 * mega * (1 - Math.exp(-second / 10)), "settled"],
    ["no growth", () => 100 * mega, "level"],
    ["sawteeth of a collector", (second) => 100 * mega + (second % 20) * mega, "level"],
    ["falling", (second) => 200 * mega - second * 0.2 * mega, "level"],
  ])("%s", (_name, size, shape) => {
    expect(growthOf(series(size))?.shape).toBe(shape);
  });
});
