// Whether anything of a stage outlives it. Run after `npx tsc -p tsconfig.build.json`, on Linux:
//   node bench/process-tree.mjs [RUNS]
// The limit: stages that fork, fork twice, leave session and group, ignore SIGTERM, close their output, clear their environment or
// keep forking leave 0 processes in 100 runs of 100, whether they end by themselves, run out of time or are cancelled.
import { spawn } from "node:child_process";
import { once as exited } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createProcesses } from "../build/system/create-processes.js";

const runs = Number(process.argv[2] ?? 100);
const sideBySide = 4;
const stopLimitMs = 5000;

if (process.platform !== "linux") {
  console.log("FAIL: this measures by /proc, which only Linux has");
  process.exit(1);
}

// `sleep SECONDS.MARK` carries the run's own mark where no environment can hide it.
const wild = (mark) => `
  trap '' TERM
  sleep ${mark} &
  (setsid sleep ${mark} >&- 2>&- <&- &)
  ( ( setsid bash -c 'trap "" TERM; sleep ${mark} & sleep ${mark}; :' >/dev/null 2>&1 & ) & )
  setsid bash -c 'while :; do sleep ${mark} & sleep 0.02; kill -9 $!; done; : ${mark}' >/dev/null 2>&1 &
  env -i "$(command -v setsid)" sleep ${mark} &
  sleep 0.15`;
const endings = [
  ["ends by itself", (mark) => wild(mark), {}],
  ["runs out of time", (mark) => `${wild(mark)}; sleep ${mark}`, { timeoutMs: 300 }],
  ["is cancelled", (mark) => `${wild(mark)}; sleep ${mark}`, { cancelAfterMs: 300 }],
];

/** Counted apart from the code under test: by command line, zombies left out. */
function alive(mark) {
  return readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return false;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "latin1");
      const state = stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
      return state !== "Z" && state !== "X" && readFileSync(`/proc/${name}/cmdline`, "latin1").includes(mark);
    } catch {
      return false;
    }
  });
}

const env = { PATH: process.env.PATH ?? "" };
const quiet = () => undefined;

async function once(number, script, { timeoutMs = 30_000, cancelAfterMs = null }) {
  const mark = `8640${number % 10}.${process.pid}${String(number).padStart(5, "0")}`;
  const processes = createProcesses({ platform: "linux" });
  const control = new AbortController();
  const timer = cancelAfterMs === null ? null : setTimeout(() => control.abort(), cancelAfterMs);
  const startedAt = performance.now();
  const outcome = await processes.run({
    argv: ["bash", "--norc", "-c", script(mark)],
    directory: "/",
    env,
    input: null,
    timeoutMs,
    signal: control.signal,
    onOutput: quiet,
  });
  if (timer !== null) clearTimeout(timer);
  const left = alive(mark);
  for (const pid of left) process.kill(Number(pid), "SIGKILL");
  return { left: left.length, strays: outcome.strays, totalMs: performance.now() - startedAt };
}

async function many(count, one) {
  const results = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: sideBySide }, async () => {
      while (next < count) results.push(await one(next++));
    }),
  );
  return results;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

let failed = false;
let offset = 0;
for (const [name, script, options] of endings) {
  const base = offset;
  const results = await many(runs, (number) => once(base + number, script, options));
  offset += runs;
  const left = results.reduce((sum, result) => sum + result.left, 0);
  const clean = results.filter((result) => result.left === 0).length;
  const stopMs = results.map((result) => result.totalMs - 300);
  const late = name !== "ends by itself" && Math.max(...stopMs) > stopLimitMs;
  failed ||= left > 0 || late;
  console.log(
    `${left > 0 || late ? "FAIL" : "pass"}  ${name.padEnd(17)} ${clean} of ${runs} runs left nothing (${left} processes in all);`,
    `ending took ${median(stopMs).toFixed(0)} ms (median), ${Math.max(...stopMs).toFixed(0)} ms at most (limit ${stopLimitMs})`,
  );
}

// Needs util-linux' prlimit, whose mark no clearing of the environment removes (docs/platforms.md).
const daemon = (mark) => `env -i "$(command -v setsid)" -f sleep ${mark} >&- 2>&- <&-`;
const daemons = await many(runs, (number) => once(offset + number, daemon, {}));
const caught = daemons.filter((result) => result.left === 0).length;
failed ||= caught < runs;
console.log(
  `${caught < runs ? "FAIL" : "pass"}  a daemon with a cleared environment and closed output: ended in ${caught} of ${runs} runs`,
);

async function oneByOne(count, one) {
  const times = [];
  for (let number = 0; number < count; number += 1) times.push(await one(number));
  return median(times);
}
const floor = await oneByOne(20, async () => {
  const startedAt = performance.now();
  await exited(spawn("bash", ["--norc", "-c", "true"], { stdio: "ignore" }), "exit");
  return performance.now() - startedAt;
});
const bare = await oneByOne(20, async (number) => (await once(offset + runs + number, () => "true", {})).totalMs);
console.log(
  `info  a stage that does nothing takes ${bare.toFixed(1)} ms, bare ${floor.toFixed(1)} ms, ratio ${(bare / floor).toFixed(1)};`,
  "limit of what the gate adds: 300 ms",
);
failed ||= bare - floor > 300;

console.log(failed ? "FAIL: a limit was missed" : "pass: all limits kept");
process.exitCode = failed ? 1 : 0;
