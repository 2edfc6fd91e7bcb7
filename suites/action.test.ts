import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Evidence } from "../src/domain/evidence.ts";
import type { Report } from "../src/domain/report.ts";
import { actionDoor, cliDoor, root, runDoor } from "./run-program.ts";

let node24 = "";
const places: string[] = [];

beforeAll(() => {
  const run = spawnSync(process.execPath, [join(root, "scripts/node24.mjs")], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`Node 24 could not be had:\n${run.stderr}`);
  node24 = run.stdout.trim();
}, 300_000);

afterAll(() => {
  for (const place of places) rmSync(place, { recursive: true, force: true });
});

/** A workspace with the quickstart in it, and the files that a runner gives a step. */
function runnerPlace(files: Readonly<Record<string, string>> = {}) {
  const place = mkdtempSync(join(tmpdir(), "action-"));
  places.push(place);
  const workspace = join(place, "workspace");
  cpSync(join(root, "examples/quickstart"), join(workspace, "examples/quickstart"), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(workspace, name, ".."), { recursive: true });
    writeFileSync(join(workspace, name), text);
  }
  const runner = join(place, "runner");
  mkdirSync(runner);
  const paths = {
    GITHUB_OUTPUT: join(runner, "output"),
    GITHUB_STEP_SUMMARY: join(runner, "summary"),
    GITHUB_ENV: join(runner, "env"),
    GITHUB_PATH: join(runner, "path"),
    GITHUB_STATE: join(runner, "state"),
  };
  for (const path of Object.values(paths)) writeFileSync(path, "");
  return {
    workspace,
    env: {
      ...paths,
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: runner,
      GITHUB_TOKEN: "ghs_canary",
      INPUT_CONFIG: "examples/quickstart/rollout-gate.yml",
    },
    output: () => outputsOf(readFileSync(paths.GITHUB_OUTPUT, "utf8")),
    summary: () => readFileSync(paths.GITHUB_STEP_SUMMARY, "utf8"),
    read: (name: "GITHUB_ENV" | "GITHUB_PATH") => readFileSync(paths[name], "utf8"),
    report: (): Report => JSON.parse(readFileSync(join(workspace, ".rollout-gate/report/report.json"), "utf8")),
    evidence: (): Evidence => JSON.parse(readFileSync(join(workspace, ".rollout-gate/evidence/evidence.json"), "utf8")),
  };
}

/** The runner's own reading of its output file: `name<<delimiter`, lines, `delimiter`. */
function outputsOf(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const match = /^([\w-]+)<<(.+)$/.exec(lines[at] ?? "");
    if (match === null) continue;
    const end = lines.indexOf(match[2] ?? "", at + 1);
    outputs[match[1] ?? ""] = lines.slice(at + 1, end).join("\n");
    at = end;
  }
  return outputs;
}

const onBoth: readonly (readonly [string, () => string])[] = [
  ["this Node", () => process.execPath],
  ["Node 24, as the runner has it", () => node24],
];
const withoutBenchmark = { INPUT_STAGES: "unit parts" };

