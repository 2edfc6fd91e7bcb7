import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { actionDoor, root, runDoor } from "./run-program.ts";

const config = `
rollout: shop
flag:
  read: [sh, read.sh]
  set:
    - file: { path: ~/.shop/settings.yaml, key: use_new }
    - env: SHOP_NEW
ledger: { folder: ledger }
stages:
  smoke: { run: [sh, smoke.sh] }
enable: { smoke: [smoke] }
rollback: { verify: [smoke] }
`;
const original = "use_new: false # mine\n";
const repo = { full_name: "octo-org/shop" };
const repository = { ...repo, default_branch: "main" };
let place = "";
let workspace = "";
let env: Record<string, string> = {};

beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), "rollout-action-")));
  workspace = join(place, "workspace");
  for (const folder of ["workspace/.github", "home/.shop", "runner"])
    mkdirSync(join(place, folder), { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(place, name), text);
  write("workspace/.github/rollout-gate.yml", config);
  write(
    "workspace/read.sh",
    'case "$SHOP_NEW" in true|false) echo "$SHOP_NEW";; *) grep -q "use_new: true" "$HOME/.shop/settings.yaml" && echo on || echo off;; esac\n',
  );
  write("workspace/smoke.sh", "true\n");
  write("home/.shop/settings.yaml", original);
  write("event.json", JSON.stringify({ repository }));
  for (const name of ["output", "summary", "env", "path"]) write(`runner/${name}`, "");
  env = {
    HOME: join(place, "home"),
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: "octo-org/shop",
    GITHUB_RUN_ID: "4711",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_EVENT_NAME: "workflow_dispatch",
    GITHUB_EVENT_PATH: join(place, "event.json"),
    GITHUB_REF: "refs/heads/main",
    GITHUB_SHA: "a".repeat(40),
    GITHUB_OUTPUT: join(place, "runner/output"),
    GITHUB_STEP_SUMMARY: join(place, "runner/summary"),
    GITHUB_ENV: join(place, "runner/env"),
    GITHUB_PATH: join(place, "runner/path"),
    RUNNER_TEMP: join(place, "runner"),
    INPUT_MODE: "enable",
    INPUT_OVERRIDE: "this suite is about the step",
  };
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const settings = () => readFileSync(join(place, "home/.shop/settings.yaml"), "utf8");
const runnerFile = (name: string) => readFileSync(join(place, "runner", name), "utf8");
const outputOf = (name: string) => new RegExp(`^${name}<<(.*)\\n([^]*?)\\n\\1$`, "m").exec(runnerFile("output"))?.[2];
const step = (more: Readonly<Record<string, string>> = {}) =>
  runDoor(actionDoor, [], { cwd: workspace, env: { ...env, ...more } });

describe("turning on and off as a step of a job", () => {
  test("on, and off again, with outputs and a summary", async () => {
    const on = await step();
    expect([on.status, outputOf("ending"), outputOf("flag")]).toEqual([0, "enabled", "on"]);
    expect(settings()).toBe("use_new: true # mine\n");
    expect(runnerFile("summary")).toMatch(/ENABLED.*turn on shop/);
    writeFileSync(env.GITHUB_OUTPUT ?? "", "");
    const dry = await step({ INPUT_MODE: "rollback", "INPUT_DRY-RUN": "true" });
    expect([dry.status, outputOf("ending"), settings()]).toEqual([0, "planned", "use_new: true # mine\n"]);
    writeFileSync(env.GITHUB_OUTPUT ?? "", "");
    const off = await step({ INPUT_MODE: "rollback", INPUT_REASON: "$(touch owned); `touch owned`" });
    expect([off.status, outputOf("ending"), settings()]).toEqual([0, "rolled back", original]);
    expect(existsSync(join(workspace, "owned"))).toBe(false);
  });

  test("a variable reaches the later steps, and what a stage writes there does not", async () => {
    writeFileSync(join(workspace, ".github/rollout-gate.yml"), config.replace(/ {4}- file:.*\n/, ""));
    const { status } = await step();
    expect([status, outputOf("ending")]).toEqual([0, "enabled"]);
    expect(runnerFile("env")).toMatch(/^SHOP_NEW<<.*\ntrue\n/);
    writeFileSync(join(workspace, "smoke.sh"), 'f=$(find "$RUNNER_TEMP" -name env); echo EVIL=1 >> "$f"\n');
    writeFileSync(env.GITHUB_ENV ?? "", "");
    writeFileSync(env.GITHUB_OUTPUT ?? "", "");
    const evil = await step();
    expect([evil.status, outputOf("ending")]).toEqual([1, "turned back"]);
    expect(runnerFile("env")).not.toContain("EVIL");
    expect(runnerFile("env")).not.toMatch(/^true$/m);
  });

  test.each([
    ["a pull request", { GITHUB_EVENT_NAME: "pull_request" }],
    ["another branch", { GITHUB_REF: "refs/heads/feature" }],
  ])("not for %s", async (_name, more) => {
    const sides = { head: { sha: "b".repeat(40), ref: "x", repo }, base: { sha: "a".repeat(40), ref: "main", repo } };
    writeFileSync(join(place, "event.json"), JSON.stringify({ repository, pull_request: { number: 7, ...sides } }));
    const { status, stdout } = await step(more);
    expect(status).toBe(2);
    expect(stdout).toMatch(/changes the world|Nothing was (changed|run)/);
    expect(settings()).toBe(original);
  });

  test.each([
    ["way", "--force"],
    ["way", "flag; reboot"],
    ["dry-run", "perhaps"],
  ])("the input %s may not be %j", async (name, value) => {
    const { status } = await step({ INPUT_MODE: "rollback", [`INPUT_${name.toUpperCase()}`]: value });
    expect(status).toBe(2);
  });

  test("killed in the middle, the post step turns it back and says so", async () => {
    writeFileSync(join(workspace, "smoke.sh"), 'touch "$GITHUB_WORKSPACE/running"; sleep 60\n');
    const { PATH } = process.env;
    const child = spawn(process.execPath, [actionDoor], { cwd: workspace, env: { PATH, ...env }, stdio: "ignore" });
    const ended = new Promise((resolve) => child.on("exit", resolve));
    while (!existsSync(join(workspace, "running"))) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(settings()).toBe("use_new: true # mine\n");
    // With the program that it began anew, as the runner ends them after a grace.
    const begun = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ");
    for (const pid of begun.filter((text) => text !== "")) process.kill(Number(pid), "SIGKILL");
    child.kill("SIGKILL");
    await ended;
    const post = await runDoor(join(root, "dist/post/index.js"), [], { cwd: workspace, env });
    expect(post.stdout).toMatch(/was cut off while it turned the flag on; it is turned back, and the flag reads off/);
    expect(settings()).toBe(original);
    const quiet = await runDoor(join(root, "dist/post/index.js"), [], { cwd: workspace, env });
    expect(quiet.stdout).not.toMatch(/cut off/);
  });
});
