import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { LineMetric } from "../../../src/domain/verify.ts";
import { type LineKernel, openLineKernel } from "../../../src/telemetry/kernel/line-kernel.ts";
import {
  createTextLogMeter,
  type TextLogMeter,
  type TextLogSource,
} from "../../../src/telemetry/log/text-log-meter.ts";

const base: LineMetric = { name: "m", direction: null, levels: [], match: null, ignore: null, perMs: null };
const counting: readonly LineMetric[] = [
  { ...base, levels: ["error", "critical"] },
  { ...base, levels: ["info"] },
  { ...base, levels: ["audit", "notice"], perMs: 60_000 },
];
const matching: readonly LineMetric[] = [
  { ...base, levels: ["error"], match: "boom" },
  { ...base, levels: ["warning"], ignore: "Trace" },
];
const everything: readonly LineMetric[] = [{ ...base, match: "a" }];
const span = { fromMs: 0, toMs: 8e15 };
const nowMs = Date.UTC(2026, 10, 24);

function source(metrics: readonly LineMetric[], component: string | null): TextLogSource {
  return {
    name: "log",
    kind: "log",
    paths: [],
    line: null,
    component,
    zoneMinutes: 60,
    badLines: { kind: "count", count: 0 },
    metrics,
  };
}

function meterOf(of: TextLogSource, openKernel: typeof openLineKernel): TextLogMeter {
  const compile = () => ({ ok: false, problem: { kind: "invalid", reason: "no pattern is used here" } }) as const;
  const meter = createTextLogMeter(of, compile, span, nowMs, openKernel);
  if (!meter.ok) throw new Error(meter.problem.reason);
  return meter.value;
}

/** What a meter makes of a text in two pieces, in a form that can be compared. */
function tallyOf(meter: TextLogMeter, text: Buffer): unknown {
  const room = meter.room?.(text.length) ?? Buffer.alloc(text.length);
  text.copy(room);
  meter.beginFile("f");
  const half = text.lastIndexOf(0x0a, text.length >> 1) + 1;
  if (half > 0) meter.lines(room, 0, half);
  if (half < text.length) meter.lines(room, half, text.length);
  meter.finish();
  const { metrics, ...rest } = meter.tally();
  return {
    ...rest,
    metrics: metrics.map(({ builder, ...tally }) => ({ ...tally, record: builder.build(null, 0, 1, []) })),
  };
}

function expectSame(text: Buffer, of: TextLogSource): void {
  const slow = tallyOf(
    meterOf(of, () => null),
    text,
  );
  expect(tallyOf(meterOf(of, openLineKernel), text)).toEqual(slow);
}

/** How many lines the kernel read by itself. */
function quickLines(text: Buffer, of: TextLogSource): number {
  let quick = 0;
  const open = (query: Parameters<typeof openLineKernel>[0]): LineKernel | null => {
    const kernel = openLineKernel(query);
    if (kernel === null) throw new Error("the kernel cannot run here");
    return {
      ...kernel,
      scan: (start, end, wantsFirst) => {
        const stop = kernel.scan(start, end, wantsFirst);
        quick += kernel.counts().lines;
        return stop;
      },
    };
  };
  tallyOf(meterOf(of, open), text);
  return quick;
}

