import { describe, expect, test } from "@jest/globals";
import { eventShapes } from "../../src/ledger/event-shapes.ts";
import { readLines } from "../../src/ledger/read-lines.ts";
import { wrong } from "../../src/shape/issue.ts";
import { baselineEvent, gateEvent } from "./sample-events.ts";

/** What may stand in an event, and what may not: each bound from both sides. */

const { schema, rollout, at, tool, run, commit } = gateEvent("");
const stamp = { schema, id: "x", rollout, at, tool, run, commit };
const long = (length: number) => "x".repeat(length);
const many = (length: number, item: unknown = "x") => Array.from({ length }, () => item);

const gate = gateEvent("x");
const baseline = baselineEvent("x");
const enabled = {
  ...stamp,
  kind: "flag-enabled",
  operation: "o",
  configDigest: "d",
  way: "w",
  flagBefore: "off",
  facts: {},
  knownIssues: [],
  backup: null,
  rollbackTo: null,
  decideBy: at,
  override: null,
};
const turnedBack = { ...stamp, kind: "flag-turned-back", operation: "o", because: "b", flag: "off", verified: true };
const rolledBack = {
  ...stamp,
  kind: "rolled-back",
  operation: "o",
  reason: "r",
  ending: "failed",
  way: null,
  flag: "off",
  startedAt: at,
  findings: [],
};
const incident = { ...stamp, kind: "incident-opened", operation: "o", issue: 1 };
const window = {
  ...stamp,
  kind: "window-concluded",
  operation: "o",
  window: "w",
  due: at,
  from: at,
  to: at,
  missed: 0,
  decision: "KEEP",
  because: "b",
  findings: [],
};
const noted = { ...stamp, kind: "concern-noted", subject: "s", severity: "info", since: at, reason: "r" };
const resolved = { ...stamp, kind: "concern-resolved", subject: "s", because: "met", tell: [] };
const escalated = {
  ...stamp,
  kind: "escalated",
  level: 1,
  action: "notify",
  subjects: ["s"],
  tell: [],
  postMortemDue: null,
};
const postMortem = { ...stamp, kind: "post-mortem-due", due: at, tell: [] };

const metric = {
  metric: "m",
  source: "s",
  group: null,
  kind: "values",
  statistic: "p95",
  unit: "ns",
  fromMs: 0,
  toMs: 1,
  blockMs: 1,
  blocks: [],
  relativeError: 0,
  notes: [],
};
const block = { startMs: 0, count: 1, sum: 0 };
const kept = { ...stamp, kind: "record-kept", time: "before", operation: null, definition: "d", record: metric };
const point = { subject: "s", unit: "", value: 1, lower: null, upper: null, events: 0 };
const lookedAt = {
  ...stamp,
  kind: "window-measured",
  operation: "o",
  window: "w",
  due: at,
  to: at,
  points: [point],
};
const delivery = { notice: "n", to: "t", outcome: "done", detail: "" };
const deliveries = { ...stamp, kind: "deliveries-ended", claim: "c", deliveries: [delivery] };

const finding = { subject: "s", outcome: "pass", severity: "info" };
const launch = { samples: 1, calmLow: -1, calmHigh: 0, median: 1.5, mean: 2 };
const measurement = { stage: "s", metric: "m", unit: "", direction: "higher-is-better", launches: [launch] };
const machine = { os: "", architecture: "", cpuModel: "", cores: 0, memoryBytes: 0, runtime: "" };
const measured = (more: object) => ({ measurements: [{ ...measurement, ...more }] });
const launched = (more: object) => measured({ launches: [{ ...launch, ...more }] });

/** By the shape of its kind. What bears no known kind is read as a line, which is refused or kept unknown. */
function isRead(event: object): boolean {
  const shape = Object.entries(eventShapes).find(([kind]) => kind === Reflect.get(event, "kind"))?.[1];
  const isLine = readLines(`${JSON.stringify(event)}\n`, { file: "f", rollout, firstLine: 1 }).ok;
  // A line that is longer than any may be says nothing about the bounds of its parts.
  return shape === undefined
    ? isLine
    : shape.parse(event, []) !== wrong && (isLine || JSON.stringify(event).length > 300_000);
}

/** A key, values that may stand there, and values that may not. */
type Row = readonly [event: object, key: string, may: readonly unknown[], mayNot: readonly unknown[]];

