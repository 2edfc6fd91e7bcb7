import { readdirSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Report } from "../src/domain/report.ts";
import type { RolloutReport } from "../src/domain/rollout.ts";
import {
  configFile,
  copyStory,
  forgetStories,
  git,
  inJob,
  inTerminal,
  ledgerOf,
  makeStory,
  original,
  production,
  regress,
  rollout,
  type Story,
  settingsOf,
  setUpExample,
  turnedOn,
  typed,
} from "./rollout-story.ts";
import { root } from "./run-program.ts";

/** The example's package, judged for real: each story below begins with the GO of this one's gate. */
let judged: Story;
let beforeTheGate: RolloutReport;

beforeAll(async () => {
  setUpExample();
  judged = makeStory();
  beforeTheGate = (await rollout(judged, "enable")).report;
  const { status, stdout, stderr } = await inTerminal(judged, "gate");
  if (status !== 0) throw new Error(`no GO:\n${stdout.slice(0, 2000)}\n${stderr}`);
}, 300_000);
afterAll(forgetStories);

const step = ({ steps }: RolloutReport, what: string) => steps.find((one) => one.what === what);
const outcomes = ({ steps }: RolloutReport) => steps.map(({ what, outcome }) => `${what}: ${outcome}`);
const wrong = "['one', 'two']";
const right = "['two']";
const lies = { TOGGLE: "lies" };

/** Turned on with the gate's GO; then something new in production makes the new way wrong. */
async function regressed(env: Readonly<Record<string, string>> = {}): Promise<{ story: Story; on: RolloutReport }> {
  const story = copyStory(judged);
  const { status, report } = await rollout(story, "enable", [], env);
  expect([status, report.ending, settingsOf(story), production(story)]).toEqual([0, "enabled", turnedOn, right]);
  regress(story);
  expect(production(story)).toBe(wrong);
  return { story, on: report };
}

/** Another config for a rollback, as somebody writes it who finds that the one at hand does not do. */
function configFor({ place, repo }: Story, change: (config: string) => string): readonly string[] {
  const path = join(place, "other.yml");
  writeFileSync(path, change(readFileSync(join(repo, configFile), "utf8")));
  return ["--config", path];
}

const toCommit = (commit: string) => (config: string) =>
  config
    .replace("to: 0.5.0", `to: ${commit}`)
    .replace('"v$VERSION"', '"$VERSION"')
    .replace(/ {2}running: .*\n/, "");

const verified = [
  "restart: done",
  "read the flag: done",
  "verify: smoke, unit: done",
  "look at the log ~/.docsearch/docsearch.log: done",
  "read the flag once more: done",
];

