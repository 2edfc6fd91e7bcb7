import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { WatchReport } from "../src/domain/watch-report.ts";
import { openLedgerFolder } from "../src/entry/open-ledger.ts";
import { stampEvent } from "../src/ledger/stamp-event.ts";
import { cliDoor, runDoor } from "./run-program.ts";

/*
 * Logs that lie, through the whole of `verify`: it says what is right, or that it is not known. `calls` must be met exactly, so whatever is lost,
 * read twice or made up cannot pass.
 */
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const stepMs = 5 * minuteMs;
/** In the window's day: a call every five minutes, and three lines of an error. */
const calls = 288;
const errors = 3;

interface Shape {
  readonly time?: string;
  readonly latency?: string;
  readonly calls?: string;
}
const realShape = { time: "{ field: timestamp, format: epoch-s }", latency: "value: data.duration_ms, unit: ms" };

const config = ({ time = realShape.time, latency = realShape.latency, calls: counted = "" }: Shape = {}) => `
rollout: coordinator
ledger: { folder: ledger }
stages: { unit: { run: [node, -e, ""] } }
verify:
  windows:
    day-1:
      after: 1d
      criteria: { latency: "< 60 ms", calls: "== ${calls}", failing: "< 10 %", uptime: ">= 99 %", log-errors: "== ${errors}" }
  sources:
    events:
      jsonl:
        path: logs/usage.jsonl
        time: ${time}
        metrics:
          latency: { where: { topic: tool.result }, ${latency} }
          calls: { where: { topic: tool.result }${counted} }
          failing: { where: { topic: tool.result }, failed: { data.success: false } }
          uptime: { alive: { figure: uptime, gap: 15 min } }
    app:
      log: { path: logs/app.log, component: victor.x, metrics: { log-errors: { level: [error, critical] } } }
`;