const words = (key: string, event: object, most: number, least = 0): Row => [
  event,
  key,
  [long(most), ...(least === 0 ? [""] : ["x"])],
  [long(most + 1), 1, ...(least === 0 ? [] : [""])],
];
const time = (key: string, event: object): Row => [
  event,
  key,
  ["2026-01-05T09:00:00Z", "2026-01-05T09:00:00.123456789Z"],
  [
    "2026-01-05",
    "2026-01-05T09:00:00.1234567890Z",
    "x2026-01-05T09:00:00Z",
    "2026-01-05T09:00:00Zx",
    "2026-13-05T09:00:00Z",
    "",
    null,
  ],
];
const findings: Row[2] = [
  many(10_000, finding),
  ...["pass", "warn", "fail", "inconclusive", "missing", "invalid"].map((outcome) => [{ ...finding, outcome }]),
  ...["critical", "warning", "info"].map((severity) => [{ ...finding, severity }]),
];
const noFindings: Row[3] = [
  many(10_001, { ...finding, subject: "s" }),
  [{ ...finding, outcome: "" }],
  [{ ...finding, severity: "" }],
  [{ ...finding, subject: "" }],
  [{ ...finding, subject: long(501) }],
];

const records = (...some: readonly object[]) => some.map((more) => ({ ...metric, ...more }));