describe.each(onBoth)("the Action on %s", (_name, node) => {
  test("says what the terminal says: verdict, summary, outputs, files, status", async () => {
    const place = runnerPlace();
    const action = await runDoor(actionDoor, [], { cwd: place.workspace, env: place.env, node: node() });
    const { report } = place;
    expect({ status: action.status, because: report().verdict.because }).toEqual({
      status: /^GO/.test(report().verdict.decision) ? 0 : 1,
      because: place.output().because,
    });
    expect(place.output()).toMatchObject({
      verdict: report().verdict.decision.toLowerCase().replaceAll(" ", "-"),
      report: ".rollout-gate/report",
    });
    expect(place.summary()).toContain(report().verdict.decision);
    expect(action.stdout).toMatch(/::group::.*unit/);
    // The same evidence, judged again through the other door.
    const terminal = await runDoor(
      cliDoor,
      ["conclude", "--config", "examples/quickstart/rollout-gate.yml", "--json", "-q"],
      {
        cwd: place.workspace,
        env: { GITHUB_WORKSPACE: place.workspace },
        node: node(),
      },
    );
    const again: Report = JSON.parse(terminal.stdout);
    expect(again.verdict).toEqual(report().verdict);
    expect(again.findings).toEqual(report().findings);
    expect(terminal.status).toBe(action.status);
  });

  test("ends in NO-GO with annotations when the new way is wrong", async () => {
    const place = runnerPlace();
    const { status, stdout } = await runDoor(actionDoor, [], {
      cwd: place.workspace,
      env: { ...place.env, SHOP_FAULT: "wrong" },
      node: node(),
    });
    expect(status).toBe(1);
    expect(place.output().verdict).toBe("no-go");
    expect(stdout).toMatch(/^::error /m);
    expect(stdout).toMatch(/file=examples\/quickstart\/test\/totals\.test\.js,line=\d+/);
  });

  test("collects in one step and concludes in another", async () => {
    const place = runnerPlace();
    const options = { cwd: place.workspace, node: node() };
    const collect = await runDoor(actionDoor, [], { ...options, env: { ...place.env, INPUT_MODE: "collect" } });
    expect({ status: collect.status, stderr: collect.stderr }).toEqual({ status: 0, stderr: "" });
    expect(place.output().evidence).toContain("evidence.json");
    const conclude = await runDoor(actionDoor, [], { ...options, env: { ...place.env, INPUT_MODE: "conclude" } });
    expect(conclude.status).toBe(/^GO/.test(place.report().verdict.decision) ? 0 : 1);
    expect(place.report().evidence).toHaveLength(1);
  });

  test("prints a matrix and what would run", async () => {
    const place = runnerPlace();
    const plan = await runDoor(actionDoor, [], {
      cwd: place.workspace,
      env: { ...place.env, INPUT_MODE: "plan" },
      node: node(),
    });
    expect(plan.status).toBe(0);
    expect(JSON.parse(place.output().matrix ?? "")).toEqual({
      include: [
        { shard: "1/2", stages: "unit benchmark" },
        { shard: "2/2", stages: "parts" },
      ],
    });
    const explain = await runDoor(actionDoor, [], {
      cwd: place.workspace,
      env: { ...place.env, INPUT_MODE: "explain" },
      node: node(),
    });
    expect(explain.stdout).toContain("each measuring both arms itself");
  });
});

