import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { RolloutReport } from "../src/domain/rollout.ts";
import { cliDoor, root, runDoor } from "./run-program.ts";

const example = join(root, "examples/pytest");
const original = "# settings of mine\nuse_positions: false   # not yet\nother: [1, 2]\n";
let place = "";
let repo = "";
let home = "";

beforeAll(() => {
  const setup = spawnSync(process.execPath, [join(example, "scripts/setup.mjs")], { encoding: "utf8" });
  // Not a skip: without Python this suite cannot say anything, and must not look as if it had.
  if (setup.status !== 0) throw new Error(`The example could not be set up:\n${setup.stdout}\n${setup.stderr}`);
}, 300_000);

beforeEach(() => {
  forget();
  place = realpathSync(mkdtempSync(join(tmpdir(), "reversible-")));
  home = join(place, "home");
  repo = join(place, "repo");
  mkdirSync(join(home, ".docsearch"), { recursive: true });
  writeFileSync(settings(), original);
});

afterAll(forget);

function forget(): void {
  if (place !== "") rmSync(place, { recursive: true, force: true });
}

const settings = () => join(home, ".docsearch/settings.yaml");
const settingsText = () => readFileSync(settings(), "utf8");
const onText = original.replace("use_positions: false", "use_positions: true");

/** The example as a repository of its own: an older commit that does not know the flag, and the one that has it. */
function makeRepository(change: (config: string) => string = (config) => config): { readonly older: string } {
  const target = join(repo, "examples/pytest");
  mkdirSync(join(repo, "examples"), { recursive: true });
  const filter = (path: string) => !/\.venv|__pycache__|\.egg-info|\.pytest_cache/.test(path);
  cpSync(example, target, { recursive: true, filter });
  symlinkSync(join(example, ".venv"), join(target, ".venv"));
  writeFileSync(join(repo, ".gitignore"), ".venv\n__pycache__\n.pytest_cache\n.coverage\n.rollout-gate\n");
  const now = readFileSync(join(target, "docsearch/settings.py"), "utf8");
  writeFileSync(
    join(target, "docsearch/settings.py"),
    now.replace("return Settings(use_positions=value)", "return Settings()"),
  );
  const older = commit("before");
  writeFileSync(join(target, "docsearch/settings.py"), now);
  const config = join(target, "rollout-gate.yml");
  writeFileSync(config, change(fewer(readFileSync(config, "utf8"))).replaceAll("OLDER", older));
  commit("after");
  return { older };
}

/** Few launches: this is about turning on and off, not about how finely it is measured. */
const fewer = (config: string) =>
  config
    .replace("launches: 5..24", "launches: 6, warm-ups: 0")
    .replaceAll('"< +10 %"', '"< +400 %"')
    .replaceAll('"< +20 %"', '"< +500 %"');

function git(...args: readonly string[]): string {
  const who = ["-c", "user.name=x", "-c", "user.email=x@example.invalid"];
  const done = spawnSync("git", ["-C", repo, ...who, ...args], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`git ${args.join(" ")}: ${done.stderr}`);
  return done.stdout.trim();
}

function commit(message: string): string {
  if (!existsSync(join(repo, ".git"))) git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", message);
  return git("rev-parse", "HEAD");
}

async function run(mode: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const usual = [
    "--config",
    "examples/pytest/rollout-gate.yml",
    "--quiet",
    "--json",
    "--ledger",
    join(place, "ledger"),
  ];
  return runDoor(cliDoor, [mode, ...usual, ...args], {
    cwd: repo,
    env: {
      HOME: home,
      GITHUB_WORKSPACE: repo,
      PYTHONDONTWRITEBYTECODE: "1",
      // The installed package is the shared example's; this copy must come first.
      PYTHONPATH: join(repo, "examples/pytest"),
      ...env,
    },
  });
}

