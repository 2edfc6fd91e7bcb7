import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { LedgerEvent } from "../src/domain/ledger.ts";
import type { Clock } from "../src/domain/ports.ts";
import { stampEvent } from "../src/ledger/stamp-event.ts";
import { seededRandom } from "../src/stats/seeded-random.ts";
import { runStep } from "./action-step.ts";
import { ask } from "./github/ask.ts";
import type { Hub } from "./github/hub.ts";
import { ledgerOn } from "./github/ledger-world.ts";
import { startHub } from "./github/start-hub.ts";
import { type Received, type Receivers, startReceivers } from "./receivers.ts";
import { actionDoor } from "./run-program.ts";

/*
 * A month of scheduled runs of the Action, by a clock of its own, with the ledger on a branch: on time, late, twice, side by side, and killed
 * (SIGKILL) at random moments and in the middle of telling people.
 */
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const onMs = Date.parse("2026-03-02T09:00:00.000Z");
const main = { repository: { full_name: "octo-org/shop", default_branch: "main" }, schedule: "17 * * * *" };

const config = (rollout: string, place: string) => `
rollout: ${rollout}
flag: { read: [cat, ${place}/flag], set: [{ script: { on: [cp, ${place}/yes, ${place}/flag], off: [cp, ${place}/no, ${place}/flag] } }] }
state: { folder: ${place}/state }
ledger: { branch: rollout-gate }
stages: { smoke: { run: [cat, ${place}/flag] } }
rollback: { verify: [smoke] }
verify:
  before: 7d
  investigate-within: 12h
  windows:
    first-day: { after: 6h, every: 6h, over: 6h, criteria: { errors: { pass: "< 40 %", severity: critical } } }
    day-1: { after: 1d, criteria: { errors: { pass: "< 40 %", severity: critical }, latency: { pass: "< +10 %", severity: warning } } }
    days: { after: 2d, every: 1d, over: 1d, criteria: { errors: { pass: "< 40 %", severity: critical }, failing: { pass: "< 10 %", severity: warning } } }
    day-7: { after: 7d, report: true, criteria: { latency: { pass: "< +10 %", severity: warning } } }
    weeks: { after: 8d, every: 1d, over: 1d, criteria: { errors: { pass: "< 40 %", severity: critical }, failing: { pass: "< 10 %", severity: warning } } }
    day-30: { after: 30d, report: true, criteria: { latency: { pass: "< +10 %", severity: warning } } }
  sources:
    events:
      jsonl:
        path: ${place}/events.jsonl
        time: { field: at, format: epoch-ms }
        metrics:
          latency: { where: { kind: call }, value: ms, unit: ms }
          errors: { where: { kind: call }, failed: { ok: false } }
          failing: { where: { kind: call }, failed: { ok: false } }
contacts:
  owner: { name: Owner, handle: "@octocat" }
  lead: { name: Lead, email: lead@example.com }
escalate:
  channels:
    room: { slack: ROOM_URL }
    hook: { webhook: { address: HOOK_URL } }
    mail: { email: { server: SMTP_URL, from: gate@example.com, to: $TEAM } }
  levels:
    - { on: warning, tell: [owner], do: issue }
    - { on: warning, after: 12 h, tell: [lead, room], do: prepare-rollback }
    - { on: critical, tell: [owner, hook, mail], do: rollback, post-mortem: 24 h }
`;

let place = "";
let hub: Hub;
let receivers: Receivers;
let runs = 0;
beforeEach(async () => {
  place = realpathSync(mkdtempSync(join(tmpdir(), "month-")));
  for (const [name, text] of Object.entries({ flag: "on\n", yes: "on\n", no: "off\n" }))
    writeFileSync(join(place, name), text);
  hub = await startHub();
  receivers = await startReceivers();
  runs = 0;
});
afterEach(async () => {
  await receivers.stop();
  const violations = hub.violations();
  await hub.stop();
  rmSync(place, { recursive: true, force: true });
  expect(violations).toEqual([]);
});

/** The share of calls that fail, so long after the flag went on. */
type Failing = (sinceMs: number) => number;

/** A call every 3 minutes before the flag goes on and since, until now. */
function serve(sinceMs: number, failing: Failing): void {
  const random = seededRandom(5);
  const lines: string[] = [];
  for (let at = -7 * dayMs; at < sinceMs; at += 3 * 60_000) {
    const ms = Math.round(80 + 40 * random());
    lines.push(
      `${JSON.stringify({ kind: "call", at: onMs + at, ms, ok: random() >= (at < 0 ? 0.02 : failing(at)) })}\n`,
    );
  }
  writeFileSync(join(place, "events.jsonl"), lines.join(""));
}

async function turnOn(rollout: string): Promise<void> {
  const at = new Date(onMs).toISOString();
  const enabled = stampEvent({
    kind: "flag-enabled",
    rollout,
    at,
    tool: "rollout-gate",
    run: null,
    commit: null,
    operation: "enable-1",
    configDigest: "d",
    way: "script",
    flagBefore: "off",
    facts: {},
    knownIssues: [],
    backup: null,
    rollbackTo: null,
    decideBy: at,
    override: null,
  });
  expect(await ledgerOn(hub).store.append(rollout, [enabled])).toMatchObject({ ok: true });
}

