// How fast, and in how much memory, 100,000 tests are read. Run after `npx tsc -p tsconfig.build.json`:
//   node bench/junit.mjs [TESTS]
// The limits: 100,000 tests in under 2 s and 200 MiB of resident memory, for each of the writers that are read differently.
// The time held against the limit is the processor's, which other programs on the machine do not change; the clock's is printed too.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { printLimit } from "./measure.mjs";

const count = Number(process.argv[2] ?? 100_000);
const limitMs = 2000;
const limitMiB = 200;

const failure = (i) =>
  `<failure message="assert ${i} == 0">tests/test_${i % 300}.py:${i % 90}: AssertionError</failure>`;
const output = `<system-out><![CDATA[${"a line of captured output\n".repeat(8)}]]></system-out>`;
const writers = {
  // Repeated names mean retries here, so names are remembered.
  pytest: {
    head: '<?xml version="1.0"?><testsuites><testsuite name="pytest">',
    test: (i) =>
      `<testcase classname="tests.unit.test_module_${i % 300}.TestSomething" name="test_behaviour_of_part[${i}]" time="0.00${i % 9}">${i % 1000 === 0 ? failure(i) : ""}</testcase>`,
    tail: "</testsuite></testsuites>",
  },
  "other, with output": {
    head: '<?xml version="1.0"?><testsuites><testsuite name="all">',
    test: (i) =>
      `<testcase classname="org.example.part${i % 300}.SomeTest" name="behaves(int)[${i}]" time="0.00${i % 9}">${i % 1000 === 0 ? failure(i) : ""}${output}</testcase>`,
    tail: "</testsuite></testsuites>",
  },
  "all failed": {
    head: '<testsuite name="all">',
    test: (i) => `<testcase classname="a.b.C" name="fails${i}" time="0.1">${failure(i)}</testcase>`,
    tail: "</testsuite>",
  },
};

/** The file in pieces of about 64 KiB, as a stream hands them out, without ever being held whole. */
function* pieces({ head, test, tail }) {
  let piece = head;
  for (let i = 0; i < count; i++) {
    piece += test(i);
    if (piece.length >= 65_536) {
      yield piece;
      piece = "";
    }
  }
  yield piece + tail;
}

if (process.argv[3] !== undefined) {
  const { createJUnitReader } = await import("../build/evidence/tests/junit-reader.js");
  const reader = createJUnitReader();
  let chars = 0;
  let clockMs = 0;
  let processorMs = 0;
  const timed = (step) => {
    const startedAt = performance.now();
    const before = process.cpuUsage();
    const result = step();
    const { user, system } = process.cpuUsage(before);
    processorMs += (user + system) / 1000;
    clockMs += performance.now() - startedAt;
    return result;
  };
  for (const piece of pieces(writers[process.argv[3]])) {
    chars += piece.length;
    timed(() => reader.write(piece));
  }
  const reading = timed(() => reader.end());
  const total = reading.ok ? reading.value.total : 0;
  process.send({ clockMs, processorMs, chars, total, peakMiB: process.resourceUsage().maxRSS / 1024 });
} else {
  let failed = false;
  for (const name of Object.keys(writers)) {
    // Each in a process of its own, so that the peak is its own.
    const child = fork(fileURLToPath(import.meta.url), [String(count), name]);
    const { clockMs, processorMs, chars, total, peakMiB } = await new Promise((resolve, reject) => {
      child.once("message", resolve);
      child.once("error", reject);
      child.once("exit", (code) => code !== 0 && reject(new Error(`the reading process ended with ${code}`)));
    });
    console.log(`${name}: ${total} tests, ${(chars / 1e6).toFixed(0)} MB, ${clockMs.toFixed(0)} ms by the clock`);
    const kept = [
      printLimit("  read in", processorMs, limitMs, "ms"),
      printLimit("  peak memory", peakMiB, limitMiB, "MiB"),
      total === count,
    ];
    if (kept.includes(false)) failed = true;
  }
  process.exitCode = failed ? 1 : 0;
}