async function rollout(
  mode: "enable" | "rollback",
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
) {
  const result = await run(mode, args, env);
  if (!result.stdout.startsWith("{")) throw new Error(`${mode} said nothing:\n${result.stderr}`);
  const report: RolloutReport = JSON.parse(result.stdout);
  return { ...result, report };
}

async function gate(): Promise<void> {
  const { status, stdout, stderr } = await run("gate");
  if (status !== 0) throw new Error(`no GO:\n${stdout.slice(0, 2000)}\n${stderr}`);
}

/** Without the gate, which takes its time; the first test goes through it. */
async function turnedOn(): Promise<void> {
  const { status, report } = await rollout("enable", ["--override", "this suite is about what comes after"]);
  expect([status, report.ending, report.because]).toEqual([0, "enabled", expect.any(String)]);
  expect(settingsText()).toBe(onText);
}

describe("gate, enable, a regression, rollback", () => {
  test("by the flag, within seconds; the metric that led to it is held against what the gate measured", async () => {
    makeRepository();
    const refused = await rollout("enable");
    expect([refused.report.ending, refused.report.because]).toEqual([
      "refused",
      expect.stringMatching(/no verdict on/),
    ]);
    await gate();
    const { report: on } = await rollout("enable");
    expect([on.ending, settingsText()]).toEqual(["enabled", onText]);
    const { status, report, durationMs } = await rollout("rollback", ["--reason", "searching is slow"]);
    expect([status, report.ending, report.findings]).toEqual([0, "rolled back", []]);
    expect(durationMs).toBeLessThan(10_000);
    expect(settingsText()).toBe(original);
    const { report: onAgain } = await rollout("enable");
    expect(onAgain.ending).toBe("enabled");
    const { report: measured } = await rollout("rollback", ["--metric", "benchmark/find"]);
    const step = measured.steps.find(({ what }) => what === "measure benchmark/find again");
    expect(step?.detail).toMatch(/%.*after 6 launches a side/);
    const { report: again } = await rollout("rollback");
    expect([again.ending, again.because]).toEqual(["rolled back", "The flag is off already, and was read back."]);
    const ledger = readdirSync(join(place, "ledger"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".jsonl"))
      .map((name) => readFileSync(join(place, "ledger", name), "utf8"))
      .join("");
    for (const kind of ["gate-concluded", "flag-enabled", "rolled-back"]) expect(ledger).toContain(`"kind":"${kind}"`);
  });

  test("a regression that smoke tests see turns it back by itself", async () => {
    makeRepository();
    const { status, report } = await rollout("enable", ["--override", "to see what it says"], {
      DOCSEARCH_FAULT: "wrong",
    });
    expect([status, report.ending, report.flag]).toEqual([1, "turned back", "off"]);
    expect(report.because).toMatch(/validate failed/);
    expect(settingsText()).toBe(original);
  });

  test("by the backup, byte for byte", async () => {
    makeRepository();
    await turnedOn();
    writeFileSync(settings(), `${onText}stray: true\n`);
    const { status, report } = await rollout("rollback", ["--way", "backup"]);
    expect([status, report.ending]).toEqual([0, "rolled back"]);
    expect(settingsText()).toBe(original);
  });

  test("by the commit before, which does not know the flag", async () => {
    const { older } = makeRepository((config) =>
      config.replace("rollback: {", 'rollback: { to: OLDER, install: git checkout --quiet --detach "$VERSION",'),
    );
    await turnedOn();
    const now = git("rev-parse", "HEAD");
    const config = join(place, "rollout-gate.yml");
    cpSync(join(repo, "examples/pytest/rollout-gate.yml"), config);
    const { report } = await rollout("rollback", ["--way", "version"]);
    expect(report.steps.find(({ what }) => what.startsWith("go back"))).toMatchObject({ outcome: "done" });
    expect(git("rev-parse", "HEAD")).toBe(older);
    expect(report.flag).toBe("off");
    // F21: the one to go back to is now the one that runs.
    const again = await rollout("rollback", ["--way", "version", "--config", config]);
    expect(again.report.steps.find(({ what }) => what.startsWith("go back"))?.detail).toMatch(
      /is the running version, so going back to it would change nothing/,
    );
    expect(now).not.toBe(older);
  });
});

