// Reads one log as the gate does, in a process of its own: node bench/telemetry/read.mjs KIND PATH
// PATH `generate:BYTES` is a stream that is made while it is read. Prints events, their sum, and the peak memory as JSON.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createLogFiles } from "../../build/system/create-log-files.js";
import { readEventLog } from "../../build/telemetry/events/read-event-log.js";
import { readTextLog } from "../../build/telemetry/log/read-text-log.js";
import { eventLines, sequence } from "./generate.mjs";
import { eventSources, textSource } from "./sources.mjs";

const [kind, path] = process.argv.slice(2);
const span = { fromMs: 0, toMs: 8e15 };
const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** A log file that exists nowhere: the same megabytes again and again. */
function generatedLog(bytes) {
  const block = Buffer.from(eventLines(3000, sequence(7)));
  const file = { path, identity: "1", bytes, modifiedMs: 1, compressed: false };
  const open = async (_file, position) => {
    let at = position;
    const read = async (into, offset, length) => {
      const place = at % block.length;
      const count = Math.min(length, block.length - place, Math.max(0, bytes - at));
      block.copy(into, offset, place, place + count);
      at += count;
      return { ok: true, value: count };
    };
    return { ok: true, value: { file, read, close: async () => {} } };
  };
  return { list: async () => ({ ok: true, value: [file] }), open };
}

const generated = /^generate:(\d+)$/.exec(path)?.[1];
const files = generated === undefined ? createLogFiles() : generatedLog(Number(generated));
const compile = () => ({ ok: false, problem: { kind: "invalid", reason: "no pattern is used here" } });
const reading =
  kind === "text"
    ? await readTextLog({ files, digest, compile, nowMs: Date.now() }, textSource(path), span)
    : await readEventLog({ files, digest }, eventSources[kind](path), span);
const [metric] = reading.metrics;
const blocks = metric.ok ? metric.records.flatMap((record) => record.blocks) : [];
const total = (key) => blocks.reduce((sum, block) => sum + block[key], 0);
const status = process.platform === "linux" ? readFileSync("/proc/self/status", "latin1") : "";
console.log(
  JSON.stringify({
    outcome: metric.ok ? "read" : `${metric.problem.kind}: ${metric.problem.reason}`,
    events: total("count"),
    sum: total("sum"),
    bytes: reading.bytes,
    peakKiB: Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Math.round(process.memoryUsage.rss() / 1024)),
  }),
);
