import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { LedgerEvent, LedgerStore } from "../src/domain/ledger.ts";
import type { Clock } from "../src/domain/ports.ts";
import type { WatchReport } from "../src/domain/watch-report.ts";
import { openLedgerFolder } from "../src/entry/open-ledger.ts";
import { stampEvent } from "../src/ledger/stamp-event.ts";
import { createClock } from "../src/system/create-clock.ts";
import { runStep } from "./action-step.ts";
import type { Hub } from "./github/hub.ts";
import { ledgerOn } from "./github/ledger-world.ts";
import { startHub } from "./github/start-hub.ts";
import { cliDoor, runDoor } from "./run-program.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const windows = `
    day-1:
      after: 1d
      criteria:
        latency: { pass: "< +10 %", warn: "< +15 %", severity: warning }
        tool-errors: { pass: "< 5 %", severity: warning }
        log-errors: { pass: "== 0", severity: warning }
    day-7: { after: 7d, report: true, criteria: { latency: { pass: "< +10 %", severity: warning }, uptime: ">= 99 %" } }`;

/** The shape that the log really has, and not the one that was documented. */
const config = (more = "", logs = "logs") => `
rollout: coordinator
ledger: ${more === "" ? "{ folder: ledger }" : more}
stages: { unit: { run: [node, -e, ""] } }
verify:
  windows:${windows}
  sources:
    events:
      jsonl:
        path: ${logs}/usage.jsonl
        time: { field: timestamp, format: epoch-s }
        metrics:
          latency: { where: { topic: stream.completed }, value: data.duration_ms, unit: ms }
          tool-errors: { where: { topic: tool.result }, failed: { data.success: false } }
          uptime: { alive: { figure: uptime, gap: 10 min } }
    app:
      log: { path: ${logs}/app.log, component: coordinator, metrics: { log-errors: { level: [error, critical] } } }
