import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { EventMetric } from "../../../src/domain/verify.ts";
import type { EventSource } from "../../../src/telemetry/events/event-log-meter.ts";
import { readEventLog } from "../../../src/telemetry/events/read-event-log.ts";
import type { MetricReading } from "../../../src/telemetry/records/metric-reading.ts";
import { createMemoryLogs, digest } from "../memory-log-files.ts";

const start = Date.UTC(2026, 10, 22, 12);
const all = { fromMs: 0, toMs: 8e15 };

function eventMetric(more: Partial<EventMetric> = {}): EventMetric {
  const none = { value: null, failed: null, distinct: null, by: null, perMs: null, alive: null, direction: null };
  return { name: "m", unit: "", scale: 1, statistic: "mean", where: [], ...none, ...more };
}

function source(metrics: readonly EventMetric[], more: Partial<EventSource> = {}): EventSource {
  return {
    name: "events",
    kind: "jsonl",
    paths: ["/log/e.jsonl"],
    time: { field: "t", format: "epoch-ms", zoneMinutes: 0 },
    badLines: { kind: "share", share: 0.01 },
    metrics,
    ...more,
  };
}

async function read(
  lines: readonly (object | string)[],
  metric: Partial<EventMetric>,
  more: Partial<EventSource> = {},
  span = all,
): Promise<MetricReading> {
  const logs = createMemoryLogs();
  logs.append(
    "/log/e.jsonl",
    lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""),
  );
  const reading = await readEventLog({ files: logs.files, digest }, source([eventMetric(metric)], more), span);
  const [only] = reading.metrics;
  if (only === undefined) throw new Error("there is no reading");
  return only;
}

/** Count, and sum, of all blocks of the only record. */
function totals(reading: MetricReading) {
  if (!reading.ok) return reading.problem;
  return reading.records.map(({ group, blocks }) => ({
    group,
    count: blocks.reduce((total, block) => total + block.count, 0),
    sum: blocks.reduce((total, block) => total + block.sum, 0),
  }));
}

const at = (seconds: number, more: object = {}) => ({ t: start + seconds * 1000, ...more });

describe("the log that a real team wrote", () => {
  const text = readFileSync(new URL("fixtures/bus-events.jsonl", import.meta.url), "utf8")
    .trimEnd()
    .split("\n");
  const time = { field: "timestamp", format: "epoch-s", zoneMinutes: 0 } as const;

  test("the seed's field is not there: missing, not 0 ms", async () => {
    const reading = await read(text, { value: "latency", unit: "ns", scale: 1e6 }, { time });
    expect(reading).toMatchObject({ ok: false, problem: { kind: "missing" } });
  });

  test("with the field, the unit and the filter of its config, the right figure", async () => {
    const metric = {
      value: "data.duration_ms",
      unit: "ns",
      scale: 1e6,
      where: [{ field: "topic", values: ["tool.result"] }],
    };
    const reading = await read(text, metric, { time });
    expect(totals(reading)).toEqual([{ group: null, count: 3, sum: 37.5e6 }]);
  });

  test("an empty log is missing", async () => {
    expect(await read([], { value: "latency" })).toMatchObject({
      ok: false,
      problem: { kind: "missing", reason: "the log is empty" },
    });
  });

  test("a log that is not there is missing", async () => {
    const reading = await readEventLog({ files: createMemoryLogs().files, digest }, source([eventMetric()]), all);
    expect(reading.metrics).toMatchObject([{ ok: false, problem: { kind: "missing" } }]);
  });
});

