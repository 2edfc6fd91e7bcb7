// What the gate adds to what its stages take: a config with one stage that sleeps against the bare sleep, in turn.
// Limit: 0.3 s. Usage: node bench/gate-overhead.mjs [rounds]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median, printLimit } from "./measure.mjs";

const cli = fileURLToPath(new URL("../dist/cli/index.js", import.meta.url));
const rounds = Number(process.argv[2] ?? 9);
const limitMs = 300;
const workspace = mkdtempSync(join(tmpdir(), "gate-overhead-"));
const env = { PATH: process.env.PATH, HOME: process.env.HOME, GITHUB_WORKSPACE: workspace };
const junit = '<testsuite name="s" tests="1"><testcase classname="c" name="a" time="0.1"/></testsuite>';
writeFileSync(join(workspace, "unit.xml"), junit);
const work = "sleep 0.5";
writeFileSync(
  join(workspace, "gate.yml"),
  `rollout: overhead\nstages:\n  unit:\n    run: ${work} && cp unit.xml $EVIDENCE/unit.xml\n    tests: unit.xml\n`,
);

function time(program, args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(program, args, { cwd: workspace, env, encoding: "utf8" });
  const durationMs = performance.now() - start;
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}:\n${stderr}`);
  return durationMs;
}

const bare = [];
const gated = [];
for (let round = 0; round < rounds; round++) {
  bare.push(time("bash", ["-c", work]));
  gated.push(time(process.execPath, [cli, "gate", "--config", "gate.yml", "--quiet"]));
}
rmSync(workspace, { recursive: true, force: true });
console.log(`stages alone ${median(bare).toFixed(0)} ms, gated ${median(gated).toFixed(0)} ms (median of ${rounds})`);
console.log(`  ratio: ${(median(gated) / median(bare)).toFixed(2)}`);
process.exit(printLimit("the gate adds", median(gated) - median(bare), limitMs, "ms") ? 0 : 1);