describe("the Action and what it does not trust", () => {
  const config = (run: string) =>
    `rollout: attack\nstages:\n  unit:\n    run: |\n      ${run.replaceAll("\n", "\n      ")}\n`;

  test("a stage gets no token and none of the runner's files, and its commands to the runner stay text", async () => {
    const place = runnerPlace({
      "gate.yml": config(
        'env | sort\necho "::set-output name=x::y"\necho "::add-mask::pass"\necho "x ##[error]y"\nprintf "::error::no line end"',
      ),
    });
    const { stdout, status } = await runDoor(actionDoor, [], {
      cwd: place.workspace,
      env: { ...place.env, INPUT_CONFIG: "gate.yml" },
    });
    expect({ status, because: place.report().verdict.because }).toMatchObject({ status: 0 });
    expect(stdout).not.toContain("ghs_canary");
    for (const name of ["GITHUB_ENV=", "GITHUB_OUTPUT=", "GITHUB_TOKEN="]) expect(stdout).not.toContain(name);
    // Every command that the runner would act on is our own: a group, its end, or the fence around foreign output.
    let fence: string | null = null;
    for (const line of stdout.split("\n")) {
      const stop = /^::stop-commands::(\w+)$/.exec(line);
      if (fence === null && stop !== null) fence = stop[1] ?? null;
      else if (fence !== null && line === `::${fence}::`) fence = null;
      else if (fence === null) expect(line).not.toMatch(/set-output|add-mask|no line end/);
      expect(line).not.toMatch(/##\[error\]/);
    }
    expect(fence).toBeNull();
  });

  test("what a stage wrote to the runner's files is undone, and the verdict is no GO", async () => {
    const place = runnerPlace({
      "gate.yml": config('for f in "$RUNNER_FILES"/*; do echo "PATH=/evil" >> "$f" || true; done'),
    });
    const files = join(place.workspace, "../runner");
    writeFileSync(
      join(place.workspace, "gate.yml"),
      config(`for f in "${files}/env" "${files}/path"; do echo "EVIL=1" >> "$f"; done`),
    );
    const { status } = await runDoor(actionDoor, [], {
      cwd: place.workspace,
      env: { ...place.env, INPUT_CONFIG: "gate.yml" },
    });
    expect(place.read("GITHUB_ENV")).toBe("");
    expect(place.read("GITHUB_PATH")).toBe("");
    expect(status).toBe(1);
    expect(place.report().verdict.decision).toBe("INCONCLUSIVE");
  });
});

describe("when the gate cannot work", () => {
  test.each([
    ["no config", { INPUT_CONFIG: "nowhere.yml" }, /nowhere\.yml could not be read/],
    ["a wrong input", { INPUT_MODE: "gait" }, /`mode` is/],
    ["a stage that is none", { INPUT_STAGES: "unti" }, /No stage is called unti/],
  ])("%s ends in 2, with an error that says so, and no verdict", async (_name, inputs, words) => {
    const place = runnerPlace();
    const { status, stdout } = await runDoor(actionDoor, [], {
      cwd: place.workspace,
      env: { ...place.env, ...inputs },
    });
    expect(status).toBe(2);
    expect(stdout).toMatch(/^::error /m);
    expect(stdout).toMatch(words);
    expect(place.output().verdict).toBeUndefined();
  });

  test("a config with mistakes is told with lines and carets, all at once", async () => {
    const place = runnerPlace({
      "bad.yml": "rollout: x\nstages:\n  a: { rn: true }\n  b: { run: true, timeout: 5 }\n",
    });
    const { status, stderr } = await runDoor(cliDoor, ["gate", "--config", "bad.yml"], { cwd: place.workspace });
    expect(status).toBe(2);
    expect(stderr).toMatch(/bad\.yml:3:\d+/);
    expect(stderr).toMatch(/bad\.yml:4:\d+/);
    expect(stderr).toContain("^");
  });
});

describe("a run that is cancelled", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s: evidence is written and nothing is left alive, within 7 s", async (signal, status) => {
    const mark = `${Date.now() % 1e6}.${process.pid}`;
    const place = runnerPlace({
      "gate.yml": `rollout: slow\nstages:\n  quick: { run: "true" }\n  slow:\n    needs: [quick]\n    run: |\n      trap '' TERM INT\n      (setsid sleep 9${mark} &)\n      echo started\n      sleep 9${mark}\n      sleep 9${mark}\n`,
    });
    const startMs = performance.now();
    const result = await runDoor(cliDoor, ["gate", "--config", "gate.yml"], {
      cwd: place.workspace,
      env: { GITHUB_WORKSPACE: place.workspace },
      signalAfter: { signal, ms: 2500 },
    });
    expect(performance.now() - startMs).toBeLessThan(2500 + 7000);
    expect(result.status).toBe(status);
    expect(place.evidence().cancelled).toBe(true);
    expect(place.evidence().stages.map((stage) => stage.status)).toEqual(["passed", "cancelled"]);
    const left = spawnSync("ps", ["-eo", "args"], { encoding: "utf8" }).stdout;
    expect(left).not.toContain(`sleep 9${mark}`);
    expect(existsSync(join(place.workspace, ".rollout-gate/report/report.json"))).toBe(true);
    expect(place.report().verdict.decision).toBe("INCONCLUSIVE");
  });

  test("what a killed gate has left alive is ended by the post step", async () => {
    const mark = `${Date.now() % 1e6}.${process.pid}`;
    const place = runnerPlace({
      "gate.yml": `rollout: slow\nstages:\n  slow: { run: "sleep 8${mark} & sleep 8${mark}" }\n`,
    });
    const killed = await runDoor(actionDoor, [], {
      cwd: place.workspace,
      env: { ...place.env, INPUT_CONFIG: "gate.yml" },
      signalAfter: { signal: "SIGKILL", ms: 2500 },
    });
    expect(killed.signal).toBe("SIGKILL");
    const alive = () => spawnSync("ps", ["-eo", "args"], { encoding: "utf8" }).stdout.includes(`sleep 8${mark}`);
    expect(alive()).toBe(true);
    const post = await runDoor(join(root, "dist/post/index.js"), [], { cwd: place.workspace, env: place.env });
    expect({ status: post.status, stderr: post.stderr }).toEqual({ status: 0, stderr: "" });
    expect(post.stdout).toContain("Ended");
    expect(alive()).toBe(false);
  });
});

describe("npm run demo", () => {
  test("ends in NO-GO when the new way is slower, and when it is wrong", async () => {
    for (const fault of ["slow", "wrong"]) {
      const { status, stdout } = await runDoor(join(root, "examples/quickstart/demo.mjs"), ["--quiet"], {
        env: { SHOP_FAULT: fault },
      });
      expect({ fault, status, noGo: stdout.includes("NO-GO") }).toEqual({ fault, status: 1, noGo: true });
    }
  });

  test("a part of the stages is never a GO", async () => {
    const place = runnerPlace();
    await runDoor(actionDoor, [], { cwd: place.workspace, env: { ...place.env, ...withoutBenchmark } });
    expect(place.report().verdict.decision).toBe("INCONCLUSIVE");
  });
});
