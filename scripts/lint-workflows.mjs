// Runs actionlint and zizmor over the project's workflows, the Action itself and every workflow in the docs and examples.
//   node scripts/lint-workflows.mjs
// Both are installed once below node_modules/.cache/, actionlint by Go and zizmor by pip; nothing of them is in the repository. What is looked at
// stays on this machine: zizmor runs offline.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const actionlintVersion = "v1.7.12";
const zizmorVersion = "1.32.0";

const root = fileURLToPath(new URL("../", import.meta.url));
const cache = join(root, "node_modules", ".cache", "workflow-linters");
const isWindows = process.platform === "win32";
const tools = join(cache, `actionlint-${actionlintVersion}`);
const actionlint = join(tools, isWindows ? "actionlint.exe" : "actionlint");
const venv = join(cache, `zizmor-${zizmorVersion}`);
const venvBin = join(venv, isWindows ? "Scripts" : "bin");
const zizmor = join(venvBin, isWindows ? "zizmor.exe" : "zizmor");

/** Ends the program when a command cannot be run or fails: a check that did not run is not a check that passed. */
function run(command, args, { env = {}, directory = root } = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: directory,
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  if (status === 0) return;
  const why = error === undefined ? `ended with ${status}` : `could not be run: ${error.message}`;
  console.error(`\n${command} ${args[0] ?? ""} ${why}`);
  process.exit(1);
}

function install() {
  mkdirSync(cache, { recursive: true });
  if (!existsSync(actionlint)) {
    run("go", ["install", `github.com/rhysd/actionlint/cmd/actionlint@${actionlintVersion}`], {
      env: { GOBIN: tools },
      directory: cache,
    });
  }
  if (!existsSync(zizmor)) {
    run(isWindows ? "python" : "python3", ["-m", "venv", venv]);
    run(join(venvBin, isWindows ? "python.exe" : "python"), [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      `zizmor==${zizmorVersion}`,
    ]);
  }
}

/** Every fenced block of a page that is a workflow, as a file of its own. */
function workflowsIn(page) {
  const blocks = [...readFileSync(join(root, page), "utf8").matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(
    ([, text]) => text,
  );
  const workflows = blocks
    .filter((text) => /^jobs:/m.test(text))
    .map((text) => (/^on:/m.test(text) ? text : `on: pull_request\n${text}`));
  return workflows.map((text, at) => ({
    name: `${page.replaceAll(/[\\/.]/g, "-")}-${at + 1}.yml`,
    // What readers fill in.
    text: text.replaceAll("OWNER/rollout-gate@COMMIT", `octo-org/rollout-gate@${"0123456789".repeat(4)}`),
  }));
}

function pages() {
  const below = readdirSync(join(root, "docs"), { recursive: true }).map((name) => join("docs", String(name)));
  return ["README.md", ...below].filter((name) => name.endsWith(".md")).sort();
}

/** A folder that looks like a repository's, so that both tools take the files for what they are. */
function writeDocumented() {
  const folder = join(cache, "documented", ".github", "workflows");
  rmSync(join(cache, "documented"), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const examples = join(root, "examples", "workflows");
  // What `init` writes, as its test expects it.
  const golden = join(root, "__tests__", "report", "golden");
  const setups = readdirSync(golden).filter((name) => /^setup-.*-rollout-\w+\.yml$/.test(name));
  if (setups.length === 0) throw new Error("There are no workflows of init.");
  const checklist = join(root, "examples", "victor", ".github", "workflows");
  const files = [
    ...pages().flatMap(workflowsIn),
    ...readdirSync(checklist).map((name) => ({
      name: `victor-${name}`,
      text: readFileSync(join(checklist, name), "utf8").replaceAll(
        "OWNER/rollout-gate@COMMIT",
        `octo-org/rollout-gate@${"0123456789".repeat(4)}`,
      ),
    })),
    ...(existsSync(examples) ? readdirSync(examples) : []).map((name) => ({
      name: `example-${name}`,
      text: readFileSync(join(examples, name), "utf8").replaceAll(
        "OWNER/rollout-gate@COMMIT",
        `octo-org/rollout-gate@${"0123456789".repeat(4)}`,
      ),
    })),
    ...setups.map((name) => ({
      name,
      text: readFileSync(join(golden, name), "utf8").replaceAll(
        "OWNER/rollout-gate@COMMIT",
        `octo-org/rollout-gate@${"0123456789".repeat(4)}`,
      ),
    })),
  ];
  for (const { name, text } of files) writeFileSync(join(folder, name), text);
  return files.map(({ name }) => join(folder, name));
}

function own() {
  const folder = join(root, ".github", "workflows");
  return readdirSync(folder).map((name) => join(folder, name));
}

install();
const documented = writeDocumented();
if (documented.length === 0 || own().length === 0) {
  console.error("There are no workflows to look at.");
  process.exit(1);
}
/** Runners of one's own that the docs speak of. */
const ownRunners = ["production"];
const settings = join(cache, "actionlint.yaml");
writeFileSync(settings, `self-hosted-runner:\n  labels: [${ownRunners.join(", ")}]\n`);
// Scripts inside of workflows are short, and checking them would need two more programs.
run(actionlint, ["-no-color", "-config-file", settings, "-shellcheck=", "-pyflakes=", ...own(), ...documented]);
run(zizmor, [
  "--offline",
  "--no-progress",
  "--quiet",
  "--strict-collection",
  ...own(),
  join(root, "action.yml"),
  ...documented,
]);
console.log(
  `actionlint ${actionlintVersion} and zizmor ${zizmorVersion}: ${own().length} workflows of the project and ${documented.length} in its docs and examples are clean.`,
);
