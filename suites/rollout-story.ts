import { spawnSync } from "node:child_process";
import {
  appendFileSync,
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
import type { LedgerEvent } from "../src/domain/ledger.ts";
import type { RolloutReport } from "../src/domain/rollout.ts";
import { actionDoor, cliDoor, root, runDoor } from "./run-program.ts";

const example = join(root, "examples/pytest");
const inRepo = "examples/pytest";
/** Where the program looks for it by itself. */
export const configFile = ".github/rollout-gate.yml";

/** The settings file of the team, before anything is done. */
export const original = "# settings of ours\nuse_positions: false   # not yet\nother: [1, 2]\n";
export const turnedOn = original.replace("use_positions: false", "use_positions: true");

/** A toggle script as teams have them. TOGGLE=lies: it drops the comments, writes no value, and reports success (F4). */
const toggle = `settings="$HOME/.docsearch/settings.yaml"
case "$TOGGLE" in
  lies) echo "use_positions: no way" > "$settings"; echo "Status: ENABLED";;
  *) sed "s/^use_positions: [a-z]*/use_positions: $1/" "$settings" > "$settings.new" && mv "$settings.new" "$settings";;
esac
`;

/** The program begins anew, and says so in its log. */
const restart = `echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) INFO docsearch: begun anew, 0 errors so far" >> "$HOME/.docsearch/docsearch.log"
`;

const python = `${inRepo}/.venv/bin/python`;
/** One question to the program in the environment that production has. The right answer is ['two']. */
const ask = `. "$HOME/.docsearch/production.env"; .venv/bin/python -c "from docsearch import Searcher; print(Searcher({'one': 'c b', 'two': 'b c'}).find('b c'))"`;

/**
 * The example's own config with what a team adds to it: its script, its log, a way back to a version, a smoke stage that looks at
 * production. Few launches, and wide limits: this is about turning on and off, not about how finely it is measured.
 */
function storyConfig(): string {
  return readFileSync(join(example, "rollout-gate.yml"), "utf8")
    .replace("launches: 5..24", "launches: 6, warm-ups: 0")
    .replaceAll('"< +10 %"', '"< +400 %"')
    .replaceAll('"< +20 %"', '"< +500 %"')
    .replace("  set:\n", `  set:\n    - script: { on: [sh, toggle.sh, "true"], off: [sh, toggle.sh, "false"] }\n`)
    .replace(
      / {2}smoke:\n[\s\S]*?arms: as-is\n/,
      `  smoke:\n    dir: ${inRepo}\n    run: |\n      ${ask}\n    expect: { output: "['two']" }\n    arms: as-is\n`,
    )
    .replace(
      "rollback: {",
      `rollback:
  to: 0.5.0
  install: git checkout --quiet --detach "v$VERSION"
  running: ${python} -c "import docsearch; print(docsearch.__version__)"
  restart: [sh, restart.sh]
  log: { path: ~/.docsearch/docsearch.log, component: docsearch }
  `.trimEnd(),
    )
    .replace(/ verify: \[smoke, unit\], within: 1 min \}/, "\n  verify: [smoke, unit]\n  within: 1 min")
    .concat("ledger: { folder: ~/ledger }\n");
}

/** A repository of the example's package with a version before the flag, a home, and a ledger. */
export interface Story {
  readonly place: string;
  readonly repo: string;
  readonly home: string;
  /** The commit of version 0.5.0, which does not know the flag. */
  readonly older: string;
}

const folders: string[] = [];

function newPlace(): string {
  const place = realpathSync(mkdtempSync(join(tmpdir(), "rollout-story-")));
  folders.push(place);
  return place;
}