const heads = [
  "2026-11-22 23:17:56,015 - app.chat - ERROR - boom",
  "2026-11-22 23:17:56,015 - app.chat - INFO - 0 errors so far",
  "2026-11-22T23:17:56.015123Z [ERROR] app.chat: boom",
  "2026-11-22T23:17:56+02:00 | WARNING | app.chat:run:7 - slow",
  "2026/11/22 23:17:56 [error] 7#7: *1 connect() failed",
  "[Sun Nov 22 23:17:56.015 2026] [core:error] [pid 7] boom",
  "22-Nov-2026 23:17:56.015 SEVERE [main] app.Boot failed",
  '22/Nov/2026:23:17:56 +0100 "GET / HTTP/1.1" 500',
  "Nov  2 23:17:56 host app[7]: [ERROR] boom",
  "<11>Nov 22 23:17:56 host app: boom",
  "<165>1 2026-11-22T23:17:56.003Z host app - ID47 - boom",
  "E1122 23:17:56.015123   12345 file.go:12] boom",
  "I1122 23:17:56.015123   12345 file.go:12] fine",
  "time=2026-11-22T23:17:56Z level=error msg=boom logger=app.chat",
  'ts="2026-11-22T23:17:56Z" lvl=info msg=fine',
  "ERROR:app.chat:boom",
  "[warn] slow",
  "[INFO] fine",
  "23:17:56.015 [main] ERROR app.chat - boom",
  "2026-11-22 23:17:56 - app - error - boom",
  "2026-11-22 23:17:56 AUDIT somebody did something",
  '{"level":"error","time":1795389433924,"msg":"boom","logger":"app.chat"}',
  '{"level":30,"time":1795389433924}',
  "{not JSON",
];
const tails = [
  "Traceback (most recent call last):",
  '  File "app.py", line 7, in <module>',
  "ZeroDivisionError: division by zero",
  "\tat app.Boot.main(Boot.java:7)",
  "",
  "\r",
  "error: a small one is none",
  "INFORMATIONALLYLONG: no level",
  "2026-13-45 99:99:99 ERROR an impossible time",
  "NUL \u0000 inside",
  `2026-11-22 23:17:56 ${"x".repeat(190)} ERROR far away`,
  `2026-11-22 23:17:56 ${"y ".repeat(95)}ERROR at the edge`,
  "E1122 2",
];

describe("the kernel reads heads of the usual forms by itself", () => {
  test.each(heads.filter((line) => !line.startsWith("{")))("%s", (line) => {
    const text = Buffer.from(`${line}\n${line}\n`);
    expect(quickLines(text, source(counting, null))).toBe(2);
    expectSame(text, source(counting, null));
  });
});

describe("with the kernel and without it, the same comes out", () => {
  const line = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...heads) },
    { weight: 2, arbitrary: fc.constantFrom(...tails) },
    fc.string({ maxLength: 40 }),
    fc
      .tuple(
        fc.constantFrom("2026-11-22 23:17:56 ", "Nov 22 23:17:56 ", "["),
        fc.nat(200),
        fc.constantFrom(...'[(<|=:"\t '.split("")),
        fc.constantFrom("ERROR", "Error", "err", "info", "CRIT", "AUDIT"),
        fc.constantFrom(...'])>|:"\t ,'.split("")),
      )
      .map(([head, gap, before, word, after]) => `${head}${"z".repeat(gap)}${before}${word}${after} rest`),
  );
  const metrics = fc.constantFrom(counting, matching, everything);

  test("on generated lines, whole and damaged", () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 10 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 }),
        metrics,
        fc.constantFrom(null, "app.chat"),
        (lines, damages, of, component) => {
          const text = Buffer.from(lines.map((one) => `${one.replaceAll("\n", " ")}\n`).join(""));
          for (const [place, byte] of damages) if (text.length > 1) text[place % (text.length - 1)] = byte;
          expectSame(text, source(of, component));
        },
      ),
      { numRuns: 400 },
    );
  });

  test("lines longer than what is looked through for line feeds at once, a NUL at their beginning", () => {
    const long = (before: string): string => `2026-11-22 23:17:56 ERROR ${before}${"x".repeat(9000)}\n`;
    const lines = ["2026-11-22 23:17:56 ERROR boom\n", long("\u0000"), long(""), "2026-11-22 23:17:56 ERROR boom\n"];
    expectSame(Buffer.from(lines.join("")), source(counting, null));
  });

  test("more rows than there is room for, with lines that go on them", () => {
    const lines = Array.from({ length: 6000 }, (_, index) => `2026-11-22 23:17:56 ERROR boom ${index}\n  at a\n`);
    for (const metrics of [counting, matching]) expectSame(Buffer.from(lines.join("")), source(metrics, null));
  });
});