`;

interface Traffic {
  readonly slower?: number;
  readonly failing?: number;
  readonly errorLines?: number;
}

/** An event every half minute, in the real shape; times in milliseconds since 1970. */
function eventLines(fromMs: number, toMs: number, { slower = 1, failing = 0.005 }: Traffic = {}): string {
  const lines: string[] = [];
  let seed = 1;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  for (let at = fromMs; at < toMs; at += 60_000) {
    const event = (topic: string, data: object) =>
      JSON.stringify({
        id: `e${lines.length}`,
        topic,
        data,
        timestamp: (at + (lines.length % 2)) / 1000,
        source: "app",
      });
    lines.push(event("stream.completed", { duration_ms: (80 + 40 * random()) * slower }));
    lines.push(event("tool.result", { success: random() >= failing }));
  }
  return lines.map((line) => `${line}\n`).join("");
}

function logLines(fromMs: number, toMs: number, errors = 0): string {
  const lines: string[] = [];
  let left = errors;
  for (let at = fromMs + 60_000; at < toMs; at += 10 * 60_000) {
    const time = new Date(at).toISOString().slice(0, 19).replace("T", " ");
    const isError = left-- > 0;
    lines.push(`${time},000 ${isError ? "ERROR" : "INFO"} coordinator: ${isError ? "it failed" : "0 errors so far"}`);
    if (isError) lines.push("Traceback (most recent call last):", "ValueError: error");
  }
  return lines.map((line) => `${line}\n`).join("");
}

let place = "";
let workspace = "";
beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), "verify-")));
  workspace = join(place, "workspace");
  write(".github/rollout-gate.yml", config());
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

function write(name: string, content: string | Buffer): void {
  mkdirSync(dirname(join(workspace, name)), { recursive: true });
  writeFileSync(join(workspace, name), content);
}

const cli = (...args: readonly string[]) =>
  runDoor(cliDoor, [...args], { cwd: workspace, env: { HOME: join(place, "home") } });

const report = (): WatchReport => JSON.parse(readFileSync(join(workspace, ".rollout-gate/report/watch.json"), "utf8"));

async function turnOn(store: LedgerStore, onMs: number): Promise<void> {
  const at = new Date(onMs).toISOString();
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
  if (!added.ok) throw new Error(added.problem.reason);
}

/** The flag went on so long ago; there are logs of two days before and since. */
async function rollout(onForMs: number, traffic: Traffic = {}): Promise<number> {
  const onMs = Date.now() - onForMs;
  write("logs/usage.jsonl", eventLines(onMs - 2 * dayMs, onMs) + eventLines(onMs, Date.now(), traffic));
  write("logs/app.log", logLines(onMs - 2 * dayMs, onMs) + logLines(onMs, Date.now(), traffic.errorLines));
  await turnOn(await openLedgerFolder(join(workspace, "ledger"), workspace), onMs);
  return onMs;
}

async function concluded(): Promise<readonly string[]> {
  const read = await (await openLedgerFolder(join(workspace, "ledger"), workspace)).read("coordinator");
  if (!read.ok) throw new Error(read.problem.reason);
  return windowsOf(read.value);
}

const windowsOf = (events: readonly LedgerEvent[]) =>
  events.flatMap((event) => (event.kind === "window-concluded" ? `${event.window} ${event.decision}` : []));

describe("verify in a terminal", () => {
  test("a healthy day is kept, told in every form, and concluded once", async () => {
    await rollout(25 * hourMs);
    const first = await cli("verify");
    expect({ status: first.status, stderr: first.stderr.replace(/\[.*\n/g, "") }).toEqual({ status: 0, stderr: "" });
    expect(first.stdout).toMatch(/KEEP {3}coordinator\n day-1: All 3 checks passed\./);
    expect(report()).toMatchObject({ decision: "KEEP", recording: "recorded", looks: [{ window: "day-1" }] });
    expect(readFileSync(join(workspace, ".rollout-gate/report/watch.md"), "utf8")).toContain("## ✅ KEEP: coordinator");
    const again = await cli("verify", "--json");
    expect(JSON.parse(again.stdout)).toMatchObject({ decision: null, next: { window: "day-7" } });
    expect(await concluded()).toEqual(["day-1 KEEP"]);
  });

  test("slower, failing more often, and with errors in its log: each is found, and the step fails", async () => {
    await rollout(25 * hourMs, { slower: 1.3, failing: 0.15, errorLines: 3 });
    const run = await cli("verify");
    expect(run.status).toBe(1);
    expect(report().decision).toBe("ROLL BACK (scheduled)");
    // Three errors: the lines of their tracebacks belong to them, and "0 errors so far" is none.
    expect(report().looks[0]?.findings.map(({ subject, outcome, value }) => [subject, outcome, value])).toEqual([
      ["latency", "fail", undefined],
      ["tool-errors", "fail", expect.closeTo(15, -1)],
      ["log-errors", "fail", 3],
    ]);
    expect((await cli("verify", "--window", "day-1", "--fail-on", "never")).status).toBe(0);
  });

  test("the documented shape on the real log is missing, never 0 ms", async () => {
    await rollout(25 * hourMs);
    write(".github/rollout-gate.yml", config().replace("value: data.duration_ms", "value: latency"));
    const run = await cli("verify");
    expect(run.status).toBe(1);
    const latency = report().looks[0]?.findings.find(({ subject }) => subject === "latency");
    expect(latency?.outcome).toBe("invalid");
    expect(latency?.reason).toMatch(/events cannot be used/);
  });

  test("rotated and compressed, a week is read whole", async () => {
    const onMs = Date.now() - 7.1 * dayMs;
    const [one, two] = [onMs + 2 * dayMs, onMs + 5 * dayMs];
    write("logs/usage.jsonl.2.gz", gzipSync(eventLines(onMs - 2 * dayMs, one)));
    write("logs/usage.jsonl.1", eventLines(one, two));
    write("logs/usage.jsonl", `${eventLines(two, Date.now())}{"id":"half a li`);
    write("logs/app.log", logLines(onMs - 2 * dayMs, Date.now()));
    await turnOn(await openLedgerFolder(join(workspace, "ledger"), workspace), onMs);
    const run = await cli("verify");
    expect([run.status, await concluded()]).toEqual([0, ["day-1 KEEP", "day-7 KEEP"]]);
    const [, week] = report().looks;
    expect(week?.review).toMatchObject({ rollbacks: 0, recommendation: "clean up" });
    expect(week?.review?.figures.map(({ subject, trend }) => [subject, trend])).toEqual([
      ["latency", "flat"],
      ["tool-errors", expect.any(String)],
      ["uptime", "unclear"],
      ["log-errors", "flat"],
    ]);
    expect(week?.review?.figures[2]?.since).toBe(100);
  });

  test("killed at any moment, it is finished by the next run and concluded once", async () => {
    await rollout(25 * hourMs);
    for (const ms of [300, 500, 700, 900]) {
      await runDoor(cliDoor, ["verify"], { cwd: workspace, signalAfter: { signal: "SIGKILL", ms } });
    }
    const runs = await Promise.all([cli("verify"), cli("verify")]);
    expect(runs.map(({ status }) => status)).toEqual([0, 0]);
    expect(await concluded()).toEqual(["day-1 KEEP"]);
  });

  test("without a ledger, with one that cannot be read, and without anything to watch it says what to do", async () => {
    write(".github/rollout-gate.yml", config().replace("ledger: { folder: ledger }\n", ""));
    expect((await cli("verify")).stderr).toContain("Write `ledger:` into the config");
    write(".github/rollout-gate.yml", config());
    write("ledger/rollouts/coordinator/00000001.jsonl", "torn\n");
    const torn = await cli("verify");
    expect([torn.status, torn.stderr]).toEqual([2, expect.stringContaining("so it is not known what is due")]);
    write(".github/rollout-gate.yml", config().replace(/verify:[\s\S]*$/, ""));
    expect((await cli("verify")).stderr).toContain("says nothing of what to watch");
  });
});

