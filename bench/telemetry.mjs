// What reading telemetry costs. Linux; run after `node scripts/build.mjs --emit`:
//   node bench/telemetry.mjs [EVENT LINES] [GIGABYTES OF THE STREAM]
// One core, one run: the programs take turns, and the least processor time of each counts, since others on the machine only ever add. `jq`
// is installed with apt-get when it is not there. Limits, each for logs of several shapes:
// - event logs at least 12 times the speed of `jq '.latency' | awk`, start of the program included;
// - text logs at least as fast as `grep -c` for the same levels divided by three, start of an empty program left out;
// - a stream of 10 GB in less than 96 MB of memory, at a cost that grows with its length.
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { printLimit } from "./measure.mjs";
import { eventLines, firstSecond, otherEventLines, sequence, textLines } from "./telemetry/generate.mjs";

const lines = Number(process.argv[2] ?? 2_000_000);
const gigabytes = Number(process.argv[3] ?? 10);
const repeats = 3;
const reader = fileURLToPath(new URL("telemetry/read.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "bench-telemetry-"));
const has = (program) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
const pinned = has("taskset") ? ["taskset", "-c", "0"] : [];

if (!has("jq")) spawnSync("apt-get", ["install", "-y", "-qq", "jq"], { stdio: "ignore" });

/** A file of so many lines, written in pieces. */
function writeLog(name, lines, make) {
  const path = join(folder, name);
  const file = openSync(path, "w");
  const random = sequence(3);
  const piece = 20_000;
  for (let done = 0; done < lines; done += piece)
    writeSync(file, make(Math.min(piece, lines - done), random, firstSecond + done / 10));
  closeSync(file);
  return path;
}

/** Runs a program on one core. Its processor time is what counts: others may be at work on the same machine. */
function run(argv) {
  const script = 'TIMEFORMAT="%U %S"; time "$@"';
  const [program, ...args] = [...pinned, "bash", "-c", script, "bash", ...argv];
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0 && status !== 1) throw new Error(`${argv.join(" ")} ended with ${status}: ${stderr}`);
  const seconds = (stderr.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return { tookMs: Math.max(1, 1000 * (seconds[0] + seconds[1])), stdout };
}

const shell = (script) => ["sh", "-c", script];
const ours = (kind, path) => [process.execPath, reader, kind, path];

/** The least times of programs that take turns, so that a busy moment hits all of them. */
function race(programs) {
  const ms = {};
  const outputs = {};
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [name, argv] of Object.entries(programs)) {
      const { tookMs, stdout } = run(argv);
      ms[name] = Math.min(ms[name] ?? tookMs, tookMs);
      outputs[name] = stdout.trim();
    }
  }
  return { ms, outputs };
}

function printRow(name, ms, bytes, than) {
  const speed = (bytes / 1e6 / (ms / 1000)).toFixed(0).padStart(6);
  console.log(
    `     ${name.padEnd(58)} ${ms.toFixed(0).padStart(6)} ms ${speed} MB/s${than === undefined ? "" : `  ${than}`}`,
  );
}

const average = `awk '{sum+=$1; count++} END {print "Average:", sum/count "ms"}'`;