describe("the world as it is", () => {
  test("F4: a toggle script that lies is read back, undone and followed by the file", async () => {
    makeRepository((config) =>
      config.replace("  set:\n", "  set:\n    - script: { on: [sh, lie.sh], off: [sh, lie.sh] }\n"),
    );
    writeFileSync(
      join(repo, "lie.sh"),
      'echo "use_positions: no way" > "$HOME/.docsearch/settings.yaml"; echo "Status: ENABLED"\n',
    );
    commit("a script");
    const { report } = await rollout("enable", ["--override", "to see what it says"]);
    expect(report.ending).toBe("enabled");
    expect(report.steps.find(({ what }) => what === "set the flag on")?.detail).toMatch(/By script it did not work/);
    expect(settingsText()).toBe(onText);
  });

  test("F1: a flag that nobody reads is turned back, and said to be one", async () => {
    makeRepository((config) =>
      config
        .replace("key: use_positions }", "key: use_positons }")
        .replace("env: DOCSEARCH_USE_POSITIONS", "env: DOCSERACH_POSITIONS"),
    );
    const { report } = await rollout("enable", ["--override", "to see what it says"]);
    expect([report.ending, report.flag]).toEqual(["turned back", "off"]);
    expect(report.because).toMatch(/perhaps nothing in the program reads this flag/);
    expect(settingsText()).toBe(original);
  });

  test("F3: the text 'false' is not off", async () => {
    makeRepository();
    writeFileSync(settings(), original.replace("false", "'false'"));
    const { status, report } = await rollout("enable", ["--override", "to see what it says"]);
    expect([status, report.ending]).toEqual([1, "refused"]);
    expect(report.because).toMatch(/cannot be read.*'false'/);
  });

  test("F6: a home that differs is told, and another home's backup is refused", async () => {
    makeRepository();
    await turnedOn();
    const other = join(place, "other");
    mkdirSync(join(other, ".docsearch"), { recursive: true });
    writeFileSync(join(other, ".docsearch/settings.yaml"), onText);
    const { report } = await rollout("rollback", ["--way", "backup"], { HOME: other });
    expect(report.ending).toBe("failed");
    expect(report.steps.find(({ what }) => what === "put the files back")?.detail).toMatch(
      /was .*\/home\/\.docsearch\/settings\.yaml when the backup was made, and is .*\/other\//,
    );
    expect(report.notes).toContainEqual(expect.stringMatching(/from HOME; the user database says/));
    expect(settingsText()).toBe(onText);
  });

  test("a link in the settings file's place changes nothing", async () => {
    makeRepository();
    const elsewhere = join(place, "elsewhere.yaml");
    writeFileSync(elsewhere, original);
    rmSync(settings());
    symlinkSync(elsewhere, settings());
    const { status, report } = await rollout("enable", ["--override", "to see what it says"]);
    expect([status, report.ending]).toEqual([1, "refused"]);
    expect(report.because).toMatch(/is a link, and links are not followed/);
    expect(readFileSync(elsewhere, "utf8")).toBe(original);
  });

  test("a copy with a changed byte puts nothing back", async () => {
    makeRepository();
    await turnedOn();
    const backups = join(repo, ".rollout-gate/rollout/backups");
    const [id = ""] = readdirSync(backups);
    writeFileSync(join(backups, id, "1-settings.yaml"), original.replace("1, 2", "1, 3"));
    const { status, report } = await rollout("rollback", ["--way", "backup"]);
    expect([status, report.ending]).toEqual([2, "failed"]);
    expect(settingsText()).toBe(onText);
    expect(report.byHand.length).toBeGreaterThan(0);
  });
});