describe("gate, enable, a regression, rollback, verified", () => {
  test("without the gate's GO it is refused", async () => {
    expect([beforeTheGate.ending, beforeTheGate.because]).toEqual([
      "refused",
      `The ledger has no verdict on the commit ${git(judged.repo, "rev-parse", "HEAD").slice(0, 12)}. First run \`rollout-gate gate\` on this commit, or give an override that says why it may be turned on without.`,
    ]);
    expect(settingsOf(judged)).toBe(original);
  });

  test("by the command that stands in the README for who is on call, as it stands there, within ten seconds", async () => {
    const { story } = await regressed();
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const command = /## On call\n[\s\S]*?```sh\nrollout-gate (rollback --reason "[a-z ]+")/.exec(readme)?.[1] ?? "";
    const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? "");
    expect(words).toHaveLength(3);
    const { status, stdout, durationMs } = await typed(story, words);
    expect([status, production(story), settingsOf(story)]).toEqual([0, right, original]);
    expect(stdout).toMatch(/ROLLED BACK/);
    expect(durationMs).toBeLessThan(10_000);
  });

  test("by the flag's script: every step is seen, and the ledger tells the story", async () => {
    const { story, on } = await regressed();
    expect(step(on, "set the flag on")?.detail).toBe("by script; it reads on.");
    const { status, report } = await rollout(story, "rollback", ["--reason", "wrong answers"]);
    expect([status, report.ending, report.because, report.findings]).toEqual([
      0,
      "rolled back",
      "The flag is off by its own switch, and was read back.",
      [],
    ]);
    expect(outcomes(report)).toEqual(["back up 1 file: done", "turn the flag off: done", ...verified]);
    expect(step(report, "look at the log ~/.docsearch/docsearch.log")?.detail).toBe(
      "1 message of docsearch, and no error.",
    );
    expect([settingsOf(story), production(story)]).toEqual([original, right]);
    expect(ledgerOf(story)).toEqual([
      "gate-concluded: GO",
      "baseline-recorded",
      "flag-enabled by script",
      "rolled-back by flag, wrong answers",
    ]);
    const { report: again } = await rollout(story, "rollback");
    expect([again.ending, again.because]).toEqual(["rolled back", "The flag is off already, and was read back."]);
  });

  test("F4: by the file, where the script lies about turning it on and off; every comment stays", async () => {
    const { story, on } = await regressed(lies);
    expect(step(on, "set the flag on")?.detail).toBe(
      "by file ~/.docsearch/settings.yaml; it reads on. By script it did not work: The flag could not be read after the script that turns it on: use_positions: 'no way'.",
    );
    const { status, report } = await rollout(story, "rollback", [], lies);
    expect([status, report.ending, step(report, "turn the flag off")?.detail]).toEqual([
      0,
      "rolled back",
      "by file ~/.docsearch/settings.yaml.",
    ]);
    expect([settingsOf(story), production(story)]).toEqual([original, right]);
    const liar = await regressed();
    const { report: off } = await rollout(liar.story, "rollback", [], lies);
    expect([off.ending, step(off, "turn the flag off")?.detail]).toEqual([
      "rolled back",
      "by file ~/.docsearch/settings.yaml. By script it did not work: The flag could not be read after the script that turns it off: use_positions: 'no way'.",
    ]);
    expect(settingsOf(liar.story)).toBe(original);
  });

  test("by a variable for the later steps of a job, where the program's settings lie elsewhere", async () => {
    const story = copyStory(judged);
    const elsewhere = { ...lies, DOCSEARCH_HOME: join(story.place, "nowhere") };
    const on = await inJob(story, "enable", {}, elsewhere);
    expect([on.status, on.after.DOCSEARCH_USE_POSITIONS, settingsOf(story)]).toEqual([0, "true", original]);
    expect(step(on.report, "set the flag on")?.detail).toMatch(
      /^by env DOCSEARCH_USE_POSITIONS; it reads on\. By script it did not work: .*the script reported success and did not do its work, or the target reads the flag elsewhere\. By file ~\/\.docsearch\/settings\.yaml it did not work: .*the target may read another file or key, or take any text for true\.$/,
    );
    expect(on.report.findings).toEqual([
      expect.stringMatching(
        /^The state folder .* lies in the checkout, and actions\/checkout of the next job removes it/,
      ),
      "DOCSEARCH_USE_POSITIONS is set for the later steps of this job, and for nothing else.",
    ]);
    regress(story);
    expect(production(story, { ...on.after, ...elsewhere })).toBe(wrong);
    const off = await inJob(story, "rollback", on.after, elsewhere);
    expect([off.report.ending, off.report.findings]).toEqual([
      "rolled back with findings",
      ["DOCSEARCH_USE_POSITIONS is off for the later steps of this job, and for nothing else."],
    ]);
    expect(outcomes(off.report).slice(-verified.length)).toEqual(verified);
    expect(production(story, { ...off.after, ...elsewhere })).toBe(right);
  });

  test("by the version before; F21: never by the one that runs", async () => {
    const { story } = await regressed();
    const { status, report } = await rollout(story, "rollback", ["--way", "version"]);
    expect([status, report.ending, report.because]).toEqual([
      0,
      "rolled back",
      "The flag is off by going back to another version, and was read back.",
    ]);
    expect(outcomes(report)).toEqual(["back up 1 file: done", "go back to 0.5.0: done", ...verified]);
    expect([git(story.repo, "describe", "--tags"), production(story)]).toEqual(["v0.5.0", right]);
    // The settings still say on, which this version does not read.
    expect(settingsOf(story)).toBe(turnedOn);
    const again = await rollout(story, "rollback", ["--way", "version"]);
    expect([again.status, step(again.report, "go back to 0.5.0")]).toMatchObject([
      2,
      { outcome: "failed", detail: "0.5.0 is the running version, so going back to it would change nothing." },
    ]);
  });

  test("by the commit before; F21: never by the one that is checked out", async () => {
    const { story } = await regressed();
    const now = git(story.repo, "rev-parse", "HEAD");
    const same = await rollout(story, "rollback", ["--way", "version", ...configFor(story, toCommit(now))]);
    expect([same.status, same.report.ending, step(same.report, `go back to ${now}`)?.detail]).toEqual([
      2,
      "failed",
      `${now} is the running version, so going back to it would change nothing.`,
    ]);
    expect(production(story)).toBe(wrong);
    const back = await rollout(story, "rollback", ["--way", "version", ...configFor(story, toCommit(story.older))]);
    expect([back.status, back.report.ending]).toEqual([0, "rolled back"]);
    expect([git(story.repo, "rev-parse", "HEAD"), production(story)]).toEqual([story.older, right]);
  });

  test("by the backup, byte for byte, whatever was written meanwhile", async () => {
    const { story } = await regressed();
    writeFileSync(join(story.home, ".docsearch/settings.yaml"), `${turnedOn}stray: true\n`);
    const { status, report } = await rollout(story, "rollback", ["--way", "backup"]);
    expect([status, report.ending, report.because]).toEqual([
      0,
      "rolled back",
      "The flag is off by putting its files back, and was read back.",
    ]);
    expect(outcomes(report)).toEqual(["back up 1 file: done", "put the files back: done", ...verified]);
    expect([settingsOf(story), production(story)]).toEqual([original, right]);
  });

  test("by the next way where one does not do: the switch is broken, so the version goes back", async () => {
    const { story } = await regressed();
    // The script is gone, and the settings file is a link by now, over which nothing is written.
    rmSync(join(story.repo, "toggle.sh"));
    const at = join(story.home, ".docsearch/settings.yaml");
    renameSync(at, `${at}.real`);
    symlinkSync(`${at}.real`, at);
    const { status, report } = await rollout(story, "rollback");
    expect([report.ending, step(report, "go back to 0.5.0")?.outcome, production(story)]).toEqual([
      "rolled back with findings",
      "done",
      right,
    ]);
    expect(report.findings).toContainEqual(
      expect.stringMatching(/^Nothing was backed up before: .*is a link, and links/),
    );
    expect(status).toBe(1);
  });

  test("the metric that led to it is measured again, against what the gate measured before", async () => {
    const { story } = await regressed();
    const { report } = await rollout(story, "rollback", ["--metric", "benchmark/find"]);
    const again = step(report, "measure benchmark/find again");
    expect([report.ending, again?.outcome]).toEqual(["rolled back", "done"]);
    expect(again?.detail).toMatch(/%.*after 6 launches a side/);
  });

  test("a log with an error after the restart, and a smoke stage that fails, are findings; the flag is off all the same", async () => {
    const { story } = await regressed();
    writeFileSync(
      join(story.repo, "restart.sh"),
      `printf '%s\\n' "2026-01-05T11:00:00Z ERROR docsearch: no index" "Traceback (most recent call last):" >> "$HOME/.docsearch/docsearch.log"\n`,
    );
    writeFileSync(join(story.home, ".docsearch/production.env"), "exit 3\n");
    const { status, report } = await rollout(story, "rollback");
    expect([status, report.ending, report.flag, settingsOf(story)]).toEqual([
      1,
      "rolled back with findings",
      "off",
      original,
    ]);
    expect(report.findings).toEqual([
      expect.stringMatching(/^smoke: /),
      "The log ~/.docsearch/docsearch.log has errors of docsearch since the rollback began: 2026-01-05T11:00:00Z ERROR docsearch: no index.",
    ]);
  });
});

