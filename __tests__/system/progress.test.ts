import { EventEmitter } from "node:events";
import { Writable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { StageRecord, StageStatus } from "../../src/domain/evidence.ts";
import { canDrawLive } from "../../src/system/can-draw-live.ts";
import { createPlainProgress } from "../../src/system/progress-plain.ts";
import { createTerminalProgress } from "../../src/system/progress-terminal.ts";
import { createStreamSink } from "../../src/system/stream-sink.ts";
import { createScreen } from "./screen.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function record(stage: string, status: StageStatus = "passed", reason = "passed in 1 s"): StageRecord {
  return { stage, status, reason, startedAt: null, durationMs: 1, launches: [], tail: [], outputBytes: 0, strays: 0 };
}

describe("createPlainProgress", () => {
  test("tells in plain lines what happens, and when", async () => {
    let out = "";
    let now = 5000;
    const progress = createPlainProgress({
      sink: {
        write(text) {
          out += text;
        },
      },
      clock: { monotonicMs: () => now },
    });
    progress.stageStarted("unit", "npm test");
    now += 65_000;
    await progress.output("unit", bytes("a\u001b[31mred\u001b[0m\r\nhalf"), "stdout");
    await progress.output("unit", bytes("10 %\r20 %\n"), "stderr");
    progress.launched("unit", 2, 8, "undecided");
    progress.stageEnded(record("unit"));
    progress.note("two\nlines\u001b[2J");
    progress.warning("careful");
    progress.stageEnded(record("later", "skipped", "not run: unit failed"));
    await progress.output("unknown", bytes("lost\n"), "stdout");
    await progress.close();
    expect(out.split("\n")).toEqual([
      "[0:00] unit: started: npm test",
      "unit | ared",
      "unit | 10 %",
      "unit | 20 %",
      "[1:05] unit: launch 2 of at most 8 a side, undecided",
      "unit | half",
      "[1:05] unit: passed in 1 s",
      "[1:05] two lines",
      "[1:05] warning: careful",
      "[1:05] later: not run: unit failed",
      "",
    ]);
  });
});

function startLive(columns = 40, rows = 24) {
  const screen = createScreen(columns);
  let now = 0;
  let tick = (): void => {};
  const progress = createTerminalProgress({
    sink: { write: (text) => screen.write(text) },
    clock: { monotonicMs: () => now },
    size: () => ({ columns: screen.columns(), rows }),
    colours: true,
    everyTick: (callback) => {
      tick = callback;
      return () => {
        tick = () => {};
      };
    },
  });
  const wait = (durationMs: number): void => {
    now += durationMs;
    tick();
  };
  return { screen, progress, wait };
}

