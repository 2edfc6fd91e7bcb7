import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { EventMetric, TimeFormat } from "../../../src/domain/verify.ts";
import {
  createEventLogMeter,
  type EventLogMeter,
  type EventSource,
} from "../../../src/telemetry/events/event-log-meter.ts";
import { type EventKernel, openEventKernel } from "../../../src/telemetry/kernel/event-kernel.ts";

const none = { value: null, failed: null, distinct: null, by: null, perMs: null, alive: null, direction: null };
const base: EventMetric = { name: "m", unit: "", scale: 1, statistic: "mean", where: [], ...none };
const metrics: readonly EventMetric[] = [
  base,
  { ...base, value: "a" },
  { ...base, value: "b.c", where: [{ field: "k", values: ["x", "yé", 2, true] }] },
  { ...base, failed: [{ field: "b.ok", values: [false] }], distinct: "id" },
  {
    ...base,
    by: "k",
    where: [
      { field: "b.d.e", values: [1.5, "deep"] },
      { field: "a", values: [7] },
    ],
  },
];
const span = { fromMs: 0, toMs: 8e15 };

function source(format: TimeFormat): EventSource {
  return {
    name: "events",
    kind: "jsonl",
    paths: [],
    time: { field: "t", format, zoneMinutes: 90 },
    badLines: { kind: "count", count: 0 },
    metrics,
  };
}

/** What a meter makes of a text, in a form that can be compared; `use` gives it the bytes. */
function tallyOf(meter: EventLogMeter, text: Buffer): unknown {
  const room = meter.room?.(text.length) ?? Buffer.alloc(text.length);
  text.copy(room);
  meter.beginFile("f");
  meter.lines(room, 0, text.length);
  const { metrics: tallies, ...rest } = meter.tally();
  return {
    ...rest,
    metrics: tallies.map(({ groups, life, ...tally }) => ({
      ...tally,
      life: life?.finish(span),
      groups: [...groups].map(([group, builder]) => builder.build(group, 0, 1, [])),
    })),
  };
}

function withKernel(text: Buffer, format: TimeFormat): { readonly tally: unknown; readonly quick: number } {
  let opened: EventKernel | null = null;
  let quick = 0;
  const meter = createEventLogMeter(source(format), span, (query) => {
    const kernel = openEventKernel(query);
    if (kernel === null) throw new Error("the kernel cannot run here");
    opened = kernel;
    return {
      ...kernel,
      scan: (start, end) => {
        const stop = kernel.scan(start, end);
        quick += kernel.lines();
        return stop;
      },
    };
  });
  expect(opened).not.toBeNull();
  return { tally: tallyOf(meter, text), quick };
}

function expectSame(text: Buffer, format: TimeFormat): void {
  const slow = tallyOf(
    createEventLogMeter(source(format), span, () => null),
    text,
  );
  expect(withKernel(text, format).tally).toEqual(slow);
}

describe("the kernel reads lines of the usual forms by itself", () => {
  test.each<[string, string, TimeFormat]>([
    ["seconds as Python writes them", '{"t":1795389433.9242816,"a":1}', "epoch-s"],
    ["whole nanoseconds", '{"t":1795389433924281600,"a":1}', "epoch-ns"],
    ["milliseconds", '{"a":1,"t":1795389433924}', "epoch-ms"],
    ["a time with a zone", '{"t":"2026-11-22T23:17:56.015123+02:00"}', "iso"],
    ["a time without one", '{"t":"2026-11-22 23:17:56,015"}', "iso"],
    ["spaces as json.dumps writes them", '{"t": 5, "a": 1, "b": {"c": [1, 2], "d": {}}}', "epoch-ms"],
    [
      "escapes and text beyond ASCII in other fields",
      String.raw`{"t":5,"msg":"a \"b\" \u00e9 é","z":[{"é":1}]}`,
      "epoch-ms",
    ],
    ["no time at all", '{"a":1}', "epoch-s"],
  ])("%s", (_name, line, format) => {
    const text = Buffer.from(`${line}\n${line}\n`);
    expect(withKernel(text, format).quick).toBe(2);
    expectSame(text, format);
  });
});