/** The shape of the sample log, and the same answer as jq. */
function raceEvents(name, make) {
  const path = writeLog(name, lines, make);
  const bytes = statSync(path).size;
  console.log(`${name}: ${lines} lines, ${(bytes / 1e6).toFixed(0)} MB`);
  const picked = `jq 'select(.topic == "chat.completed") | .data.duration_ms' ${path}`;
  const { ms, outputs } = race({
    wc: ["wc", "-l", path],
    seed: shell(`jq '.latency' ${path} | ${average}`),
    right: shell(`${picked} | awk '{sum+=$1; count++} END {printf "%d %.6f", count, sum}'`),
    latency: ours("latency", path),
    filtered: ours("filtered", path),
    durations: ours("durations", path),
    everything: ours("everything", path),
    groups: ours("groups", path),
  });
  const times = (kind) => `${(ms.seed / ms[kind]).toFixed(1)} × jq`;
  printRow("wc -l (the floor)", ms.wc, bytes);
  printRow(`jq '.latency' | awk (says ${outputs.seed})`, ms.seed, bytes);
  printRow("jq with the right field and filter | awk", ms.right, bytes);
  printRow("ours, the seed's field (says that it is missing)", ms.latency, bytes, times("latency"));
  printRow("ours, one kind of event in five", ms.filtered, bytes, times("filtered"));
  printRow("ours, every event with a duration, two in five", ms.durations, bytes, times("durations"));
  printRow("ours, every line an event that counts", ms.everything, bytes, times("everything"));
  printRow("ours, every line an event that counts, in five groups", ms.groups, bytes, times("groups"));
  let ok = true;
  for (const kind of ["latency", "filtered", "durations", "everything"]) {
    ok = printLimit(`12 times ours (${kind}), in times of jq`, (12 * ms[kind]) / ms.seed, 1, "") && ok;
  }
  const [count, sum] = outputs.right.split(" ").map(Number);
  const read = JSON.parse(outputs.filtered);
  const same = read.events === count && Math.abs(read.sum / 1e6 - sum) < 1e-6 * sum;
  console.log(
    `${same ? "ok  " : "MISS"} the same answer as jq: ${read.events} events, ${(read.sum / 1e6 / read.events).toFixed(6)} ms`,
  );
  rmSync(path);
  return ok && same;
}

/** @param share of the messages that are errors, each with a traceback or none */
function raceText(name, share, withTraceback) {
  const path = writeLog(name, 2 * lines, (count, random, start) =>
    textLines(count, random, start, share, withTraceback),
  );
  const bytes = statSync(path).size;
  console.log(`${name}: ${2 * lines} messages, ${(bytes / 1e6).toFixed(0)} MB`);
  const { ms, outputs } = race({
    wc: ["wc", "-l", path],
    any: shell(`grep -ci error ${path}`),
    words: shell(`grep -cE 'ERROR|CRITICAL|FATAL' ${path}`),
    one: shell(`grep -c ERROR ${path}`),
    ours: ours("text", path),
    start: [process.execPath, "-e", "0"],
  });
  const net = ms.ours - ms.start;
  const times = (kind) => `${(net / ms[kind]).toFixed(1)} × its time`;
  printRow("wc -l (the floor)", ms.wc, bytes);
  printRow(`ours, errors by level (says ${JSON.parse(outputs.ours).events})`, net, bytes);
  printRow(`grep -ci error, as the seed counts (says ${outputs.any})`, ms.any, bytes, times("any"));
  printRow("grep -cE 'ERROR|CRITICAL|FATAL'", ms.words, bytes, times("words"));
  printRow("grep -c ERROR", ms.one, bytes, times("one"));
  rmSync(path);
  return printLimit("text log, in times of grep -c for the same levels", net / ms.words, 3, "");
}

let ok = true;
try {
  ok = raceEvents("events.jsonl", eventLines) && ok;
  ok = raceEvents("other-events.jsonl", otherEventLines) && ok;
  ok = raceText("app.log", 0.01, true) && ok;
  ok = raceText("half-errors.log", 0.5, false) && ok;
  ok = raceText("tracebacks.log", 0.3, true) && ok;

  const sizes = [gigabytes / 4, gigabytes / 2, gigabytes].map((size) => Math.round(size * 1e9));
  const streams = sizes.map((size) => ({ size, ...run(ours("filtered", `generate:${size}`)) }));
  for (const { size, tookMs, stdout } of streams) {
    const { peakKiB } = JSON.parse(stdout);
    printRow(
      `a generated stream of ${(size / 1e9).toFixed(1)} GB, at most ${Math.round(peakKiB / 1024)} MiB`,
      tookMs,
      size,
    );
  }
  const [first, , last] = streams;
  const peakMB = (JSON.parse(last.stdout).peakKiB * 1024) / 1e6;
  ok = printLimit(`memory of ${gigabytes} GB`, peakMB, 96, "MB") && ok;
  const grew = last.tookMs / first.tookMs / (last.size / first.size);
  ok = printLimit("cost of four times the stream, by four", grew, 1.15, "") && ok;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = ok ? 0 : 1;