describe("createTerminalProgress", () => {
  test("draws running stages below what scrolls by, and counts the time", async () => {
    const { screen, progress, wait } = startLive();
    progress.stageStarted("unit", "npm test");
    progress.stageStarted("bench", "");
    expect(screen.lines()).toEqual(["0:00  unit  npm test", "0:00  bench"]);
    wait(61_000);
    progress.launched("bench", 3, 24, "");
    await progress.output("unit", bytes("ok 1\nok 2\nhal"), "stdout");
    expect(screen.lines()).toEqual([
      ...["unit | ok 1", "unit | ok 2"],
      ...["1:01  unit  npm test", "1:01  bench  launch 3 of at most 24 ..."],
    ]);
    progress.stageEnded(record("unit"));
    progress.warning("look");
    expect(screen.lines()).toEqual([
      ...["unit | ok 1", "unit | ok 2", "unit | hal", "unit: passed in 1 s", "warning: look"],
      "1:01  bench  launch 3 of at most 24 ...",
    ]);
    progress.stageEnded(record("bench", "failed", "exit 1"));
    await progress.close();
    expect(screen.lines().slice(5)).toEqual(["bench: exit 1"]);
  });

  test("leaves nothing behind when the window is made narrower", () => {
    const { screen, progress, wait } = startLive(60);
    progress.stageStarted("unit", "x".repeat(200));
    progress.note("first");
    screen.resize(25);
    wait(1000);
    expect(screen.lines()).toEqual(["first", `0:01  unit  ${"x".repeat(9)}...`]);
    wait(1000);
    expect(screen.lines()).toHaveLength(2);
  });

  test("shows of a line that rewrites itself what is there in the end", async () => {
    const { screen, progress } = startLive();
    progress.stageStarted("unit", "");
    await progress.output("unit", bytes("10 %\r50 %\rdone\r\n\u001b[2Kx\n"), "stdout");
    await progress.close();
    expect(screen.lines()).toEqual(["unit | done", "unit | x"]);
  });

  test("draws no more stages than the window has room for", () => {
    const { screen, progress } = startLive(40, 5);
    for (const stage of ["a", "b", "c", "d", "e"]) progress.stageStarted(stage, "");
    expect(screen.lines()).toEqual(["0:00  a", "0:00  b", "and 3 more"]);
  });

  test("counts wide characters as two columns", () => {
    const { screen, progress } = startLive(24);
    progress.stageStarted("測定測定測定測定測定測定", "");
    expect(screen.lines()).toEqual(["0:00  測定測定測定測..."]);
  });

  test("lets nothing of a stage act on the terminal but its colours, and keeps every line", async () => {
    const part = fc.oneof(
      fc.constantFrom(
        "\u001b[31m",
        "\u001b[2A",
        "\u001b]0;t\u0007",
        "\u001b[2J",
        "\u001b",
        "\u009b1A",
        "text",
        "\t",
        "\b",
        "\u0007",
      ),
      fc.string({ unit: "binary", maxLength: 4 }).map((text) => text.replaceAll(/[\r\n]/g, "")),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(part, { maxLength: 6 }), { maxLength: 6 }), async (lines) => {
        const { screen, progress, wait } = startLive(500);
        progress.stageStarted("s", lines.flat().join(""));
        for (const line of lines) {
          await progress.output("s", bytes(`${line.join("")}\n`), "stdout");
          wait(300);
        }
        progress.stageEnded(record("s", "passed", lines.flat().join("")));
        await progress.close();
        expect(screen.lines().filter((line) => line.startsWith("s | "))).toHaveLength(lines.length);
      }),
      { numRuns: 200 },
    );
  });

  test("gives a slow terminal nothing to draw for the clock's sake", async () => {
    let writes = 0;
    let drained = (): void => {};
    let tick = (): void => {};
    const progress = createTerminalProgress({
      sink: {
        write() {
          writes++;
          return new Promise<void>((resolve) => {
            drained = resolve;
          });
        },
      },
      clock: { monotonicMs: () => 0 },
      size: () => ({ columns: 80, rows: 24 }),
      colours: false,
      everyTick: (callback) => {
        tick = callback;
        return () => {};
      },
    });
    progress.stageStarted("a", "");
    tick();
    tick();
    expect(writes).toBe(1);
    drained();
    await new Promise((resolve) => setImmediate(resolve));
    tick();
    expect(writes).toBe(2);
  });
});

test.each([
  [{ isTTY: true, columns: 80 }, {}, true],
  [{ isTTY: true, columns: 80 }, { TERM: "dumb" }, false],
  [{ isTTY: true, columns: 10 }, {}, false],
  [{ isTTY: true }, {}, false],
  [{ columns: 80 }, {}, false],
])("canDrawLive(%j, %j) is %s", (stream, env, expected) => {
  expect(canDrawLive(stream, env)).toBe(expected);
});

describe("createStreamSink", () => {
  test("says when to wait, once for all who write meanwhile", async () => {
    const held: (() => void)[] = [];
    const stream = new Writable({
      highWaterMark: 4,
      write: (_chunk, _encoding, done) => {
        held.push(done);
      },
    });
    const sink = createStreamSink(stream);
    const waits = [sink.write("12345"), sink.write("6")];
    expect(waits[0]).toBeInstanceOf(Promise);
    expect(waits[1]).toBe(waits[0]);
    held.shift()?.();
    held.shift()?.();
    await waits[0];
    await new Promise((resolve) => setImmediate(resolve));
    while (held.length > 0) held.shift()?.();
    expect(sink.write("7")).toBeUndefined();
    expect(stream.listenerCount("drain")).toBe(0);
  });

  test("swallows what is written to a reader that went away", async () => {
    const stream = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" })),
    });
    expect(stream).toBeInstanceOf(EventEmitter);
    const sink = createStreamSink(stream);
    await sink.write("one\n");
    await new Promise((resolve) => setImmediate(resolve));
    expect(sink.write("two\n")).toBeUndefined();
  });
});
