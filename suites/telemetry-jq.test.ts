import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { EventMetric } from "../src/domain/verify.ts";
import { createLogFiles } from "../src/system/create-log-files.ts";
import { readEventLog } from "../src/telemetry/events/read-event-log.ts";

/*
 * On logs that jq can read, the same answer as jq's: numbers of events and their sums, by filters and groups, over shapes that differ in the
 * order of fields, nesting, white space, escapes and the form of numbers.
 */
const folder = mkdtempSync(join(tmpdir(), "telemetry-jq-"));
const path = join(folder, "events.jsonl");

function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
}

/** Lines of four shapes, mixed at random. */
function lines(count: number): string {
  const random = sequence(11);
  const kinds = ["chat.completed", "tool.result", "state.changed", 'quo"ted', "naïve"];
  return Array.from({ length: count }, (_, index) => {
    const kind = kinds[Math.floor(random() * kinds.length)] ?? "";
    const ms = [Math.round(random() * 40_000) / 1000, Math.floor(random() * 1e6), random() * 1e-7, random() * 1e12][
      index % 4
    ];
    const event = {
      id: `e${index}`,
      kind,
      ok: random() > 0.1,
      data: { deep: { ms }, list: [{ ms: 1 }, "x, {"] },
      t: 1000 + index,
    };
    const turned = { t: event.t, data: { ...event.data, note: 'a "b" \\ ü' }, ok: event.ok, kind, extra: null };
    if (random() < 0.25) return JSON.stringify(event);
    if (random() < 0.33) return JSON.stringify(turned);
    if (random() < 0.5) return JSON.stringify(turned, null, 1).replaceAll(/\n */g, " ");
    return JSON.stringify({ kind, t: event.t, other: { data: { deep: { ms: 5 } } } });
  })
    .map((line) => `${line}\n`)
    .join("");
}

const none = { value: null, failed: null, distinct: null, by: null, perMs: null, alive: null, direction: null };
const base: EventMetric = { name: "m", unit: "", scale: 1, statistic: "mean", where: [], ...none };

async function ours(metric: Partial<EventMetric>) {
  const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
  const source = {
    name: "events",
    kind: "jsonl",
    paths: [path],
    time: { field: "t", format: "epoch-ms", zoneMinutes: 0 },
    badLines: { kind: "count", count: 0 },
    metrics: [{ ...base, ...metric }],
  } as const;
  const reading = await readEventLog({ files: createLogFiles(), digest }, source, { fromMs: 0, toMs: 8e15 });
  const [only] = reading.metrics;
  if (only?.ok !== true) throw new Error(JSON.stringify(only));
  return only.records.map(({ group, blocks }) => ({
    group,
    count: blocks.reduce((total, block) => total + block.count, 0),
    sum: blocks.reduce((total, block) => total + block.sum, 0),
  }));
}

/** @param program gives a list of numbers from the list of all events */
function jq(program: string): { readonly count: number; readonly sum: number } {
  const run = spawnSync("jq", ["-s", "-c", `${program} | {count: length, sum: (add // 0)}`, path], {
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}

beforeAll(() => {
  if (spawnSync("jq", ["--version"]).status !== 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { env });
    const run = spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "jq"], { env });
    if (run.status !== 0) throw new Error(`jq could not be installed:\n${run.stderr}`);
  }
  writeFileSync(path, lines(20_000));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each<[string, Partial<EventMetric>, string]>([
  ["every value", { value: "data.deep.ms" }, "map(.data.deep.ms // empty)"],
  [
    "values of one kind",
    {
      value: "data.deep.ms",
      where: [
        { field: "ok", values: [true] },
        { field: "kind", values: ["tool.result"] },
      ],
    },
    'map(select(.ok == true and .kind == "tool.result") | .data.deep.ms)',
  ],
  [
    "events of kinds with escapes",
    { where: [{ field: "kind", values: ['quo"ted', "naïve"] }] },
    'map(select(.kind == "quo\\"ted" or .kind == "naïve") | 0)',
  ],
  ["failures", { failed: [{ field: "ok", values: [false] }] }, "map(if .ok == false then 1 else 0 end)"],
  ["all events", {}, "map(0)"],
])("%s", async (_name, metric, program) => {
  const expected = jq(program);
  const [only, ...others] = await ours(metric);
  expect(others).toEqual([]);
  expect(only?.count).toBe(expected.count);
  // jq adds one after the other and loses what we keep.
  expect(Math.abs((only?.sum ?? Number.NaN) - expected.sum)).toBeLessThanOrEqual(1e-9 * Math.abs(expected.sum));
});

test("groups", async () => {
  for (const { group, count } of await ours({ by: "kind" })) {
    expect(count).toBe(jq(`map(select(.kind == ${JSON.stringify(group)}) | 0)`).count);
  }
});