describe("from turning on to the first look", () => {
  let server: ChildProcess | null = null;
  afterEach(() => void server?.kill("SIGKILL"));

  test("enable records what a process is like, and the first window compares with it", async () => {
    server = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    write("app.pid", `${server.pid}\n`);
    write("settings.yaml", "use_new: false\n");
    write(
      ".github/rollout-gate.yml",
      `rollout: coordinator
flag:
  read: [sh, -c, "grep -q 'use_new: true' settings.yaml && echo on || echo off"]
  set: [{ file: { path: settings.yaml, key: use_new } }]
state: { folder: ~/state }
ledger: { folder: ~/ledger }
stages: { smoke: { run: [node, -e, ""] } }
enable: { smoke: [smoke] }
verify:
  windows: { at-once: { after: 1 s, criteria: { memory: "< +50 MB" } } }
  sources: { app: { process: { pid-file: app.pid, watch: 1 s, metrics: { memory: { read: rss } } } } }
`,
    );
    const on = await cli("enable", "--override", "this suite is about watching");
    expect({ status: on.status, out: on.stdout.includes("ENABLED") }).toEqual({ status: 0, out: true });
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const run = await cli("verify");
    expect({ status: run.status, decision: report().decision }).toEqual({ status: 0, decision: "KEEP" });
    expect(report().looks[0]?.findings[0]?.reason).toMatch(/against the record from before meets < \+50 MB$/);
    expect(existsSync(join(place, "home/ledger/rollouts/coordinator"))).toBe(true);
  });
});

