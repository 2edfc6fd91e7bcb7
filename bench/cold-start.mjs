// What `conclude` costs beyond starting Node: the bundled program on a finished evidence file against `node -e 0`, in turn.
// Limit: 120 ms, by first quartiles. Usage: node bench/cold-start.mjs [rounds]
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { firstQuartile, median, printLimit } from "./measure.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const cli = join(root, "dist/cli/index.js");
const action = join(root, "dist/action/index.js");
const config = join(root, "examples/quickstart/rollout-gate.yml");
const rounds = Number(process.argv[2] ?? 15);
const limitMs = 120;

const workspace = mkdtempSync(join(tmpdir(), "cold-start-"));
const env = { PATH: process.env.PATH, HOME: process.env.HOME, GITHUB_WORKSPACE: workspace };
cpSync(config, join(workspace, "gate.yml"));
cpSync(join(root, "examples/quickstart"), join(workspace, "examples/quickstart"), { recursive: true });

function time(args, more = {}) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: workspace,
    env: { ...env, ...more },
    encoding: "utf8",
  });
  const durationMs = performance.now() - start;
  if (status !== 0 && status !== 1) throw new Error(`node ${args.join(" ")} ended with ${status}:\n${stderr}`);
  return durationMs;
}

time([cli, "collect", "--config", "gate.yml", "--quiet"]);
const inputs = { INPUT_MODE: "conclude", INPUT_CONFIG: "gate.yml", GITHUB_ACTIONS: "true" };
const runs = { node: [], terminal: [], action: [] };
for (let round = 0; round < rounds; round++) {
  runs.node.push(time(["-e", "0"]));
  runs.terminal.push(time([cli, "conclude", "--config", "gate.yml", "--quiet"]));
  runs.action.push(time([action], inputs));
}
rmSync(workspace, { recursive: true, force: true });

const base = firstQuartile(runs.node);
console.log(`node -e 0: ${base.toFixed(0)} ms (first quartile of ${rounds}; median ${median(runs.node).toFixed(0)})`);
let ok = true;
for (const door of ["terminal", "action"]) {
  const own = firstQuartile(runs[door]);
  ok = printLimit(`conclude, ${door}`, own - base, limitMs, "ms above node -e 0") && ok;
  const medians = median(runs[door]) - median(runs.node);
  console.log(`     by medians ${medians.toFixed(0)} ms; ratio to node -e 0: ${(own / base).toFixed(2)}`);
}
process.exit(ok ? 0 : 1);