describe("what is counted", () => {
  const calls = [
    at(0, { id: "a", ok: true, ms: 5 }),
    at(1, { id: "b", ok: false, ms: 7 }),
    at(2, { id: "a", ok: true, ms: 6 }),
    at(3, { id: "c", ok: true, ms: 9 }),
  ];

  test.each<[string, readonly (object | string)[], Partial<EventMetric>, object]>([
    ["values", calls, { value: "ms" }, [{ count: 4, sum: 27 }]],
    ["each call once", calls, { value: "ms", distinct: "id" }, [{ count: 3, sum: 21 }]],
    ["failures", calls, { failed: [{ field: "ok", values: [false] }] }, [{ count: 4, sum: 1 }]],
    [
      "a call fails when any of its events does",
      [at(0, { id: 1, ok: true }), at(90, { id: 1, ok: false }), at(91, { id: 1, ok: false })],
      { failed: [{ field: "ok", values: [false] }], distinct: "id" },
      [{ count: 1, sum: 1 }],
    ],
    ["events", calls, {}, [{ count: 4, sum: 0 }]],
    [
      "no event of a kind, in a log that goes on",
      calls,
      { where: [{ field: "ok", values: ["never"] }] },
      [{ count: 0 }],
    ],
    [
      "groups",
      calls,
      { value: "ms", by: "ok" },
      [
        { group: "false", count: 1, sum: 7 },
        { group: "true", count: 3, sum: 20 },
      ],
    ],
    ["equal keys: the last, as everywhere", ['{"t":1,"ms":1,"ms":2}'], { value: "ms" }, [{ count: 1, sum: 2 }]],
    [
      "escapes in what is looked for",
      [String.raw`{"t":1,"k":"\u0061b","ms":3}`],
      { value: "ms", where: [{ field: "k", values: ["ab"] }] },
      [{ sum: 3 }],
    ],
    ["a value in scientific notation", ['{"t":1,"ms":2.5e1}'], { value: "ms" }, [{ sum: 25 }]],
    [
      "blank lines and carriage returns",
      ['{"t":1,"ms":1}\r', "", "  ", '{"t":2,"ms":2}\r'],
      { value: "ms" },
      [{ count: 2, sum: 3 }],
    ],
  ])("%s", async (_name, lines, metric, expected) => {
    expect(totals(await read(lines, metric))).toMatchObject(expected);
  });

  test("only events of the time that is asked for; its end is outside", async () => {
    const reading = await read(calls, { value: "ms" }, {}, { fromMs: start + 1000, toMs: start + 3000 });
    expect(totals(reading)).toEqual([{ group: null, count: 2, sum: 13 }]);
  });

  test("a log that ended before the time asked for says nothing about it, not 0 errors", async () => {
    const reading = await read(calls, {}, {}, { fromMs: start + 60_000, toMs: start + 90_000 });
    expect(reading).toMatchObject({
      ok: false,
      problem: { kind: "missing", reason: expect.stringContaining("reaches from 2026-11-22") },
    });
  });

  test("the most events in one stretch", async () => {
    const lines = [0, 1, 2, 70, 400].map((seconds) => at(seconds));
    const reading = await read(lines, { perMs: 60_000 });
    expect(reading.ok && reading.records[0]?.per).toEqual({ stretchMs: 60_000, most: 3 });
  });

  test("a stream longer than what is kept becomes a histogram, its sum still exact", async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => at(index, { ms: index + 1 }));
    const reading = await read(lines, { value: "ms" });
    expect(totals(reading)).toEqual([{ group: null, count: 5000, sum: 12_502_500 }]);
    expect(reading.ok && reading.records[0]?.relativeError).toBe(0.01);
  });
});

describe("logs that lie: right or not judged, never a pass", () => {
  const good = Array.from({ length: 50 }, (_, index) => at(index, { ms: 1 }));
  test.each<[string, readonly (object | string)[], Partial<EventMetric>, object]>([
    [
      "a torn line among few",
      [at(0, { ms: 1 }), '{"t":1,"m'],
      { value: "ms" },
      { ok: false, problem: { kind: "invalid", line: 2 } },
    ],
    [
      "one torn line among a hundred is told",
      [...good, ...good, '{"t":1,"m'],
      { value: "ms" },
      { ok: true, records: [{ notes: [expect.stringContaining("1 of 101 lines")] }] },
    ],
    ["NaN, as Python writes it", ['{"t":1,"ms":NaN}'], { value: "ms" }, { ok: false, problem: { kind: "invalid" } }],
    [
      "a value beyond all numbers",
      ['{"t":1,"ms":1e999}'],
      { value: "ms" },
      { ok: false, problem: { kind: "invalid" } },
    ],
    ["a value that is text", [at(0, { ms: "12" })], { value: "ms" }, { ok: false, problem: { kind: "invalid" } }],
    [
      "a duration below zero",
      [at(0, { ms: -3 })],
      { value: "ms", unit: "ns" },
      { ok: false, problem: { kind: "invalid" } },
    ],
    [
      "no value where the event needs one",
      [at(0, { k: "x" })],
      { value: "ms", where: [{ field: "k", values: ["x"] }] },
      { ok: false, problem: { kind: "invalid" } },
    ],
    [
      "times in seconds taken for milliseconds",
      [{ t: 1_795_389_433, ms: 1 }],
      { value: "ms" },
      { ok: false, problem: { kind: "missing", reason: expect.stringContaining("1970") } },
    ],
    [
      "no time at all",
      [{ ms: 1 }],
      { value: "ms" },
      { ok: false, problem: { kind: "missing", reason: expect.stringContaining("no event has a time") } },
    ],
    ["lines that are no objects", ["[1]", "2"], { value: "ms" }, { ok: false, problem: { kind: "invalid" } }],
    ["binary rubbish", ["\u0000\u0001\u0002"], { value: "ms" }, { ok: false, problem: { kind: "invalid" } }],
  ])("%s", async (_name, lines, metric, expected) => {
    const span = { fromMs: start - 3_600_000, toMs: start + 3_600_000 };
    const wide = lines.some((line) => typeof line === "string") && !lines.includes(good[0] ?? "");
    expect(await read(lines, metric, {}, wide ? all : span)).toMatchObject(expected);
  });

  test("invalid UTF-8 beside the value does not change it", async () => {
    const logs = createMemoryLogs();
    logs.append(
      "/log/e.jsonl",
      Buffer.concat([Buffer.from('{"t":1,"who":"'), Buffer.from([0xff, 0xfe]), Buffer.from('","ms":4}\n')]),
    );
    const reading = await readEventLog({ files: logs.files, digest }, source([eventMetric({ value: "ms" })]), all);
    expect(reading.metrics.map(totals)).toEqual([[{ group: null, count: 1, sum: 4 }]]);
  });

  test("a clock that goes back is told", async () => {
    const reading = await read([at(500, { ms: 1 }), at(0, { ms: 2 })], { value: "ms" });
    expect(reading.ok && reading.records[0]?.notes).toEqual(["times in the log go back by up to 500 s"]);
  });

  test("more groups than can be told apart", async () => {
    const lines = Array.from({ length: 150 }, (_, index) => at(index, { who: `u${index}` }));
    expect(await read(lines, { by: "who" })).toMatchObject({ ok: false, problem: { kind: "invalid" } });
  });
});