let place = "";
let onMs = 0;
beforeEach(async () => {
  place = realpathSync(mkdtempSync(join(tmpdir(), "lying-logs-")));
  onMs = Math.floor(Date.now() / stepMs) * stepMs - 25 * hourMs;
  write(".github/rollout-gate.yml", config());
  write("logs/usage.jsonl", events());
  write("logs/app.log", lines());
  const at = new Date(onMs).toISOString();
  const store = await openLedgerFolder(join(place, "ledger"), place);
  const added = await store.append("coordinator", [
    stampEvent({
      kind: "flag-enabled",
      rollout: "coordinator",
      at,
      tool: "rollout-gate",
      run: null,
      commit: null,
      operation: "enable-1",
      configDigest: "d",
      way: "env USE_COORDINATOR",
      flagBefore: "off",
      facts: {},
      knownIssues: [],
      backup: null,
      rollbackTo: null,
      decideBy: at,
      override: null,
    }),
  ]);
  expect(added).toMatchObject({ ok: true });
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

function write(name: string, content: string | Buffer): void {
  mkdirSync(dirname(join(place, name)), { recursive: true });
  writeFileSync(join(place, name), content);
}

/** One line of the shape that the log really has. */
function event(atMs: number, data: object = {}, more: object = {}): string {
  const call = { tool_name: "read_file", success: true, duration_ms: (atMs / stepMs) % 2 === 0 ? 40 : 50, ...data };
  const id = (atMs % 1e9).toString(16);
  return `${JSON.stringify({ id, topic: "tool.result", data: call, timestamp: atMs / 1000, source: "ToolEventEmitter", ...more })}\n`;
}

/** An hour before the flag goes on, and everything since. */
function times(fromMs = onMs - hourMs, toMs = onMs + 25 * hourMs): readonly number[] {
  return Array.from({ length: Math.round((toMs - fromMs) / stepMs) }, (_, index) => fromMs + index * stepMs);
}

const events = (fromMs?: number, toMs?: number) =>
  times(fromMs, toMs)
    .map((atMs) => event(atMs))
    .join("");

function lines(fromMs = onMs - hourMs, toMs = onMs + 25 * hourMs): string {
  const line = (atMs: number, level: string, text: string) =>
    `${new Date(atMs).toISOString().slice(0, 19).replace("T", " ")},015 - src-3f4a0809 - victor.x - ${level} - ${text}\n`;
  const traceback = 'Traceback (most recent call last):\n  File "<string>", line 7, in <module>\nValueError: error\n';
  return times(fromMs, toMs)
    .map((atMs) => {
      const hours = (atMs - onMs) / hourMs;
      const isError = hours === 2 || hours === 9 || hours === 20;
      return isError
        ? line(atMs, "ERROR", "Coordinator failed") + traceback
        : line(atMs, "INFO", "0 errors so far; error_rate=0");
    })
    .join("");
}

async function look(): Promise<{ readonly status: number | null; readonly report: WatchReport }> {
  const { status, stderr } = await runDoor(cliDoor, ["verify"], { cwd: place, env: { HOME: place, TZ: "UTC" } });
  const path = join(place, ".rollout-gate/report/watch.json");
  if (!existsSync(path)) throw new Error(stderr);
  return { status, report: JSON.parse(readFileSync(path, "utf8")) };
}

/** Outcomes by subject, with what was measured where that was told. */
const outcomes = ({ looks }: WatchReport) =>
  Object.fromEntries((looks[0]?.findings ?? []).map(({ subject, outcome }) => [subject, outcome]));

const right = { latency: "pass", calls: "pass", failing: "pass", uptime: "pass", "log-errors": "pass" };
const allOfEvents = (outcome: string) => ({ latency: outcome, calls: outcome, failing: outcome, uptime: outcome });
const middle = () => onMs + 12 * hourMs;
const halves = (between: string | Buffer) =>
  Buffer.concat([Buffer.from(events(undefined, middle())), Buffer.from(between), Buffer.from(events(middle()))]);

describe("what is right is said", () => {
  test.each<[string, () => void]>([
    ["the shape that the log really has, and lines that only speak of errors", () => {}],
    [
      "the documented shape, in seconds and with ISO times",
      () => {
        const documented = times().map((atMs) =>
          JSON.stringify({
            session_id: "s",
            topic: "tool.result",
            timestamp: new Date(atMs).toISOString(),
            event_type: "stream_completed",
            data: { ttft: 0.01, total_duration: 0.05, success: true },
          }),
        );
        write("logs/usage.jsonl", `${documented.join("\n")}\n`);
        const shape = { time: "{ field: timestamp, format: iso }", latency: "value: data.total_duration, unit: s" };
        write(".github/rollout-gate.yml", config(shape));
      },
    ],
    [
      "two events that describe one call",
      () => {
        const twice = times().map((atMs) => event(atMs, { call_id: atMs }) + event(atMs + 1, { call_id: atMs }));
        write("logs/usage.jsonl", twice.join(""));
        write(".github/rollout-gate.yml", config({ calls: ", distinct: data.call_id" }));
      },
    ],
    [
      "rotated, compressed, and with a last line that is not finished",
      () => {
        write("logs/usage.jsonl.2.gz", gzipSync(events(undefined, onMs + 5 * hourMs)));
        write("logs/usage.jsonl.1", events(onMs + 5 * hourMs, middle()));
        write("logs/usage.jsonl", `${events(middle())}{"id":"1","topic":"tool.result","data":{"dura`);
        write("logs/app.log.1", lines(undefined, middle()));
        write("logs/app.log", lines(middle()));
      },
    ],
    [
      "lines of 1 MB among them, which count or do not by what they say",
      () => {
        const long = (atMs: number, topic: string) => event(atMs, { result: "x".repeat(1 << 20) }, { topic });
        const replaced = times().map((atMs, index) => (index % 60 === 0 ? long(atMs, "tool.result") : event(atMs)));
        write("logs/usage.jsonl", long(onMs - hourMs, "tool.start") + replaced.join(""));
        appendFileSync(join(place, "logs/app.log"), `${"y".repeat(1 << 20)} ERROR\n`);
      },
    ],
    [
      "bytes that are no UTF-8 within texts",
      () => {
        const broken = Buffer.from(event(middle(), { tool_name: "@@" }));
        broken.set([0xff, 0xc3], broken.indexOf("@@"));
        const [before, after] = [events(undefined, middle()), events(middle() + stepMs)];
        write("logs/usage.jsonl", Buffer.concat([Buffer.from(before), broken, Buffer.from(after)]));
        appendFileSync(join(place, "logs/app.log"), Buffer.from([0xff, 0xfe, 0x0a]));
      },
    ],
    [
      "the same moments in another order, as threads write them",
      () => {
        const all = times().map((atMs) => event(atMs));
        const swapped = all.flatMap((line, index) => (index % 2 === 0 ? [all[index + 1] ?? "", line] : []));
        write("logs/usage.jsonl", swapped.join(""));
      },
    ],
  ])("%s", async (_name, prepare) => {
    prepare();
    const { status, report } = await look();
    expect([outcomes(report), report.decision, status]).toEqual([right, "KEEP", 0]);
  });

  test("rotated over and over while it is read: each event once", async () => {
    // Long enough to be in the middle of it: what is written meanwhile is of a later time than the window's.
    const filler = Array.from({ length: 60_000 }, (_, index) =>
      event(onMs - hourMs + index, {}, { topic: "tool.start" }),
    );
    write("logs/usage.jsonl", filler.join("") + events());
    let turns = 0;
    const rotate = setInterval(() => {
      const log = join(place, "logs/usage.jsonl");
      if (turns++ > 3) return;
      for (const turn of [3, 2, 1])
        if (existsSync(`${log}.${turn}`)) renameSync(`${log}.${turn}`, `${log}.${turn + 1}`);
      renameSync(log, `${log}.1`);
      writeFileSync(log, event(Date.now()));
    }, 60);
    const { report } = await look();
    clearInterval(rotate);
    const found = outcomes(report);
    expect(turns).toBeGreaterThan(1);
    expect(["pass", "invalid", "inconclusive", "missing"]).toContain(found.calls);
    // What was counted is all there was, or it is said that it is not known; and then nothing of this log passes.
    if (found.calls !== "pass") expect(found.latency).not.toBe("pass");
  });
});

describe("what is not known is no pass", () => {
  test.each<[string, () => void, Readonly<Record<string, string>>]>([
    [
      "no log",
      () => rmSync(join(place, "logs"), { recursive: true }),
      { ...allOfEvents("missing"), "log-errors": "missing" },
    ],
    [
      "empty logs",
      () => {
        write("logs/usage.jsonl", "");
        write("logs/app.log", "");
      },
      { ...allOfEvents("missing"), "log-errors": "missing" },
    ],
    [
      "the documented field on the real log, which gives 0 ms elsewhere",
      () => write(".github/rollout-gate.yml", config({ latency: "value: latency, unit: ms" })),
      { ...right, latency: "invalid" },
    ],
    [
      "times in milliseconds that are read as seconds",
      () =>
        write(
          "logs/usage.jsonl",
          times()
            .map((atMs) => event(atMs, {}, { timestamp: atMs }))
            .join(""),
        ),
      allOfEvents("missing"),
    ],
    [
      "a log that ended before the flag went on",
      () => write("logs/usage.jsonl", events(undefined, onMs)),
      allOfEvents("missing"),
    ],
    [
      "a log whose first half is gone",
      () => write("logs/usage.jsonl", events(middle())),
      { latency: "inconclusive", calls: "fail", failing: "inconclusive", uptime: "inconclusive" },
    ],
    [
      "a log that ended half way",
      () => write("logs/usage.jsonl", events(undefined, middle())),
      { latency: "inconclusive", calls: "fail", failing: "inconclusive", uptime: "fail" },
    ],
    [
      "one line in twenty is none",
      () =>
        write(
          "logs/usage.jsonl",
          times()
            .map((atMs, index) => (index % 20 === 0 ? "}{\n" : event(atMs)))
            .join(""),
        ),
      allOfEvents("invalid"),
    ],
    [
      "values that are no numbers, or no numbers that can be",
      () =>
        write(
          "logs/usage.jsonl",
          times()
            .map((atMs, index) =>
              event(atMs, index % 10 === 0 ? { duration_ms: ["12", null, -5, true][index % 4] } : {}),
            )
            .join(""),
        ),
      { latency: "invalid" },
    ],
    [
      "a line of 17 MiB where only one in a hundred may be bad, and many of them",
      () =>
        write(
          "logs/usage.jsonl",
          Buffer.concat([
            Buffer.from(events(undefined, onMs + stepMs)),
            Buffer.alloc(17 << 20, "x"),
            Buffer.from("\n"),
          ]),
        ),
      allOfEvents("invalid"),
    ],
    [
      "zeros, as a crash leaves them",
      () => write("logs/usage.jsonl", halves(Buffer.from(`${"\0".repeat(4096)}\n`.repeat(20)))),
      allOfEvents("invalid"),
    ],
    [
      "a clock that goes back by an hour: what is counted by its own time is right, and silences are not told",
      () => {
        const back = times(middle() - hourMs, middle()).map((atMs) => event(atMs, {}, { topic: "tool.start" }));
        write("logs/usage.jsonl", halves(back.join("")));
      },
      { ...right, uptime: "invalid" },
    ],
    [
      "a rotation that is cut off",
      () => {
        const whole = gzipSync(events(undefined, middle()));
        write("logs/usage.jsonl.1.gz", whole.subarray(0, whole.length / 2));
        write("logs/usage.jsonl", events(middle()));
      },
      allOfEvents("invalid"),
    ],
    [
      "a folder where the log should be",
      () => {
        rmSync(join(place, "logs/usage.jsonl"));
        mkdirSync(join(place, "logs/usage.jsonl"));
      },
      allOfEvents("missing"),
    ],
  ])("%s", async (_name, prepare, expected) => {
    prepare();
    const { status, report } = await look();
    expect([report.decision === "KEEP", status]).toEqual([false, 1]);
    expect(outcomes(report)).toMatchObject(expected);
  });
});
