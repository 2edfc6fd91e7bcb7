import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Report } from "../src/domain/report.ts";
import type { RolloutReport } from "../src/domain/rollout.ts";
import type { WatchReport } from "../src/domain/watch-report.ts";
import { cliDoor, root, runDoor } from "./run-program.ts";
import { patient } from "./victor-config.ts";

const example = join(root, "examples/victor");
const configFile = ".github/rollout-gate.yml";
const profiles =
  "profiles:\n  default: { provider: anthropic, model: some-model }\nuse_coordinator_orchestrator: false # not yet\n";
let place = "";
let repo = "";
let home = "";
let sleeper: ChildProcess | null = null;
let server: Server | null = null;

beforeAll(() => {
  const venv = join(example, ".venv");
  const python = join(venv, "bin/python");
  const made = existsSync(python) || spawnSync("python3", ["-m", "venv", venv]).status === 0;
  const packages = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", "requirements.txt"];
  const installed = spawnSync(python, packages, { cwd: example, encoding: "utf8" });
  // Not a skip: without Python this suite cannot say anything, and must not look as if it had.
  if (!made || installed.status !== 0) throw new Error(`The example could not be set up: ${installed.stderr}`);
}, 300_000);

afterAll(() => {
  forget();
  sleeper?.kill("SIGKILL");
  server?.close();
});

function forget(): void {
  if (place !== "") rmSync(place, { recursive: true, force: true });
}

/** The example as a repository of its own, with its config changed; a home with profiles in it. */
function makeRepository(change: (config: string) => string): void {
  forget();
  place = realpathSync(mkdtempSync(join(tmpdir(), "victor-")));
  repo = join(place, "repo");
  home = join(place, "home");
  cpSync(example, repo, { recursive: true, filter: (path) => !/\.venv|__pycache__|\.pytest_cache/.test(path) });
  symlinkSync(join(example, ".venv"), join(repo, ".venv"));
  writeFileSync(join(repo, ".gitignore"), ".venv\n__pycache__\n.pytest_cache\n.coverage\n.benchmarks\n.rollout-gate\n");
  writeFileSync(join(repo, configFile), change(readFileSync(join(repo, configFile), "utf8")));
  for (const folder of ["metrics", "logs"]) mkdirSync(join(home, ".victor", folder), { recursive: true });
  writeFileSync(join(home, ".victor/profiles.yaml"), profiles);
  git("init", "-q");
  git("add", "-A");
  git("-c", "user.name=x", "-c", "user.email=x@example.invalid", "commit", "-qm", "all");
}

function git(...args: readonly string[]): void {
  const done = spawnSync("git", ["-C", repo, ...args], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`git ${args.join(" ")}: ${done.stderr}`);
}

async function run<Told>(mode: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const usual = ["--quiet", "--json", "--ledger", join(place, "ledger")];
  const result = await runDoor(cliDoor, [mode, ...usual, ...args], {
    cwd: repo,
    env: { HOME: home, GITHUB_WORKSPACE: repo, PYTHONDONTWRITEBYTECODE: "1", ...env },
  });
  if (!result.stdout.startsWith("{")) throw new Error(`${mode} told nothing:\n${result.stderr}`);
  const report: Told = JSON.parse(result.stdout);
  return { ...result, report };
}

const stages = (...names: readonly string[]) => names.flatMap((name) => ["--stage", name]);

/** Findings that are no pass, by subject. */
const amiss = ({ findings }: Report) =>
  Object.fromEntries(findings.filter((one) => one.outcome !== "pass").map((one) => [one.subject, one.reason]));

/** Turns and tool calls in the event log, evenly from one time to another. */
function writeEvents(
  fromMs: number,
  toMs: number,
  changes: (at: number) => { ms?: number; success?: boolean } = () => ({}),
): void {
  const count = 6000;
  const lines = Array.from({ length: count }, (_, at) => {
    const timestamp = (fromMs + ((toMs - fromMs) * at) / count) / 1000;
    const { ms = 20 + (at % 7), success = true } = changes(at);
    const event = (topic: string, data: object) =>
      JSON.stringify({ id: `${topic}-${timestamp}`, topic, data, timestamp, source: "Session", correlation_id: null });
    return `${event("turn.completed", { duration_ms: ms })}\n${event("tool.result", { tool_name: "read_file", success, duration_ms: 2 + (at % 3) })}\n`;
  });
  appendFileSync(join(home, ".victor/metrics/victor_coordinator_rollout.jsonl"), lines.join(""));
}

