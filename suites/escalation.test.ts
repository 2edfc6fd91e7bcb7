import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { SMTPServer } from "smtp-server";
import { openLedgerFolder } from "../src/entry/open-ledger.ts";
import { stampEvent } from "../src/ledger/stamp-event.ts";
import { cliDoor, runDoor } from "./run-program.ts";

const minuteMs = 60_000;
const config = `
rollout: shop
flag: { read: [cat, flag], set: [{ script: { on: [cp, "yes", flag], off: [cp, "no", flag] } }] }
ledger: { folder: ledger }
stages: { smoke: { run: [cat, flag] } }
rollback: { verify: [smoke] }
verify:
  windows:
    now: { after: 1 min, every: 1 min, criteria: { errors: { pass: "< 50 %", severity: critical }, slow: { pass: "== 0", severity: warning } } }
  sources:
    events:
      jsonl:
        path: events.jsonl
        time: { field: at, format: iso }
        metrics: { errors: { failed: { ok: false } }, slow: { where: { slow: true } } }
contacts: { lead: { name: Lead, email: lead@example.com } }
escalate:
  channels:
    room: { slack: ROOM_URL }
    hook: { webhook: { address: HOOK_URL, secret: HOOK_KEY } }
    mail: { email: { server: SMTP_URL, from: gate@example.com, to: $TEAM } }
  levels:
    - { on: warning, tell: [room, lead] }
    - { on: critical, tell: [room, hook, mail], do: rollback, post-mortem: 24 h }
`;

interface Received {
  readonly url: string;
  readonly body: string;
}

let place = "";
let server: Server;
let smtp: SMTPServer;
let received: Received[] = [];
let mails: string[] = [];
/** What the server answers, by address. */
let answers: Record<string, number> = {};
let env: Record<string, string> = {};