describe("verify as a step of a job, with the ledger on a branch", () => {
  const main = { repository: { full_name: "octo-org/shop", default_branch: "main" }, schedule: "17 * * * *" };
  let hub: Hub;
  beforeEach(async () => {
    hub = await startHub();
  });
  afterEach(async () => {
    expect(hub.violations()).toEqual([]);
    await hub.stop();
  });

  const onMs = Date.parse("2026-03-02T09:00:00.000Z");
  const at = (afterMs: number): Clock => ({
    now: () => new Date(onMs + afterMs),
    monotonicMs: () => performance.now(),
    sleep: async () => {},
  });
  const step = (afterMs: number, more: Partial<Parameters<typeof runStep>[0]> = {}) =>
    runStep({
      hub,
      event: "schedule",
      payload: main,
      clock: at(afterMs),
      files: { ".github/rollout-gate.yml": config("{ branch: rollout-gate }", join(workspace, "logs")) },
      ...more,
      inputs: { mode: "verify", token: hub.tokens.writer, ...more.inputs },
    });

  const serve = (untilMs: number, traffic: Traffic = {}) => {
    write("logs/usage.jsonl", eventLines(onMs - 2 * dayMs, onMs) + eventLines(onMs, onMs + untilMs, traffic));
    write("logs/app.log", logLines(onMs - 2 * dayMs, onMs + untilMs, traffic.errorLines));
  };

  const events = async () => {
    const read = await ledgerOn(hub).store.read("coordinator");
    if (!read.ok) throw new Error(read.problem.reason);
    return read.value;
  };

  test("a week by the clock: each window concluded once, whatever runs in between", async () => {
    serve(8 * dayMs);
    await turnOn(ledgerOn(hub).store, onMs);
    const quiet = await step(2 * hourMs);
    expect([quiet.status, quiet.verdict, quiet.output("next")]).toEqual([0, "", "2026-03-03T09:00:00.000Z"]);
    const day = await step(26 * hourMs);
    expect([day.status, day.verdict, day.output("windows")]).toEqual([0, "keep", '["day-1"]']);
    expect(day.summary).toContain("KEEP");
    await step(26 * hourMs);
    await step(3 * hourMs);
    const week = await step(7 * dayMs + hourMs);
    expect([week.verdict, week.output("recommendation")]).toEqual(["keep", "clean up"]);
    expect(windowsOf(await events())).toEqual(["day-1 KEEP", "day-7 KEEP"]);
  });

  test("a sick day fails the step, with outputs that say why and by when", async () => {
    serve(2 * dayMs, { failing: 0.2 });
    await turnOn(ledgerOn(hub).store, onMs);
    const day = await step(25 * hourMs);
    expect([day.status, day.verdict, day.output("by"), day.output("failed")]).toEqual([
      1,
      "investigate",
      "2026-03-04T10:00:00.000Z",
      '["tool-errors"]',
    ]);
    expect(day.log).toMatch(/::error title=coordinator%3A INVESTIGATE::day-1: 1 check is not met: tool-errors/);
  });

  test("issues that were opened since the flag went on count, by their labels", async () => {
    const bugs = `
rollout: coordinator
ledger: { branch: rollout-gate }
stages: { unit: { run: [node, -e, ""] } }
verify:
  windows: { day-1: { after: 1d, criteria: { bugs: { pass: "< 2", severity: warning } } } }
  sources: { hub: { github: { metrics: { bugs: { issues: [bug] } } } } }
`;
    const files = { ".github/rollout-gate.yml": bugs };
    await turnOn(ledgerOn(hub).store, Date.now() - dayMs - 1000);
    const opened = { inputs: { window: "day-1" }, clock: createClock(), files };
    const none = await step(0, opened);
    expect({ log: none.log.includes("bugs"), verdict: none.verdict }).toEqual({ log: false, verdict: "keep" });
    for (const labels of [["bug"], ["bug"], ["question"]]) {
      const number = await hub.state.openIssue("monalisa", "It is slow", "");
      await fetch(`${hub.url}/repos/octo-org/shop/issues/${number}/labels`, {
        method: "POST",
        headers: { authorization: `Bearer ${hub.tokens.writer}`, "content-type": "application/json" },
        body: JSON.stringify({ labels }),
      });
    }
    const some = await step(0, opened);
    expect([some.verdict, some.output("failed")]).toEqual(["investigate", '["bugs"]']);
    expect(some.output("because")).toBe("day-1: 1 check is not met: bugs, 2 does not meet < 2");
  });

  test.each<[string, Partial<Parameters<typeof runStep>[0]>]>([
    ["another branch", { event: "workflow_dispatch", env: { GITHUB_REF: "refs/heads/x" } }],
    ["an event that names no repository", { event: "workflow_dispatch", payload: {} }],
  ])("of %s it concludes nothing", async (_name, more) => {
    serve(2 * dayMs);
    await turnOn(ledgerOn(hub).store, onMs);
    const refused = await step(25 * hourMs, more);
    expect(refused.status).toBe(2);
    expect(refused.log).toContain("works for the default branch's own runs alone");
    expect(windowsOf(await events())).toEqual([]);
    const dry = await step(25 * hourMs, { ...more, inputs: { "dry-run": "true" } });
    expect([dry.status, dry.verdict]).toEqual([0, "keep"]);
    expect(windowsOf(await events())).toEqual([]);
  });
});
