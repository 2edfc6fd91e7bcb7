// What `compare` costs beyond starting the program: 200 benchmarks with 1,000 rounds each, read and judged, against `--version`.
// Limit: 200 ms. The rounds are those of both sides together: 10 launches a side with 50 rounds each, in files as pytest-benchmark
// writes them. The second line, without a limit, is one file a side with 1,000 rounds in each: twice the rounds.
// Usage: node bench/compare-speed.mjs [rounds] [cli.js]; the bundle in dist/ where none is named
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { firstQuartile, median, printLimit } from "./measure.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const repeats = Number(process.argv[2] ?? 15);
const cli = resolve(process.argv[3] ?? join(root, "dist/cli/index.js"));
const benchmarks = 200;
const limitMs = 200;
/** What else is set may make Node itself start slower. */
const env = { PATH: process.env.PATH, HOME: process.env.HOME };

/** A fixed sequence, so that every run reads the same bytes. */
function sequence(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
}

/** A file as `pytest --benchmark-json` writes it, four spaces deep. */
function pytestFile(rounds, seed) {
  const random = sequence(seed);
  const list = Array.from({ length: benchmarks }, (_, index) => {
    const calm = 1e-4 * (1 + index / 50) * (1 + 0.01 * random());
    const data = Array.from({ length: rounds }, () => calm * (1 + 0.05 * random() * random()));
    const name = `test_operation_${index}`;
    const stats = { min: calm, max: calm * 1.05, mean: calm, median: calm, rounds, iterations: 1, data };
    return { group: null, name, fullname: `tests/bench_${index % 10}.py::${name}`, params: null, stats };
  });
  return JSON.stringify(
    { machine_info: { node: "bench" }, commit_info: {}, benchmarks: list, version: "4.0.0" },
    null,
    4,
  );
}

function writeFiles(folder, files, rounds) {
  const paths = { baseline: [], candidate: [] };
  let bytes = 0;
  for (const side of ["baseline", "candidate"]) {
    for (let file = 0; file < files; file++) {
      const path = join(folder, `${side}-${rounds}-${file}.json`);
      writeFileSync(path, pytestFile(rounds, file * 2 + (side === "baseline" ? 1 : 2)));
      bytes += statSync(path).size;
      paths[side].push(path);
    }
  }
  return { args: ["compare", "--criterion", "< +10 %", "--json", ...paths.baseline, "--", ...paths.candidate], bytes };
}

function time(args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [cli, ...args], { env, maxBuffer: 2 ** 28 });
  const durationMs = performance.now() - start;
  if (status !== 0 && status !== 1) throw new Error(`${args.slice(0, 4).join(" ")} ended with ${status}:\n${stderr}`);
  return durationMs;
}

const folder = mkdtempSync(join(tmpdir(), "compare-speed-"));
try {
  const launches = writeFiles(folder, 10, 50);
  const single = writeFiles(folder, 1, 1000);
  const runs = { start: [], launches: [], single: [] };
  for (let repeat = 0; repeat < repeats; repeat++) {
    runs.start.push(time(["--version"]));
    runs.launches.push(time(launches.args));
    runs.single.push(time(single.args));
  }
  const start = firstQuartile(runs.start);
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
  console.log(`start: ${start.toFixed(0)} ms (--version; first quartile of ${repeats})`);
  const beyond = (times) => firstQuartile(times) - start;
  const medians = (times) => `${(median(times) - median(runs.start)).toFixed(0)} by medians`;
  const name = `200 benchmarks, 20 launches with 50 rounds, ${megabytes(launches.bytes)}, ${medians(runs.launches)}`;
  const ok = printLimit(name, beyond(runs.launches), limitMs, "ms beyond the start");
  console.log(
    `     200 benchmarks, 2 launches with 1,000 rounds, ${megabytes(single.bytes)}: ${beyond(runs.single).toFixed(0)} ms, ${medians(runs.single)}`,
  );
  process.exitCode = ok ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