beforeEach(async () => {
  place = realpathSync(mkdtempSync(join(tmpdir(), "escalation-")));
  [received, mails, answers] = [[], [], {}];
  mkdirSync(join(place, ".github"));
  const write = (name: string, text: string) => writeFileSync(join(place, name), text);
  write(".github/rollout-gate.yml", config);
  write("flag", "on\n");
  write("yes", "on\n");
  write("no", "off\n");
  server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      const url = request.url ?? "";
      const status = answers[url] ?? 200;
      if (status < 300) received.push({ url, body });
      response.writeHead(status).end();
    });
  });
  smtp = new SMTPServer({
    authOptional: true,
    logger: false,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    onData: (stream, session, callback) => {
      stream.resume().on("end", () => {
        mails.push(session.envelope.rcptTo.map(({ address }) => address).join(" "));
        callback(null);
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  env = {
    ROOM_URL: `${base}/room/s3cret`,
    HOOK_URL: `${base}/hook/s3cret`,
    HOOK_KEY: "k3y-of-the-hook",
    SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    TEAM: "team@example.com",
  };
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
  rmSync(place, { recursive: true, force: true });
});

/** The flag went on so long ago, and since then these events came. */
async function production(minutes: number, events: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const onMs = Date.now() - minutes * minuteMs;
  const enabled = stampEvent({
    kind: "flag-enabled",
    rollout: "shop",
    at: new Date(onMs).toISOString(),
    tool: "rollout-gate 0",
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
    decideBy: new Date(onMs + 24 * 60 * minuteMs).toISOString(),
    override: null,
  });
  const ledger = await openLedgerFolder("ledger", place);
  expect(await ledger.append("shop", [enabled])).toMatchObject({ ok: true });
  const step = (minutes * minuteMs) / (events.length + 1);
  const lines = events.map((event, at) =>
    JSON.stringify({ at: new Date(onMs + (at + 1) * step).toISOString(), ...event }),
  );
  writeFileSync(join(place, "events.jsonl"), `${lines.join("\n")}\n`);
}

const many = (count: number, event: Readonly<Record<string, unknown>>) => Array.from({ length: count }, () => event);
const run = (...args: readonly string[]) => runDoor(cliDoor, args, { cwd: place, env });
const titles = (url: string) =>
  received
    .filter((one) => one.url.startsWith(url))
    .map(({ body }) => {
      const { title, text } = JSON.parse(body);
      return (title ?? text) as string;
    });
const noSecrets = (text: string) => expect(text).not.toMatch(/s3cret|k3y-of-the-hook|team@example\.com|127\.0\.0\.1/);

describe("verify has people told", () => {
  test("of a warning: once, by Slack and by mail, and of its end", async () => {
    await production(5, [...many(400, { ok: true }), { ok: true, slow: true }]);
    const first = await run("verify");
    expect(first.status).toBe(1);
    noSecrets(first.stdout + first.stderr);
    expect(titles("/room")).toEqual([":warning: shop: slow needs attention (warning, level 1)"]);
    expect(mails).toEqual(["lead@example.com"]);
    await run("verify");
    expect([titles("/room").length, mails.length]).toEqual([1, 1]);
    const told = await run("status");
    expect(told.stdout).toMatch(/room, lead: look into slow \(warning\)/);
    noSecrets(told.stdout);
    const lines = readFileSync(join(place, "events.jsonl"), "utf8").split("\n");
    writeFileSync(join(place, "events.jsonl"), lines.filter((line) => !line.includes("slow")).join("\n"));
    await run("verify");
    expect(titles("/room").slice(1)).toEqual([":white_check_mark: shop: slow is well again"]);
    expect(mails).toHaveLength(2);
  });

  test("of something critical: the flag is turned off, and everybody hears that it was", async () => {
    await production(5, many(400, { ok: false }));
    const { stdout, stderr, status } = await run("verify");
    noSecrets(stdout + stderr);
    expect(status).toBe(1);
    expect(readFileSync(join(place, "flag"), "utf8")).toBe("off\n");
    expect(titles("/hook")).toEqual(["shop: ROLL BACK NOW because of errors (level 2)", "shop: rolled back"]);
    expect(mails.filter((to) => to === "team@example.com")).toHaveLength(2);
    const json = JSON.parse((await run("status", "--json")).stdout);
    expect(json.rollouts[0]).toMatchObject({ flag: "off", untold: [], turnedOff: { ending: "rolled back" } });
    expect(json.rollouts[0].postMortemDue).toMatch(/^\d{4}-/);
    const before = received.length;
    expect((await run("verify")).status).toBe(0);
    expect(received.length).toBe(before);
  });

  test("by a channel that does not work only when it works again, and nothing else waits", async () => {
    await production(5, [...many(400, { ok: true }), { ok: true, slow: true }]);
    answers["/room/s3cret"] = 503;
    const { stdout, stderr } = await run("verify");
    expect(stdout + stderr).toMatch(/channel room was not told .*503/);
    noSecrets(stdout + stderr);
    expect(mails).toHaveLength(1);
    answers = {};
    await run("verify");
    expect([titles("/room").length, mails.length]).toEqual([1, 1]);
  });

  test("killed anywhere, and run again, nobody is told twice what is known to be told", async () => {
    await production(5, [...many(400, { ok: true }), { ok: true, slow: true }]);
    for (const ms of [150, 300, 450, 600]) {
      await runDoor(cliDoor, ["verify"], { cwd: place, env, signalAfter: { signal: "SIGKILL", ms } });
    }
    await run("verify");
    expect(titles("/room").length).toBeLessThanOrEqual(1);
    expect(mails.length).toBeLessThanOrEqual(1);
    // A run that was killed while it told people leaves that in doubt, which is said, and not silence.
    const { untold } = JSON.parse((await run("status", "--json")).stdout).rollouts[0];
    expect(titles("/room").length + untold.length).toBeGreaterThan(0);
  });

  test("a dry run tells nobody and writes nothing", async () => {
    await production(5, many(400, { ok: false }));
    expect((await run("verify", "--dry-run")).status).toBe(1);
    expect([received, mails]).toEqual([[], []]);
    expect(readFileSync(join(place, "flag"), "utf8")).toBe("on\n");
  });
});