/** Answers every query over a range with one number. */
async function startPrometheus(answers: readonly (readonly [RegExp, number])[]): Promise<string> {
  server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://localhost");
    const [start, end, step] = ["start", "end", "step"].map((name) => Number.parseFloat(searchParams.get(name) ?? "1"));
    const value = answers.find(([query]) => query.test(searchParams.get("query") ?? ""))?.[1] ?? Number.NaN;
    const values: [number, string][] = [];
    for (let at = start ?? 0; at <= (end ?? 0); at += step ?? 1) values.push([at, String(value)]);
    const result = [{ metric: {}, values }];
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ status: "success", data: { resultType: "matrix", result } }));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("the whole checklist", () => {
  test("is let through, turned on, watched and turned off again", async () => {
    const url = await startPrometheus([
      [/errors/, 0.2],
      [/cache/, 92],
      [/cpu/, 12],
      [/requests/, 101],
    ]);
    makeRepository((config) =>
      patient(config)
        .replace("http://localhost:9090", url)
        .replace("after: 1 h\n      every: 15 min", "after: 4 s\n      every: 1 h")
        // Growth takes minutes to be told from noise.
        .replace(/^ {8}leak: .*\n/m, "")
        .replace("watch: 5 min", "watch: 1 s"),
    );
    sleeper = spawn("sleep", ["600"]);
    writeFileSync(join(home, ".victor/victor.pid"), `${sleeper.pid}\n`);
    writeFileSync(
      join(home, ".victor/logs/victor.log"),
      "2026-01-01 00:00:00,000 - local - victor - INFO - 0 errors so far\n",
    );
    writeEvents(Date.now() - 20 * 60_000, Date.now());

    const gate = await run<Report>("gate");
    expect([
      gate.report.verdict.decision,
      Object.keys(amiss(gate.report)).filter((name) => !/by hand|people/.test(name)),
    ]).toEqual(["GO WITH CONDITIONS", []]);
    const [evidence] = gate.report.evidence;
    expect(evidence?.flag.map(({ value }) => value)).toEqual(["off", "on"]);
    expect(evidence?.requirements.map(({ met }) => met)).toEqual([true, true, true, true]);
    expect(evidence?.checklists.map(({ stage, items }) => [stage, items.length])).toEqual([
      ["coordinators", 15],
      ["providers", 3],
      ["full-validation", 6],
    ]);
    // Nothing of what was measured stays in the settings.
    expect(readFileSync(join(home, ".victor/profiles.yaml"), "utf8")).toBe(profiles);

    const enabled = await run<RolloutReport>("enable");
    expect([enabled.report.ending, enabled.report.because]).toEqual(["enabled", expect.stringMatching(/on by script/)]);
    const done = enabled.report.steps.map(({ what }) => what);
    expect(done).toEqual(expect.arrayContaining(["set the flag on for 10 %", "judge it at 50 %: chat, read-file"]));
    const onAt = Date.now();

    await new Promise((resolve) => setTimeout(resolve, 4500));
    const watchedUntil = Date.now();
    writeEvents(onAt - 1000, watchedUntil);
    appendFileSync(
      join(home, ".victor/logs/victor.log"),
      `${new Date().toISOString().replace("T", " ").replace(".", ",").replace("Z", "")} - local - victor - INFO - 0 errors so far\n`,
    );
    const first = await run<WatchReport>("verify");
    const look = first.report.looks[0];
    expect(
      look?.findings.filter(({ outcome }) => outcome !== "pass").map(({ subject, reason }) => [subject, reason]),
    ).toEqual([]);
    expect([first.report.decision, look?.window]).toEqual(["KEEP", "first-hour"]);
    const again = await run<WatchReport>("verify");
    expect([again.report.decision, again.report.because]).toEqual([null, expect.stringMatching(/Nothing is due/)]);

    // Into the time in which the next look is made, so that the log does not end before it.
    writeEvents(watchedUntil, Date.now() + 3000);
    const day = await run<WatchReport>("verify", ["--window", "day-1"]);
    const judged = new Map(
      day.report.looks[0]?.findings.map(({ subject, outcome, reason }) => [
        subject,
        outcome === "pass" ? "pass" : `${outcome}: ${reason}`,
      ]),
    );
    for (const subject of ["tool-errors", "init-failures", "session-corruption", "resident"]) {
      expect([subject, judged.get(subject)]).toEqual([subject, "pass"]);
    }
    // Some seconds are too little to hold against the time before, and too little is no pass.
    for (const subject of ["turn-latency", "tool-time"])
      expect(judged.get(subject)).toMatch(/^inconclusive: .* too few/);
    // Nobody gave a token, so nobody knows of feedback; that is no pass.
    expect(judged.get("feedback")).toMatch(/^missing: /);
    const runbook = await run<WatchReport>("verify", ["--window", "runbook"]);
    // The server was asked and answered; a minute of it is too little to say how it varies.
    const levels = new Map(runbook.report.looks[0]?.findings.map(({ subject, reason }) => [subject, reason]));
    for (const subject of ["error-ratio", "cache-hits", "cpu", "throughput-change"])
      expect([subject, levels.get(subject)]).toEqual([subject, expect.stringMatching(/too few/)]);
    expect(day.report.decision).toBe("INVESTIGATE");
    expect(runbook.report.decision).toBe("INVESTIGATE");

    const off = await run<RolloutReport>("rollback", ["--reason", "the end of the story"]);
    expect([off.report.ending, off.report.findings]).toEqual(["rolled back", []]);
    expect(off.durationMs).toBeLessThan(60_000);
    expect(readFileSync(join(home, ".victor/profiles.yaml"), "utf8")).toContain("use_coordinator_orchestrator: false");
  }, 400_000);
});

