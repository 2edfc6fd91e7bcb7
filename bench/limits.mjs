// Runs every benchmark that has a limit, one after the other, and fails when one is missed.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const benchmarks = [
  ["bench/cold-start.mjs"],
  ["bench/compare-speed.mjs"],
  ["bench/judge-speed.mjs"],
  ["bench/merge-shards.mjs"],
  ["bench/gate-overhead.mjs"],
  ["bench/stage-output.mjs"],
  ["bench/process-tree.mjs"],
  ["bench/junit.mjs"],
  ["bench/fuzz-readers.mjs", "2000"],
];

const missed = [];
for (const command of benchmarks) {
  console.log(`\n--- ${command.join(" ")}`);
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: "inherit" });
  if (status !== 0) missed.push(command[0]);
}
if (missed.length > 0) {
  console.error(`\nLimits missed: ${missed.join(", ")}`);
  process.exit(1);
}
console.log("\nAll limits are kept.");