describe("signs of life", () => {
  const alive = { figure: "uptime", gapMs: 10_000, start: [{ field: "k", values: ["boot"] }] } as const;
  const span = { fromMs: start, toMs: start + 100_000 };
  const beats = (...seconds: number[]) => seconds.map((second) => at(second));
  const figure = (reading: MetricReading) => (reading.ok ? reading.records[0]?.figure?.value : reading.problem.kind);
  const every5 = Array.from({ length: 20 }, (_, index) => index * 5);

  test("always up", async () => {
    expect(figure(await read(beats(...every5), { alive }, {}, span))).toBe(100);
  });

  test("a silence is time down", async () => {
    const reading = await read(beats(...every5.filter((second) => second < 20 || second >= 60)), { alive }, {}, span);
    expect(figure(reading)).toBe(55);
  });

  test("silent to the end is down", async () => {
    expect(figure(await read(beats(0, 5, 10), { alive }, {}, span))).toBe(10);
  });

  test("failures, and the time between them", async () => {
    const lines = [...beats(...every5.slice(0, 10)), at(51, { k: "boot" }), ...beats(...every5.slice(11))];
    const failures = await read(lines, { alive: { ...alive, figure: "failures" } }, {}, span);
    expect(totals(failures)).toMatchObject([{ count: 1 }]);
    const between = await read(lines, { alive: { ...alive, figure: "between-failures" } }, {}, span);
    expect(figure(between)).toBeCloseTo(94e9, -3);
  });

  test("a clock that goes back further than the gap leaves it open", async () => {
    expect(figure(await read(beats(0, 50, 5, 55), { alive }, {}, span))).toBe("invalid");
  });
});

test("lines that are leapt over are the ones that reading all would not count", async () => {
  const kind = fc.constantFrom("a.b", "a.c", "x", "\u0061.b");
  const event = fc.record({
    k: kind,
    ms: fc.integer({ min: 0, max: 9 }),
    note: fc.constantFrom("", "a.b", "\\u00", '"a.b"'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 30 }), fc.boolean(), async (events, isEscaped) => {
      const lines = events.map(({ k, ms, note }, index) => {
        const line = JSON.stringify(at(index, { k, ms, note }));
        return isEscaped ? line.replace('"a.b"', '"\\u0061.b"') : line;
      });
      const wanted = events.filter(({ k }) => k === "a.b");
      const reading = await read(lines, { value: "ms", where: [{ field: "k", values: ["a.b"] }] });
      const expected = wanted.length === 0 ? undefined : wanted.reduce((total, { ms }) => total + ms, 0);
      const sums = totals(reading);
      expect(Array.isArray(sums) ? sums[0]?.sum : undefined).toBe(expected);
    }),
    { numRuns: 200 },
  );
});