describe("what a line of the checklist finds", () => {
  beforeAll(() => makeRepository((config) => patient(config).replace(/^ {2}canary: .*\n/m, "")));

  test.each([
    [
      "part",
      ["coordinators"],
      "coordinators",
      /1 of 15 failed: ToolCoordinator \(RuntimeError: the registry is closed/,
    ],
    ["provider", ["providers"], "providers checklist", /ollama/],
    ["vulnerable", ["scan"], "scan/critical-vulnerabilities", /1 does not meet == 0/],
    ["wrong", ["parity"], "compatibility-issues", /1 does not meet == 0/],
    ["interaction", ["coordinators", "full-validation"], "full-validation", /1 of 6 failed: interactions/],
  ])("VICTOR_FAULT=%s stops it", async (fault, names, subject, reason) => {
    const { report, status } = await run<Report>("gate", stages(...names), { VICTOR_FAULT: fault });
    expect([status, report.verdict.decision]).not.toEqual([0, "GO"]);
    expect(amiss(report)[subject]).toMatch(reason);
  });

  test("what a terminal cannot know is no approval", async () => {
    const config = readFileSync(join(repo, configFile), "utf8");
    writeFileSync(join(repo, configFile), `${config}\nsign-offs: [pre-rollout-checks]\n`);
    const { report } = await run<Report>("gate", stages("chat"));
    writeFileSync(join(repo, configFile), config);
    expect(report.verdict.decision).toBe("INCONCLUSIVE");
    expect(JSON.stringify(amiss(report))).toMatch(/pre-rollout-checks/);
  });

  test("F7: a script that does not exist is named before anything runs", async () => {
    rmSync(join(repo, "scripts/validate_coordinator_orchestrator.py"));
    const { report } = await run<Report>("gate", stages("full-validation", "coordinators"));
    git("checkout", "--quiet", "--", "scripts");
    expect(JSON.stringify(amiss(report))).toContain("validate_coordinator_orchestrator.py");
    expect(report.evidence[0]?.stages.every(({ launches }) => launches.length === 0)).toBe(true);
  });

  test("F4: a toggle script that only says so is followed by the file, whose comments stay; R70: an error in the log is a finding", async () => {
    const override = ["--override", "this test is about the way"];
    const { report } = await run<RolloutReport>("enable", override, { VICTOR_FAULT: "toggle" });
    expect([report.ending, report.because]).toEqual(["enabled", expect.stringMatching(/on by file/)]);
    expect(readFileSync(join(home, ".victor/profiles.yaml"), "utf8")).toBe(profiles.replace(": false #", ": true #"));
    const off = await run<RolloutReport>("rollback", ["--reason", "x"], { VICTOR_FAULT: "restart" });
    expect([off.status, off.report.ending]).toEqual([1, "rolled back with findings"]);
    expect(off.report.findings.join(" ")).toMatch(/Coordinator failed/);
  });
});