const rows: readonly Row[] = [
  [kept, "time", ["before", "since"], [""]],
  [
    kept,
    "record",
    records(
      ...["values", "share", "count", "figure"].map((kind) => ({ kind })),
      ...["mean", "median", "p90", "p95", "p99", "max"].map((statistic) => ({ statistic })),
      ...["lower-is-better", "higher-is-better"].map((direction) => ({ direction })),
      { blocks: many(1000, block) },
      { blocks: [{ ...block, values: many(10_000, 1) }] },
      { blocks: [{ ...block, bins: many(10_000, [1, 2]) }] },
      { notes: many(100) },
      { per: { stretchMs: 1, most: 0 } },
      { figure: { value: 1, lower: null, upper: null } },
    ),
    records(
      { kind: "" },
      { statistic: "" },
      { direction: "" },
      { blockMs: 0 },
      { relativeError: -1 },
      { unit: long(101) },
      { group: long(501) },
      { blocks: many(1001, block) },
      { blocks: [{ ...block, count: 0 }] },
      { blocks: [{ ...block, values: many(10_001, 1) }] },
      { blocks: [{ ...block, bins: many(10_001, [1, 2]) }] },
      { blocks: [{ ...block, bins: [[1]] }] },
      { blocks: [{ ...block, bins: [[1, 2, 3]] }] },
      { notes: many(101) },
      { notes: [long(1001)] },
      { per: { stretchMs: 0, most: 0 } },
      { per: { stretchMs: 1, most: -1 } },
    ),
  ],
  [
    lookedAt,
    "points",
    [[], many(1000, point), [{ ...point, lower: 0, upper: 2, unit: long(100) }]],
    [many(1001, point), [{ ...point, events: -1 }], [{ ...point, unit: long(101) }], [{ ...point, subject: "" }]],
  ],
  words("claim", deliveries, 500, 1),
  [
    deliveries,
    "deliveries",
    [many(1000, delivery), ...["done", "failed", "unknown", "dropped"].map((outcome) => [{ ...delivery, outcome }])],
    [[], many(1001, delivery), [{ ...delivery, outcome: "" }], [{ ...delivery, detail: long(1001) }]],
  ],
  [gate, "id", [long(100), "aZ0-"], ["", long(101), "a/b", " a"]],
  [gate, "kind", [long(64), "a-0"], [long(65), "A", "0a", "-a", "a b", ""]],
  [
    gate,
    "schema",
    [],
    ["rollout-gate/event/", "rollout-gate/event/1234567", "xrollout-gate/event/1", "rollout-gate/event/1x"],
  ],
  [
    gate,
    "commit",
    [null, "0".repeat(40), "f".repeat(64)],
    ["0".repeat(39), "0".repeat(41), "0".repeat(65), "g".repeat(40), "F".repeat(40)],
  ],
  words("tool", gate, 1000),
  time("at", gate),
  [
    gate,
    "run",
    [null, { ...run, attempt: 1, url: long(2000), runId: "9".repeat(30), repository: long(500) }],
    [
      { ...run, attempt: 0 },
      { ...run, url: long(2001) },
      { ...run, runId: "9".repeat(31) },
      { ...run, runId: "" },
      { ...run, runId: "9a" },
      { ...run, runId: "a9" },
      { ...run, repository: "" },
      { ...run, repository: long(501) },
    ],
  ],
  words("configDigest", gate, 200, 1),
  [gate, "decision", ["GO", "GO WITH CONDITIONS", "NO-GO", "INCONCLUSIVE"], [""]],
  words("because", gate, 4000),
  [gate, "stageDurationsMs", [{}, { s: 0 }, { [long(500)]: 0.5 }], [{ s: -1 }, { "": 1 }, { [long(501)]: 1 }]],
  [gate, "findings", findings, noFindings],
  words("configDigest", baseline, 200, 1),
  [
    baseline,
    "machine",
    [machine, ...["os", "architecture", "cpuModel", "runtime"].map((key) => ({ ...machine, [key]: long(1000) }))],
    [
      ...["os", "architecture", "cpuModel", "runtime"].map((key) => ({ ...machine, [key]: long(1001) })),
      { ...machine, cores: -1 },
      { ...machine, memoryBytes: -1 },
      { ...machine, cores: 0.5 },
    ],
  ],
  [
    baseline,
    "measurements",
    [
      [],
      [measurement],
      [{ ...measurement, direction: undefined }],
      [{ ...measurement, direction: "lower-is-better" }],
      [{ ...measurement, unit: long(100), stage: long(500), metric: long(500) }],
    ],
    [
      [{ ...measurement, direction: "" }],
      [{ ...measurement, unit: long(101) }],
      [{ ...measurement, stage: "" }],
      [{ ...measurement, metric: "" }],
      [{ ...measurement, launches: [] }],
    ],
  ],
  [
    { ...baseline, ...launched({}) },
    "measurements",
    ["calmLow", "calmHigh", "median", "mean"].map((key) => [
      { ...measurement, launches: [{ ...launch, [key]: -7.5 }] },
    ]),
    [
      ...["calmLow", "calmHigh", "median", "mean"].map((key) => [
        { ...measurement, launches: [{ ...launch, [key]: null }] },
      ]),
      [{ ...measurement, launches: [{ ...launch, samples: 0 }] }],
    ],
  ],
  words("operation", enabled, 500, 1),
  words("configDigest", enabled, 200, 1),
  words("way", enabled, 1000),
  [enabled, "flagBefore", ["on", "off", "unknown"], ["", "ON"]],
  [enabled, "facts", [{ x: long(4000) }], [{ x: long(4001) }, { "": "x" }]],
  [enabled, "knownIssues", [many(1000), [long(4000)]], [many(1001), [long(4001)]]],
  [enabled, "backup", [{ id: "b", digest: "d" }], [{ id: "", digest: "d" }, { id: "b", digest: "" }, { id: "b" }]],
  [enabled, "rollbackTo", [long(1000)], [long(1001)]],
  time("decideBy", enabled),
  [enabled, "override", [long(4000)], [long(4001)]],
  words("operation", turnedBack, 500, 1),
  words("because", turnedBack, 4000),
  [turnedBack, "flag", ["on", "unknown"], [""]],
  [turnedBack, "verified", [false], ["true"]],
  words("operation", rolledBack, 500, 1),
  words("reason", rolledBack, 4000),
  [rolledBack, "ending", ["rolled back", "rolled back with findings", "failed"], [""]],
  [rolledBack, "way", [long(1000)], [long(1001)]],
  [rolledBack, "flag", ["on", "unknown"], [""]],
  time("startedAt", rolledBack),
  [rolledBack, "findings", [many(1000)], [many(1001)]],
  words("operation", incident, 500, 1),
  [incident, "issue", [1], [0, 1.5]],
  words("operation", window, 500, 1),
  words("window", window, 500, 1),
  time("due", window),
  time("from", window),
  time("to", window),
  [window, "missed", [0, 7], [-1, 0.5]],
  [window, "decision", ["KEEP", "INVESTIGATE", "ROLL BACK (scheduled)", "ROLL BACK NOW"], ["", "ROLL BACK"]],
  words("because", window, 4000),
  [window, "findings", findings, noFindings],
  words("subject", noted, 500, 1),
  [noted, "severity", ["critical", "warning", "info"], [""]],
  time("since", noted),
  words("reason", noted, 4000),
  words("subject", resolved, 500, 1),
  [resolved, "because", ["met", "waived", "unwatched"], [""]],
  [resolved, "tell", [many(1000)], [many(1001), [""]]],
  [escalated, "level", [1], [0, 1.5]],
  [escalated, "action", ["notify", "issue", "prepare-rollback", "rollback"], [""]],
  [escalated, "subjects", [many(10_000)], [[], many(10_001)]],
  [escalated, "tell", [many(1000)], [many(1001)]],
  [escalated, "postMortemDue", [at], [""]],
  time("due", postMortem),
  [postMortem, "tell", [many(1000)], [many(1001)]],
];

describe("bounds of events", () => {
  test.each(rows.map((row) => [Reflect.get(row[0], "kind"), row[1], row] as const))(
    "%s: %s",
    (_kind, key, [event, , may, mayNot]) => {
      expect(isRead(event)).toBe(true);
      for (const value of may)
        expect({ value, read: isRead({ ...event, [key]: value }) }).toEqual({ value, read: true });
      for (const value of mayNot)
        expect({ value, read: isRead({ ...event, [key]: value }) }).toEqual({ value, read: false });
    },
  );

  test("a baseline has at most 10,000 measurements, and a measurement as many launches", () => {
    const short = { stage: "s", metric: "m", unit: "", launches: [launch] };
    const fits = (more: object) => isRead({ ...baseline, ...more });
    expect(fits({ measurements: many(10_000, short) })).toBe(true);
    expect(fits({ measurements: many(10_001, short) })).toBe(false);
    expect(fits({ measurements: [{ ...short, launches: many(10_000, launch) }] })).toBe(true);
    expect(fits({ measurements: [{ ...short, launches: many(10_001, launch) }] })).toBe(false);
  });
});