const channels = () => ({ ...receivers.env, TEAM: "team@example.com" });

/** A run of the Action in this process. */
function step(rollout: string, sinceMs: number) {
  const clock: Clock = {
    now: () => new Date(onMs + sinceMs),
    monotonicMs: () => performance.now(),
    sleep: async () => {},
  };
  return runStep({
    hub,
    event: "schedule",
    payload: main,
    clock,
    files: { ".github/rollout-gate.yml": config(rollout, place) },
    inputs: { mode: "verify", token: hub.tokens.writer },
    env: { ...channels(), GITHUB_RUN_ID: String(++runs) },
  });
}

/** A run of the built Action as a process, which is killed: after so long, or as soon as it has told somebody something. */
async function killedStep(rollout: string, sinceMs: number, when: number | "telling"): Promise<NodeJS.Signals | null> {
  const workspace = join(place, `killed-${++runs}`);
  mkdirSync(join(workspace, ".github"), { recursive: true });
  writeFileSync(join(workspace, ".github/rollout-gate.yml"), config(rollout, place));
  writeFileSync(join(workspace, "event.json"), JSON.stringify(main));
  const child = spawn(process.execPath, ["--import", join(import.meta.dirname, "clock-ahead.mjs"), actionDoor], {
    cwd: workspace,
    stdio: "ignore",
    env: {
      PATH: process.env.PATH,
      HOME: place,
      CLOCK_AT: String(onMs + sinceMs),
      INPUT_MODE: "verify",
      INPUT_TOKEN: hub.tokens.writer,
      GITHUB_ACTIONS: "true",
      GITHUB_API_URL: hub.url,
      GITHUB_GRAPHQL_URL: hub.graphqlUrl,
      GITHUB_EVENT_NAME: "schedule",
      GITHUB_EVENT_PATH: join(workspace, "event.json"),
      GITHUB_REPOSITORY: "octo-org/shop",
      GITHUB_RUN_ID: String(runs),
      GITHUB_RUN_ATTEMPT: "1",
      GITHUB_SHA: "f".repeat(40),
      GITHUB_REF: "refs/heads/main",
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: workspace,
      ...channels(),
    },
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on("exit", (_status, signal) => resolve(signal)));
  if (when === "telling") receivers.onReceived = () => void child.kill("SIGKILL");
  const timer = when === "telling" ? undefined : setTimeout(() => child.kill("SIGKILL"), when);
  const signal = await ended;
  clearTimeout(timer);
  receivers.onReceived = () => {};
  return signal;
}

async function events(rollout: string): Promise<readonly LedgerEvent[]> {
  const read = await ledgerOn(hub).store.read(rollout);
  if (!read.ok) throw new Error(read.problem.reason);
  return read.value;
}

function concluded(all: readonly LedgerEvent[]): readonly string[] {
  return all.flatMap((event) => (event.kind === "window-concluded" ? `${event.window} ${event.decision}` : []));
}

/** Each look of each window was concluded once. */
function expectOnce(all: readonly LedgerEvent[]): void {
  const looks = all.flatMap((event) => (event.kind === "window-concluded" ? `${event.window} ${event.due}` : []));
  expect(looks.length).toBe(new Set(looks).size);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
}

/** What came, each message once, and the copies that came besides. */
function told() {
  const first = new Map<string, string>();
  const copies: Received[] = [];
  for (const message of receivers.received) {
    const { place: where, key, title } = message;
    if (first.has(`${where} ${key}`)) copies.push(message);
    else first.set(`${where} ${key}`, `${where}: ${title}`);
  }
  return { messages: [...first.values()].sort(), copies };
}

/** Headings of what was written into issues, one issue after the other. */
async function comments(): Promise<readonly string[]> {
  const all = [];
  for (const { number } of await hub.state.issues()) {
    const address = `${hub.url}/repos/octo-org/shop/issues/${number}/comments?per_page=100`;
    const { data } = await ask(address, "GET", hub.tokens.octocat);
    all.push(...(data as readonly { readonly body: string }[]).map(({ body }) => /^#+ (.+)$/m.exec(body)?.[1] ?? body));
  }
  return all;
}

describe("a month of scheduled runs", () => {
  test("with a sick day in it: everything once, through kills, repeats, late and concurrent runs", async () => {
    const failing: Failing = (at) => (at >= 10 * dayMs && at < 13 * dayMs ? 0.25 : 0.02);
    const [random, moment] = [seededRandom(2026), seededRandom(31)];
    await turnOn("shop");
    let killed = 0;
    let tellingKilled = 0;
    for (let sinceMs = 3 * hourMs; sinceMs <= 31 * dayMs; ) {
      serve(sinceMs, failing);
      const isSick = sinceMs > 10 * dayMs && sinceMs < 15 * dayMs;
      const kind = random();
      // The second level is reached by one of these runs; it is killed when it has told the first.
      if (sinceMs > 11.4 * dayMs && sinceMs < 13 * dayMs && tellingKilled === 0) {
        tellingKilled += (await killedStep("shop", sinceMs, "telling")) === null ? 0 : 1;
      } else if (kind < 0.12) killed += (await killedStep("shop", sinceMs, 50 + 500 * moment())) === null ? 0 : 1;
      else if (kind < 0.22) await Promise.all([step("shop", sinceMs), step("shop", sinceMs)]);
      else if (kind < 0.28) for (let again = 0; again < 2; again++) await step("shop", sinceMs);
      else await step("shop", sinceMs);
      // Every eight hours or so, and now and then two days late.
      sinceMs += !isSick && random() < 0.05 ? 2 * dayMs : 8 * hourMs + Math.floor(random() * hourMs);
    }
    serve(31.5 * dayMs, failing);
    await step("shop", 31.5 * dayMs);
    const all = await events("shop");
    expectOnce(all);
    expect(killed).toBeGreaterThan(1);
    expect(tellingKilled).toBe(1);
    const looks = all.filter((event) => event.kind === "window-concluded");
    const isCadence = ({ window }: { readonly window: string }) => ["first-day", "days", "weeks"].includes(window);
    expect(looks.filter((one) => !isCadence(one)).map(({ window, decision }) => `${window} ${decision}`)).toEqual([
      "day-1 KEEP",
      "day-7 KEEP",
      "day-30 KEEP",
    ]);
    // Of a cadence some looks are missed by late runs; those of the sick days are not kept, and all others are.
    const isSickDay = ({ due }: { readonly due: string }) =>
      [11, 12, 13].some((day) => Date.parse(due) === onMs + day * dayMs);
    const daily = looks.filter(isCadence);
    expect(daily.length).toBeGreaterThan(20);
    expect(daily.filter((one) => !isSickDay(one) && one.decision !== "KEEP")).toEqual([]);
    expect(daily.filter(isSickDay).length).toBeGreaterThan(1);
    expect(daily.filter((one) => isSickDay(one) && one.decision === "KEEP")).toEqual([]);
    const { messages, copies } = told();
    expect(messages).toEqual([
      "mail: shop: failing is well again",
      "mail: shop: failing needs attention (warning, level 2)",
      "room: :warning: shop: failing needs attention (warning, level 2)",
      "room: :white_check_mark: shop: failing is well again",
    ]);
    // What was cut off while it was told is told again, and says so.
    expect(copies.length).toBeGreaterThan(0);
    expect(copies.every(({ saysRepeated }) => saysRepeated)).toBe(true);
    expect(await comments()).toEqual([
      "⚠️ shop: failing needs attention (warning, level 1)",
      "⚠️ shop: failing needs attention (warning, level 2)",
      "✅ shop: failing is well again",
    ]);
    expect((await hub.state.issues()).map(({ state }) => state)).toEqual(["closed"]);
    expect(readFileSync(join(place, "flag"), "utf8")).toBe("on\n");
  }, 400_000);

  test("with a rollout that fails: turned off once, everybody hears of it once, and of the post-mortem", async () => {
    const failing: Failing = (at) => (at >= 2 * dayMs ? 0.9 : 0.02);
    await turnOn("search");
    for (const hours of [7, 25, 49]) {
      serve(hours * hourMs, failing);
      await step("search", hours * hourMs);
    }
    serve(73 * hourMs, failing);
    const signal = await killedStep("search", 73 * hourMs, "telling");
    for (const hours of [74, 74.5, 80, 97, 98, 99, 130]) {
      serve(hours * hourMs, failing);
      await Promise.all([step("search", hours * hourMs), step("search", hours * hourMs)]);
    }
    const all = await events("search");
    expectOnce(all);
    expect(signal).toBe("SIGKILL");
    expect(readFileSync(join(place, "flag"), "utf8")).toBe("off\n");
    expect(concluded(all)).toEqual(["first-day KEEP", "day-1 KEEP", "days KEEP", "days ROLL BACK NOW"]);
    const once = ["rolled-back", "incident-opened", "post-mortem-due"];
    expect(all.map(({ kind }) => kind).filter((kind) => once.includes(kind))).toEqual(once);
    const { messages, copies } = told();
    expect(messages).toEqual(
      ["hook", "mail"].flatMap((where) => [
        `${where}: search: ROLL BACK NOW because of errors (level 3)`,
        `${where}: search: rolled back`,
        `${where}: search: the post-mortem is due`,
      ]),
    );
    expect(copies.every(({ saysRepeated }) => saysRepeated)).toBe(true);
    expect(await comments()).toEqual([
      "🚨 search: errors and failing need attention (critical, level 1)",
      "🚨 search: ROLL BACK NOW because of errors (level 3)",
      "✅ search: rolled back",
      "⚠️ search: the post-mortem is due",
    ]);
  }, 300_000);
});