export function forgetStories(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Sets the example up, once for all stories. @throws without Python: the suite must not look as if it had said something */
export function setUpExample(): void {
  const setup = spawnSync(process.execPath, [join(example, "scripts/setup.mjs")], { encoding: "utf8" });
  if (setup.status !== 0) throw new Error(`The example could not be set up:\n${setup.stdout}\n${setup.stderr}`);
}

/** @param change of the config */
export function makeStory(change: (config: string) => string = (config) => config): Story {
  const place = newPlace();
  const [repo, home] = [join(place, "repo"), join(place, "home")];
  const target = join(repo, inRepo);
  mkdirSync(join(repo, "examples"), { recursive: true });
  mkdirSync(join(home, ".docsearch"), { recursive: true });
  const filter = (path: string) => !/\.venv|__pycache__|\.egg-info|\.pytest_cache/.test(path);
  cpSync(example, target, { recursive: true, filter });
  symlinkSync(join(example, ".venv"), join(target, ".venv"));
  const write = (name: string, text: string) => writeFileSync(join(repo, name), text);
  const edit = (name: string, from: string | RegExp, to: string) => {
    const text = readFileSync(join(target, name), "utf8");
    if (text.replace(from, to) === text) throw new Error(`${name} has no ${from}`);
    writeFileSync(join(target, name), text.replace(from, to));
  };
  write(".gitignore", ".venv\n__pycache__\n.pytest_cache\n.coverage\n.rollout-gate\n");
  write("toggle.sh", toggle);
  write("restart.sh", restart);
  mkdirSync(join(repo, ".github"));
  write(configFile, change(storyConfig()));
  const [init, settings, tests] = ["docsearch/__init__.py", "docsearch/settings.py", "tests/unit/test_search.py"].map(
    (name) => [name, readFileSync(join(target, name), "utf8")] as const,
  );
  edit("docsearch/__init__.py", '"0.6.0"', '"0.5.0"');
  edit("docsearch/settings.py", "return Settings(use_positions=value)", "return Settings()");
  edit("tests/unit/test_search.py", /\n\ndef test_settings_come_from_the_environment[\s\S]*$/, "");
  const older = commit(repo, "Version 0.5.0");
  git(repo, "tag", "v0.5.0");
  for (const [name, text] of [init, settings, tests].flatMap((one) => (one === undefined ? [] : [one])))
    writeFileSync(join(target, name), text);
  commit(repo, "A second way to search, behind a flag");
  writeFileSync(join(home, ".docsearch/settings.yaml"), original);
  writeFileSync(join(home, ".docsearch/production.env"), "export DOCSEARCH_FAULT=none\n");
  writeFileSync(join(home, ".docsearch/docsearch.log"), "2026-01-05T09:00:00Z ERROR docsearch: long ago\n");
  return { place, repo, home, older };
}

/** The same again, as far as it has come: a story goes on in several ways. */
export function copyStory({ place: from, older }: Story): Story {
  const place = newPlace();
  for (const name of readdirSync(from)) cpSync(join(from, name), join(place, name), { recursive: true });
  return { place, repo: join(place, "repo"), home: join(place, "home"), older };
}

export function git(repo: string, ...args: readonly string[]): string {
  const who = ["-c", "user.name=x", "-c", "user.email=x@example.invalid"];
  const done = spawnSync("git", ["-C", repo, ...who, ...args], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`git ${args.join(" ")}: ${done.stderr}`);
  return done.stdout.trim();
}

function commit(repo: string, message: string): string {
  if (!existsSync(join(repo, ".git"))) git(repo, "init", "-q", "-b", "main");
  git(repo, "add", "-A");
  git(repo, "commit", "-qm", message);
  return git(repo, "rev-parse", "HEAD");
}

type Variables = Readonly<Record<string, string>>;

const environment = ({ home, repo }: Story): Variables => ({
  HOME: home,
  GITHUB_WORKSPACE: repo,
  PYTHONDONTWRITEBYTECODE: "1",
  // The installed package is the shared example's; this copy must come first.
  PYTHONPATH: join(repo, inRepo),
});

/** The program in a terminal. */
export function inTerminal(story: Story, mode: string, args: readonly string[] = [], env: Variables = {}) {
  return typed(story, [mode, "--quiet", "--json", ...args], env);
}

/** The program as a person calls it, in the repository's folder. */
export function typed(story: Story, words: readonly string[], env: Variables = {}) {
  return runDoor(cliDoor, words, { cwd: story.repo, env: { ...environment(story), ...env } });
}

export async function rollout(
  story: Story,
  mode: "enable" | "rollback",
  args: readonly string[] = [],
  env: Variables = {},
) {
  const result = await inTerminal(story, mode, args, env);
  if (!result.stdout.startsWith("{")) throw new Error(`${mode} said nothing:\n${result.stderr}`);
  const report: RolloutReport = JSON.parse(result.stdout);
  return { ...result, report };
}

/** The program as a step of a job, and what the runner gives to the steps after it. */
export async function inJob(story: Story, mode: "enable" | "rollback", before: Variables, env: Variables = {}) {
  const runner = join(story.place, "runner");
  mkdirSync(runner, { recursive: true });
  const [variables, event] = [join(runner, "env"), join(runner, "event.json")];
  const repository = { full_name: "octo-org/docsearch", default_branch: "main" };
  writeFileSync(event, JSON.stringify({ repository }));
  writeFileSync(variables, "");
  const { status, stdout } = await runDoor(actionDoor, [], {
    cwd: story.repo,
    env: {
      ...environment(story),
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_REPOSITORY: repository.full_name,
      GITHUB_RUN_ID: "4711",
      GITHUB_RUN_ATTEMPT: "1",
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_EVENT_NAME: "workflow_dispatch",
      GITHUB_EVENT_PATH: event,
      GITHUB_REF: "refs/heads/main",
      GITHUB_SHA: git(story.repo, "rev-parse", "HEAD"),
      GITHUB_ENV: variables,
      RUNNER_TEMP: runner,
      INPUT_MODE: mode,
      INPUT_REASON: "searching gives wrong answers",
      ...before,
      ...env,
    },
  });
  const text = readFileSync(join(story.repo, ".rollout-gate/report/rollout.json"), "utf8");
  const report: RolloutReport = JSON.parse(text);
  const given = [...readFileSync(variables, "utf8").matchAll(/^(\w+)<<(.+)\n([\s\S]*?)\n\2$/gm)];
  const after = { ...before, ...Object.fromEntries(given.map(([, name = "", , value = ""]) => [name, value])) };
  return { status, stdout, report, after };
}

/** What the program answers in production. */
export function production({ repo, home }: Story, env: Variables = {}): string {
  const done = spawnSync("sh", ["-c", ask], {
    cwd: join(repo, inRepo),
    env: { PATH: process.env.PATH, ...environment({ repo, home, place: "", older: "" }), ...env },
    encoding: "utf8",
  });
  return done.stdout.trim() || done.stderr;
}

/** What is new in production makes the new way to search wrong; the old one goes on as before. */
export function regress({ home }: Story): void {
  writeFileSync(join(home, ".docsearch/production.env"), "export DOCSEARCH_FAULT=wrong\n");
  appendFileSync(join(home, ".docsearch/docsearch.log"), "2026-01-05T10:00:00Z ERROR docsearch: wrong order\n");
}

export const settingsOf = ({ home }: Story): string => readFileSync(join(home, ".docsearch/settings.yaml"), "utf8");

/** What the ledger has of it, in order, in a few words each. */
export function ledgerOf({ home }: Story): readonly string[] {
  const folder = join(home, "ledger");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".jsonl"));
  const lines = files.flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"));
  return lines.flatMap((line) => {
    const event: LedgerEvent = JSON.parse(line);
    // Each file begins with a line about itself.
    if (event.kind === undefined) return [];
    if (event.kind === "gate-concluded") return [`${event.kind}: ${event.decision}`];
    if (event.kind === "flag-enabled") return [`${event.kind} by ${event.way}`];
    return event.kind === "rolled-back" ? [`${event.kind} by ${event.way}, ${event.reason}`] : [event.kind];
  });
}
