import { describe, expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/read-config.ts";
import type { Source, Verify } from "../../src/domain/verify.ts";

const head = "rollout: a\nstages: { unit: { run: x } }\n";

function readVerify(verify: string): Verify | null {
  const result = readConfig(`${head}verify: ${verify}\n`, "gate.yml");
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join("\n"));
  return result.config.verify;
}

const readSource = (source: string): Source | undefined =>
  readVerify(`{ windows: {}, sources: { s: ${source} } }`)?.sources[0];

function complain(source: string): readonly string[] {
  const result = readConfig(`${head}verify: { windows: {}, sources: { s: ${source} } }\n`, "gate.yml");
  return result.ok ? [] : result.problems.map((problem) => problem.message);
}

const events = (metric: string, more = "") =>
  `{ jsonl: { path: e.jsonl, time: { field: t }, ${more} metrics: { m: ${metric} } } }`;

describe("what is watched, in the Config", () => {
  test("a config without it watches nothing", () => {
    const result = readConfig(head, "gate.yml");
    expect(result.ok && result.config.verify).toBeNull();
  });

  test("windows, with their criteria in canonical units", () => {
    const verify = readVerify(
      '{ sources: { s: { process: { command: x, metrics: { memory: { read: rss } } } } }, windows: { day-1: { after: 1 d, over: 6 h, criteria: { memory: "< +100 MB" } } } }',
    );
    expect(verify?.windows).toMatchObject([
      { name: "day-1", afterMs: 86_400_000, overMs: 21_600_000, everyMs: null, run: null, report: false },
    ]);
    expect(verify?.windows[0]?.criteria).toMatchObject([
      { metric: "memory", severity: "critical", pass: { kind: "difference", value: 100_000_000, unit: "B" } },
    ]);
  });

  test("how long people have, and what it is compared with, in words or by default", () => {
    const times = (more: string) => {
      const { beforeMs, investigateMs, rollBackMs } = readVerify(`{ windows: {}, sources: {}${more} }`) ?? {};
      return [beforeMs, investigateMs, rollBackMs].map((ms) => (ms ?? Number.NaN) / 3_600_000);
    };
    expect(times("")).toEqual([168, 24, 24]);
    expect(times(", before: 2 d, investigate-within: 1 h, roll-back-within: 15 min")).toEqual([48, 1, 0.25]);
  });

  test("a waiver may be of what a window asks, and of nothing that nobody asks", () => {
    const sources = "sources: { s: { process: { command: x, metrics: { memory: { read: rss } } } } }";
    const asking = `verify: { ${sources}, windows: { day-1: { after: 1 d, criteria: { memory: "< +100 MB" } } } }\n`;
    const waiver = (metric: string) =>
      `waivers: [{ metric: ${metric}, reason: known, owner: "@octocat", until: 2026-03-31 }]\n`;
    expect(readConfig(`${head}${asking}${waiver("memory")}`, "gate.yml").ok).toBe(true);
    expect(readConfig(`${head}${asking}${waiver("speed")}`, "gate.yml").ok).toBe(false);
  });

  test("an event log with every default", () => {
    expect(readSource(events("{ value: data.ms, unit: ms }"))).toEqual({
      name: "s",
      kind: "jsonl",
      paths: ["e.jsonl"],
      time: { field: "t", format: "iso", zoneMinutes: 0 },
      badLines: { kind: "share", share: 0.01 },
      metrics: [
        {
          name: "m",
          direction: null,
          value: "data.ms",
          unit: "ns",
          scale: 1e6,
          statistic: "mean",
          where: [],
          failed: null,
          distinct: null,
          by: null,
          perMs: null,
          alive: null,
        },
      ],
    });
  });

  test.each<[string, string, object]>([
    ["a share of failures", "{ failed: { ok: false } }", { failed: [{ field: "ok", values: [false] }] }],
    ["one of several values", "{ where: { k: [a, b] } }", { where: [{ field: "k", values: ["a", "b"] }] }],
    [
      "signs of life",
      "{ alive: { figure: uptime, gap: 5 min, start: { k: boot } } }",
      { alive: { figure: "uptime", gapMs: 300_000, start: [{ field: "k", values: ["boot"] }] } },
    ],
    ["a tail", "{ value: v, statistic: p95, direction: lower }", { statistic: "p95", direction: "lower-is-better" }],
  ])("%s", (_name, metric, expected) => {
    const source = readSource(events(metric));
    expect(source?.kind === "jsonl" && source.metrics[0]).toMatchObject(expected);
  });

  test.each<[string, object]>([
    ["bad-lines: 0 %,", { badLines: { kind: "count", count: 0 } }],
    ["bad-lines: 1 line,", { badLines: { kind: "count", count: 1 } }],
    ["bad-lines: 0.5 %,", { badLines: { kind: "share", share: 0.005 } }],
  ])("%s", (more, expected) => {
    expect(readSource(events("{}", more))).toMatchObject(expected);
  });

  test("the zone of times without one", () => {
    expect(
      readSource(
        '{ log: { path: [a, b], zone: "-03:30", component: app.chat, metrics: { errors: { level: [ERROR, Critical] } } } }',
      ),
    ).toMatchObject({
      kind: "log",
      zoneMinutes: -210,
      paths: ["a", "b"],
      component: "app.chat",
      metrics: [{ levels: ["error", "critical"] }],
    });
  });

  test("servers, texts, processes, GitHub", () => {
    expect(readSource("{ prometheus: { url: $P, metrics: { m: { query: up } } } }")).toMatchObject({
      kind: "prometheus",
      timeoutMs: 30_000,
      token: null,
      metrics: [{ query: "up", unit: "", scale: 1 }],
    });
    expect(
      readSource("{ openmetrics: { from: f.prom, metrics: { m: { name: n, quantile: 0.9, unit: s } } } }"),
    ).toMatchObject({
      metrics: [{ sample: "n", labels: {}, quantile: 0.9, unit: "ns", scale: 1e9 }],
    });
    expect(
      readSource("{ process: { pid-file: p, watch: 10 min, metrics: { m: { read: rss-growth } } } }"),
    ).toMatchObject({
      find: { kind: "pid-file", text: "p" },
      watchMs: 600_000,
    });
    expect(readSource("{ github: { metrics: { a: { issues: bug }, b: { failed-runs: ci.yml } } } }")).toMatchObject({
      metrics: [
        { kind: "issues", labels: ["bug"] },
        { kind: "failed-runs", workflow: "ci.yml" },
      ],
    });
  });
});

describe("what makes no sense is refused", () => {
  test.each<[string, string, RegExp]>([
    ["an event log without a time", "{ jsonl: { path: e, metrics: {} } }", /"time" is missing/],
    ["a value that also fails", events("{ value: v, failed: { ok: false } }"), /make two metrics of it/],
    [
      "signs of life with a value",
      events("{ value: v, alive: { figure: uptime, gap: 1 min } }"),
      /has no place beside it/,
    ],
    ["a unit of nothing", events("{ unit: ms }"), /"unit" is the unit of "value"/],
    ["a figure of nothing", events("{ statistic: p95 }"), /"statistic" is a figure of "value"/],
    ["bad lines without a unit", events("{}", "bad-lines: 5,"), /5 of what\?/],
    ["bad lines in another unit", events("{}", "bad-lines: 5 MB,"), /neither a share nor a number of lines/],
    ["a zone by name", "{ log: { path: l, zone: Europe/Paris, metrics: {} } }", /"Europe\/Paris" is not a zone/],
    ["watching for a day", "{ process: { command: x, watch: 1 d, metrics: {} } }", /too long/],
  ])("%s", (_name, source, message) => {
    expect(complain(source).join("\n")).toMatch(message);
  });
});
