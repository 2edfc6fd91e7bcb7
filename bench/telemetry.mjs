// What reading telemetry costs. Linux; run after `node scripts/build.mjs --emit`:
//   node bench/telemetry.mjs [EVENT LINES] [GIGABYTES OF THE STREAM]
// One core, one run: each program in turn, three times, and the medians of their processor times are compared. `jq` is installed with apt-get when it is not there.
// Limits: event logs at least 12 times the speed of `jq '.latency' | awk`; text logs at least as fast as `grep -c` divided by three; a stream
// of 10 GB in less than 96 MB of memory, at a cost that grows with its length.
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median, printLimit } from "./measure.mjs";
import { eventLines, firstSecond, sequence, textLines } from "./telemetry/generate.mjs";

const lines = Number(process.argv[2] ?? 1_000_000);
const gigabytes = Number(process.argv[3] ?? 10);
const repeats = 3;
const reader = fileURLToPath(new URL("telemetry/read.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "bench-telemetry-"));
const has = (program) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
const pinned = has("taskset") ? ["taskset", "-c", "0"] : [];

if (!has("jq")) spawnSync("apt-get", ["install", "-y", "-qq", "jq"], { stdio: "ignore" });

/** A file of so many lines, written in pieces. */
function writeLog(name, make) {
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
  const script = '"$@"; code=$?; times >&2; exit $code';
  const [program, ...args] = [...pinned, "sh", "-c", script, "sh", ...argv];
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0 && status !== 1) throw new Error(`${argv.join(" ")} ended with ${status}: ${stderr}`);
  // The last line of `times` is that of the children: 0m1.230000s 0m0.040000s, user and system.
  const seconds = [...(stderr.trim().split("\n").at(-1) ?? "").matchAll(/(\d+)m([\d.]+)s/g)];
  const tookMs = seconds.reduce((sum, [, minutes, rest]) => sum + 60_000 * Number(minutes) + 1000 * Number(rest), 0);
  return { tookMs: Math.max(1, tookMs), stdout };
}

const shell = (script) => ["sh", "-c", script];
const ours = (kind, path) => [process.execPath, reader, kind, path];

/** Medians of programs that take turns, so that a busy moment hits all of them. */
function race(programs) {
  const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  const outputs = {};
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [name, argv] of Object.entries(programs)) {
      const { tookMs, stdout } = run(argv);
      times[name].push(tookMs);
      outputs[name] = stdout.trim();
    }
  }
  return { ms: Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)])), outputs };
}

function printRow(name, ms, bytes, than) {
  const speed = (bytes / 1e6 / (ms / 1000)).toFixed(0).padStart(6);
  console.log(
    `     ${name.padEnd(58)} ${ms.toFixed(0).padStart(6)} ms ${speed} MB/s${than === undefined ? "" : `  ${than}`}`,
  );
}

let ok = true;
try {
  const events = writeLog("events.jsonl", eventLines);
  const eventBytes = statSync(events).size;
  console.log(`event log: ${lines} lines, ${(eventBytes / 1e6).toFixed(0)} MB`);
  const average = `awk '{sum+=$1; count++} END {print "Average:", sum/count "ms"}'`;
  const picked = `jq 'select(.topic == "chat.completed") | .data.duration_ms' ${events}`;
  const race1 = race({
    wc: ["wc", "-l", events],
    seed: shell(`jq '.latency' ${events} | ${average}`),
    right: shell(`${picked} | awk '{sum+=$1; count++} END {printf "%d %.6f", count, sum}'`),
    latency: ours("latency", events),
    filtered: ours("filtered", events),
    durations: ours("durations", events),
    everything: ours("everything", events),
  });
  const { ms, outputs } = race1;
  const times = (name) => `${(ms.seed / ms[name]).toFixed(1)} × jq`;
  printRow("wc -l (the floor)", ms.wc, eventBytes);
  printRow(`jq '.latency' | awk (says ${outputs.seed})`, ms.seed, eventBytes);
  printRow("jq with the right field and filter | awk", ms.right, eventBytes);
  printRow("ours, the seed's field (says that it is missing)", ms.latency, eventBytes, times("latency"));
  printRow("ours, one kind of event in five", ms.filtered, eventBytes, times("filtered"));
  printRow("ours, every event with a duration, two in five", ms.durations, eventBytes, times("durations"));
  printRow("ours, every line an event that counts", ms.everything, eventBytes, times("everything"));
  ok = printLimit("12 times the time of the seed's field, in that of jq", (12 * ms.latency) / ms.seed, 1, "") && ok;
  ok = printLimit("12 times the time of a filtered metric, in that of jq", (12 * ms.filtered) / ms.seed, 1, "") && ok;
  const [count, sum] = outputs.right.split(" ").map(Number);
  const read = JSON.parse(outputs.filtered);
  const same = read.events === count && Math.abs(read.sum / 1e6 - sum) < 1e-6 * sum;
  console.log(
    `${same ? "ok  " : "MISS"} the same answer as jq: ${read.events} events, ${(read.sum / 1e6 / read.events).toFixed(6)} ms`,
  );
  ok &&= same;

  const text = writeLog("app.log", textLines);
  const textBytes = statSync(text).size;
  console.log(`text log: ${lines} messages, ${(textBytes / 1e6).toFixed(0)} MB`);
  const race2 = race({
    wc: ["wc", "-l", text],
    any: ["grep", "-ci", "error", text],
    words: ["grep", "-cE", "ERROR|CRITICAL|FATAL", text],
    one: ["grep", "-c", "ERROR", text],
    ours: ours("text", text),
  });
  printRow("wc -l (the floor)", race2.ms.wc, textBytes);
  printRow(`grep -ci error, as the seed counts (says ${race2.outputs.any})`, race2.ms.any, textBytes);
  printRow("grep -cE 'ERROR|CRITICAL|FATAL'", race2.ms.words, textBytes);
  printRow("grep -c ERROR", race2.ms.one, textBytes);
  printRow(`ours, errors by level (says ${JSON.parse(race2.outputs.ours).events})`, race2.ms.ours, textBytes);
  ok = printLimit("text log, in times of the seed's grep -ci", race2.ms.ours / race2.ms.any, 3, "") && ok;

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
