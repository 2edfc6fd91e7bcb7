// The JSON scanner against JSON.parse, the kernels against the readers in TypeScript, and damaged text for the readers of telemetry. Run after `node scripts/build.mjs --emit`:
//   node bench/fuzz-telemetry.mjs [COUNT]     COUNT inputs for each, 100,000 unless told
// The scanner has to give what JSON.parse gives on every line, and the kernels the same tallies as the readers; nothing may be thrown. `SEED=… node bench/fuzz-telemetry.mjs` repeats a run.
import { createEventLogMeter } from "../build/telemetry/events/event-log-meter.js";
import { planFields } from "../build/telemetry/events/field-plan.js";
import { createFieldScanner } from "../build/telemetry/events/field-scanner.js";
import { parseFields } from "../build/telemetry/events/parse-fields.js";
import { openEventKernel } from "../build/telemetry/kernel/event-kernel.js";
import { openLineKernel } from "../build/telemetry/kernel/line-kernel.js";
import { createLevelTable } from "../build/telemetry/log/level-words.js";
import { emptyHead, readHead } from "../build/telemetry/log/line-head.js";
import { createTextLogMeter } from "../build/telemetry/log/text-log-meter.js";
import { parseExposition } from "../build/telemetry/openmetrics/parse-exposition.js";
import { parseRange } from "../build/telemetry/prometheus/parse-range.js";
import { createRandom, damage } from "./fuzz/damage.mjs";
import { eventLines, otherEventLines, sequence, textLines } from "./telemetry/generate.mjs";
import { eventSources, textSource } from "./telemetry/sources.mjs";

const count = Number(process.argv[2] ?? 100_000);
const seed = Number(process.env.SEED ?? 20_260_101);
const plan = planFields(["topic", "data.duration_ms", "data.success", "timestamp", "headers.x"]);
const scanner = createFieldScanner(plan);
const table = createLevelTable([]);
const head = emptyHead();

const shown = (value) => (value === undefined ? "absent" : JSON.stringify(value));

/** What is different between the two ways of reading a line; null when nothing is. */
function differs(text) {
  const line = Buffer.from(text.replaceAll("\n", " "));
  const whole = Buffer.concat([line, Buffer.from("\n")]);
  const fields = parseFields(line.toString("utf8"), plan.paths);
  const scanned = scanner.scan(whole, 0, line.length);
  if (scanned !== (fields !== null)) return `the scanner says ${scanned}`;
  for (const [slot, value] of (fields ?? []).entries()) {
    if (typeof value === "number" && !Object.is(scanner.number(slot), value))
      return `number ${slot}: ${scanner.number(slot)}, not ${value}`;
    if (typeof value === "string" && scanner.text(slot) !== value)
      return `text ${slot}: ${shown(scanner.text(slot))}, not ${shown(value)}`;
    if (value === undefined && scanner.kind(slot) !== 0) return `field ${slot} is there`;
  }
  return null;
}

const span = { fromMs: 0, toMs: 8e15 };
const compile = () => ({ ok: false, problem: { kind: "invalid", reason: "no pattern is used here" } });
const noKernel = () => null;
const meters = {
  events: (open) => createEventLogMeter(eventSources.durations("x"), span, open),
  others: (open) => createEventLogMeter(eventSources.filtered("other-x"), span, open),
  lines: (open) => createTextLogMeter(textSource("x"), compile, span, 0, open).value,
};

/** What a meter makes of a line between two whole ones, as text. */
function tallyOf(meter, line, neighbour) {
  const text = Buffer.from(`${neighbour}\n${line.replaceAll("\n", " ")}\n${neighbour}\n`);
  const room = meter.room?.(text.length) ?? text;
  text.copy(room);
  meter.beginFile("f");
  meter.lines(room, 0, text.length);
  const { metrics, ...rest } = meter.tally();
  const built = metrics.map(({ groups, builder, matched, unusable, timeless }) => [
    ...[matched, unusable, timeless, builder?.build(null, 0, 1, [])],
    ...[...(groups ?? [])].map(([group, one]) => one.build(group, 0, 1, [])),
  ]);
  return JSON.stringify([rest, built]);
}

/** The kernel's meter is kept, since its guesses come from the lines before; so the tallies of both grow from line to line. */
function kernelCheck(kind, openKernel, neighbour) {
  const [quick, slow] = [meters[kind](openKernel), meters[kind](noKernel)];
  if (quick.room === undefined) throw new Error("the kernel cannot run here");
  return (text) => {
    const [one, other] = [tallyOf(quick, text, neighbour), tallyOf(slow, text, neighbour)];
    return one === other ? null : `the kernel says ${one}, not ${other}`;
  };
}

const samples = {
  events: eventLines(40, sequence(1)).trim().split("\n"),
  others: otherEventLines(40, sequence(1)).trim().split("\n"),
  lines: textLines(40, sequence(2)).trim().split("\n"),
};

const exposition =
  '# TYPE x histogram\nx_bucket{le="0.1",a="b\\"c"} 3 # {t="1"} 0.05 1.5\nx_bucket{le="+Inf"} 4\n# EOF\n';
const range =
  '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1795389433.5,"0.5"],[1795389448.5,"NaN"]]}]}}';
const targets = [
  { name: "kernel of events", texts: samples.events, check: kernelCheck("events", openEventKernel, samples.events[0]) },
  {
    name: "kernel of other events",
    texts: samples.others,
    check: kernelCheck("others", openEventKernel, samples.others[0]),
  },
  { name: "kernel of lines", texts: samples.lines, check: kernelCheck("lines", openLineKernel, samples.lines[0]) },
  { name: "scanner", texts: samples.events, check: differs },
  {
    name: "heads of lines",
    texts: samples.lines,
    check: (text) => {
      const line = Buffer.from(`${text.replaceAll("\n", " ")}\n`);
      if (!readHead(line, 0, line.length - 1, table, head)) return null;
      return head.zoneEnd <= line.length && head.timeEnd <= line.length ? null : "a place beyond the line";
    },
  },
  {
    name: "exposition",
    texts: [exposition],
    check: (text) => (typeof parseExposition(text, null).ok === "boolean" ? null : "no outcome"),
  },
  { name: "range", texts: [range], check: (text) => (typeof parseRange(text).kind === "string" ? null : "no outcome") },
];

let failed = false;
console.log(`seed ${seed}`);
for (const { name, texts, check } of targets) {
  const random = createRandom(seed);
  let fault = null;
  let text = "";
  for (let index = 0; index < count && fault === null; index++) {
    text = damage(texts, random);
    try {
      fault = check(text);
    } catch (error) {
      fault = `threw ${error instanceof Error ? error.stack : error}`;
    }
  }
  if (fault !== null) {
    failed = true;
    console.log(`FAIL ${name}: ${fault}\n     ${JSON.stringify(text.slice(0, 400))}`);
  } else console.log(`${name}: ${count} inputs`);
}
process.exitCode = failed ? 1 : 0;
