// How much memory a stage's output costs, and how fast it is taken in. Run after `npx tsc -p tsconfig.build.json`:
//   node bench/stage-output.mjs [MiB]
// The limit: 1 GiB of output of any shape grows this program's resident memory by less than 64 MiB.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createProcesses } from "../build/system/create-processes.js";

const mebibytes = Number(process.argv[2] ?? 1024);
const bytes = mebibytes * 1024 * 1024;
const limitBytes = 64 * 1024 * 1024;
const shapes = [
  ["no newline at all", `head -c ${bytes} /dev/zero`],
  ["short lines", `yes 'a line of output as tests print them' | head -c ${bytes}`],
  ["not UTF-8", `head -c ${bytes} /dev/zero | tr '\\000' '\\377'`],
  ["both streams", `head -c ${bytes / 2} /dev/zero >&2 & head -c ${bytes / 2} /dev/zero; wait`],
];
const consumers = [
  ["at once", () => undefined],
  ["held back", () => new Promise((resolve) => setImmediate(resolve))],
];

const processes = createProcesses({ platform: process.platform });
const env = { PATH: process.env.PATH ?? "" };

async function floorMs(script) {
  const startedAt = performance.now();
  const child = spawn("bash", ["--norc", "-c", `{ ${script}; } 2>&1 | cat > /dev/null`], {
    stdio: "ignore",
  });
  await once(child, "exit");
  return performance.now() - startedAt;
}

async function take(script, consume) {
  let taken = 0;
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let highest = before;
  const watch = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss);
  }, 10);
  const startedAt = performance.now();
  const outcome = await processes.run({
    argv: ["bash", "--norc", "-c", script],
    directory: ".",
    env,
    input: null,
    timeoutMs: 300_000,
    onOutput: (piece) => {
      taken += piece.length;
      return consume();
    },
  });
  const durationMs = performance.now() - startedAt;
  clearInterval(watch);
  return { whole: taken === bytes && outcome.exit.code === 0, durationMs, growth: highest - before };
}

await take("head -c 16777216 /dev/zero", () => undefined); // warms the code up; its result is not used
let failed = false;
console.log(`${mebibytes} MiB a run; "ratio" is against the same pipeline into \`cat > /dev/null\``);
for (const [shape, script] of shapes) {
  const floor = await floorMs(script);
  for (const [consumer, consume] of consumers) {
    const { whole, durationMs, growth } = await take(script, consume);
    const passed = whole && growth < limitBytes;
    failed ||= !passed;
    console.log(
      `${passed ? "pass" : "FAIL"}  ${shape.padEnd(18)} ${consumer.padEnd(10)}`,
      `${(mebibytes / (durationMs / 1000)).toFixed(0).padStart(5)} MiB/s  ratio ${(durationMs / floor).toFixed(2)}`,
      ` memory +${(growth / 1048576).toFixed(1)} MiB (limit 64)${whole ? "" : "  bytes were lost"}`,
    );
  }
}
console.log(failed ? "FAIL: a limit was missed" : "pass: all limits kept");
process.exitCode = failed ? 1 : 0;