describe("with the kernel and without it, the same comes out", () => {
  const key = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("t", "a", "b", "c", "d", "e", "ok", "k", "id") },
    fc.constantFrom("\\u0061", "ключ", "a key of more than sixteen bytes", "b\\\\", ""),
  );
  const scalar = fc.oneof(
    fc.double().map((value) => JSON.stringify(value)),
    fc.constantFrom("7", "1.5", "2", "-0", "01", "1.", "1e5", "2.0e0", "nul", "true", "false", "null", "NaN"),
    fc.constantFrom(
      '"x"',
      '"yé"',
      '"\\u0078"',
      '"deep"',
      '""',
      '"a text of more than sixteen bytes, and a quote \\" in it"',
    ),
    fc.constantFrom(
      '"2026-11-22T23:17:56Z"',
      '"2024-02-29 00:00:60.5"',
      '"2023-02-29T00:00:00"',
      '"0099-01-01T00:00:00"',
    ),
    fc.constantFrom('"2026-11-22T23:17:56.123456789-03:30"', '"2026-11-22T23:17"', '"2026-11-22T23:17:56 UTC"', '"12"'),
    fc.integer({ min: 0, max: 19 }).chain((digits) =>
      fc.bigInt(0n, 10n ** 19n - 1n).map((value) => {
        const text = value.toString().padStart(19, "0");
        return `${BigInt(text.slice(0, 19 - digits) || "0")}${digits > 0 ? `.${text.slice(19 - digits)}` : ""}`;
      }),
    ),
    fc.string().map((value) => JSON.stringify(value)),
  );
  const space = fc.constantFrom("", "", "", " ", "\t", "  \r");
  const json = fc.letrec<{ value: string; object: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      scalar,
      tie("object"),
      fc
        .tuple(space, fc.array(tie("value"), { maxLength: 3 }))
        .map(([gap, items]) => `[${items.join(`,${gap}`)}${gap}]`),
    ),
    object: fc
      .tuple(space, fc.array(fc.tuple(key, tie("value")), { maxLength: 6 }))
      .map(
        ([gap, members]) =>
          `{${gap}${members.map(([name, value]) => `"${name}"${gap}:${gap}${value}`).join(`,${gap}`)}}`,
      ),
  }));
  const event = fc
    .record({ t: scalar, a: scalar, k: scalar, ok: scalar, id: fc.nat(3), c: scalar, e: scalar, isLate: fc.boolean() })
    .map(({ t, a, k, ok, id, c, e, isLate }) => {
      const rest = `"a":${a},"k":${k},"id":"i${id}","b":{"ok":${ok},"c":${c},"d":{"e":${e}}}`;
      return isLate ? `{${rest},"t":${t}}` : `{"t":${t},${rest}}`;
    });
  const line = fc.oneof({ weight: 3, arbitrary: event }, json.object, fc.constantFrom("", "  ", "[]", "{}", "{", "5"));
  const format = fc.constantFrom<TimeFormat>("iso", "epoch-s", "epoch-ms", "epoch-us", "epoch-ns");

  test("on generated lines, whole and damaged", () => {
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 8 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 }),
        format,
        (lines, damages, timeFormat) => {
          const text = Buffer.from(lines.map((one) => `${one.replaceAll("\n", " ")}\n`).join(""));
          for (const [place, byte] of damages) if (text.length > 1) text[place % (text.length - 1)] = byte;
          expectSame(text, timeFormat);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("deep nesting, keys that are asked for twice, and lists on the way", () => {
    const deep = (depth: number): string => `{"t":1,"x":${"[".repeat(depth)}${"]".repeat(depth)}}\n`;
    const lines = [58, 59, 60, 61, 62, 200].map(deep).join("");
    const twice = '{"t":1,"a":1,"a":2}\n{"b":{"c":1},"b":{"c":2},"t":3}\n{"b":[{"c":1}],"t":4}\n';
    expectSame(Buffer.from(lines + twice), "epoch-ms");
  });

  test("more lines than rows", () => {
    const lines = Array.from(
      { length: 9000 },
      (_, index) => `{"t":${index},"a":${index % 10},"k":"x","id":${index}}\n`,
    );
    expectSame(Buffer.from(lines.join("")), "epoch-ms");
  });
});

test("numbers are read to the last bit", () => {
  const numberOf = (text: string): number => {
    const meter = createEventLogMeter({ ...source("epoch-ms"), metrics: [{ ...base, value: "a" }] }, span);
    const line = Buffer.from(`{"t":1,"a":${text}}\n`);
    const room = meter.room?.(line.length) ?? Buffer.alloc(0);
    line.copy(room);
    meter.lines(room, 0, line.length);
    const [tally] = meter.tally().metrics;
    return [...(tally?.groups.values() ?? [])][0]?.build(null, 0, 1, []).blocks[0]?.sum ?? Number.NaN;
  };
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 19n - 1n), fc.nat(18), (digits, decimals) => {
      const text = digits.toString().padStart(decimals + 1, "0");
      const written = decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
      expect(numberOf(written)).toBe(Number(written));
    }),
    { numRuns: 500 },
  );
});