describe("the world as it is", () => {
  test("a regression that smoke tests see turns it back by itself", async () => {
    const story = copyStory(judged);
    regress(story);
    const { status, report } = await rollout(story, "enable");
    expect([status, report.ending, report.flag, report.because]).toEqual([
      1,
      "turned back",
      "off",
      "smoke tests failed: 1 critical check failed: smoke, it did not print \"['two']\".",
    ]);
    expect([settingsOf(story), production(story)]).toEqual([original, right]);
  });

  test("F1: a flag that nobody reads is no GO; turned on all the same, it is turned back, and said to be one", async () => {
    const story = makeStory((config) =>
      config
        .replace(/ {4}- script: .*\n/, "")
        .replace("key: use_positions }", "key: use_positons }")
        .replace("env: DOCSEARCH_USE_POSITIONS", "env: DOCSERACH_POSITIONS"),
    );
    const gate = await inTerminal(story, "gate");
    const { findings }: Report = JSON.parse(gate.stdout);
    expect(gate.status).toBe(1);
    expect(findings.filter(({ outcome }) => outcome !== "pass").map(({ subject }) => subject)).toContain("flag");
    const { report: refused } = await rollout(story, "enable");
    expect([refused.ending, refused.because]).toEqual([
      "refused",
      expect.stringMatching(/^The last verdict on .* is /),
    ]);
    const { report } = await rollout(story, "enable", ["--override", "to see what it says"]);
    expect([report.ending, report.flag, settingsOf(story)]).toEqual(["turned back", "off", original]);
    expect(report.because).toMatch(
      /^The target obeys no way to set the flag\. .* Whatever is set, it reads the same: perhaps nothing in the program reads this flag\.$/,
    );
  });

  test("F3: the text 'false' is not off", async () => {
    const story = copyStory(judged);
    const quoted = original.replace("false", "'false'");
    writeFileSync(join(story.home, ".docsearch/settings.yaml"), quoted);
    const { status, report } = await rollout(story, "enable");
    expect([status, report.ending, report.because]).toEqual([
      1,
      "refused",
      "The flag cannot be read, so it could not be seen to be on: use_positions: 'false'.",
    ]);
    expect(settingsOf(story)).toBe(quoted);
  });

  test("F6: a home that differs is told, and another home's backup is refused", async () => {
    const { story } = await regressed();
    const other = copyStory(judged);
    writeFileSync(join(other.home, ".docsearch/settings.yaml"), turnedOn);
    const { status, report } = await rollout(story, "rollback", ["--way", "backup"], { HOME: other.home });
    expect([status, report.ending]).toEqual([2, "failed"]);
    expect(step(report, "put the files back")?.detail).toBe(
      `~/.docsearch/settings.yaml was ${story.home}/.docsearch/settings.yaml when the backup was made, and is ${other.home}/.docsearch/settings.yaml now.`,
    );
    expect(report.notes).toContain(
      `"~" is ${other.home} here, from HOME; the user database says ${userInfo().homedir}, and a program that asks it looks there.`,
    );
    expect([settingsOf(story), settingsOf(other)]).toEqual([turnedOn, turnedOn]);
  });

  test("a link in the settings file's place changes nothing", async () => {
    const story = copyStory(judged);
    const at = join(story.home, ".docsearch/settings.yaml");
    renameSync(at, join(story.place, "elsewhere.yaml"));
    symlinkSync(join(story.place, "elsewhere.yaml"), at);
    const { status, report } = await rollout(story, "enable");
    expect([status, report.ending]).toEqual([1, "refused"]);
    expect(report.because).toMatch(/is a link, and links are not followed/);
    expect(readFileSync(join(story.place, "elsewhere.yaml"), "utf8")).toBe(original);
  });

  test("a copy with a changed byte puts nothing back", async () => {
    const { story } = await regressed();
    const backups = join(realpathSync(story.repo), ".rollout-gate/rollout/backups");
    const [id = ""] = readdirSync(backups);
    writeFileSync(join(backups, id, "1-settings.yaml"), original.replace("1, 2", "1, 3"));
    const { status, report } = await rollout(story, "rollback", ["--way", "backup"]);
    expect([status, report.ending, settingsOf(story)]).toEqual([2, "failed", turnedOn]);
    expect(step(report, "put the files back")?.detail).toMatch(/is not what was backed up|checksum/);
    expect(report.byHand.length).toBeGreaterThan(0);
  });
});
