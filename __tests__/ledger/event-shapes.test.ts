import { describe, expect, test } from "@jest/globals";
import type { LedgerEvent, LedgerEventKind } from "../../src/domain/ledger.ts";
import { eventShapes } from "../../src/ledger/event-shapes.ts";
import { eventsOf, readLines } from "../../src/ledger/read-lines.ts";
import { renderEvents } from "../../src/ledger/render-events.ts";
import { baselineEvent, commitOf, gateEvent } from "./sample-events.ts";

const { schema, rollout, at, tool, run, commit } = gateEvent("");
const stamp = { schema, rollout, at, tool, run, commit };

/** One of each kind, with everything in it that it may have. */
const samples: { readonly [Kind in LedgerEventKind]: Extract<LedgerEvent, { kind: Kind }> } = {
  "gate-concluded": {
    ...stamp,
    id: "g",
    kind: "gate-concluded",
    configDigest: "d",
    decision: "NO-GO",
    because: "Tests failed.",
    stageDurationsMs: { unit: 12.5 },
    findings: [{ subject: "unit", outcome: "fail", severity: "critical" }],
  },
  "baseline-recorded": baselineEvent("b") as Extract<LedgerEvent, { kind: "baseline-recorded" }>,
  "flag-enabled": {
    ...stamp,
    id: "e",
    kind: "flag-enabled",
    operation: "enable-1",
    configDigest: "d",
    way: "env SHOP_NEW",
    flagBefore: "off",
    facts: { shop: "1.4.0" },
    knownIssues: ["It is slow."],
    backup: { id: "b1", digest: "c" },
    rollbackTo: "v1.3.0",
    decideBy: at,
    override: "The demo is today.",
  },
  "flag-turned-back": {
    ...stamp,
    id: "t",
    kind: "flag-turned-back",
    operation: "enable-1",
    because: "smoke failed",
    flag: "off",
    verified: true,
  },
  "rolled-back": {
    ...stamp,
    id: "r",
    kind: "rolled-back",
    operation: "rollback-1",
    reason: "errors",
    ending: "rolled back with findings",
    way: "flag",
    flag: "off",
    startedAt: at,
    findings: ["The log still tells of errors."],
  },
  "incident-opened": { ...stamp, id: "i", kind: "incident-opened", operation: "rollback-1", issue: 12 },
  "window-concluded": {
    ...stamp,
    id: "w",
    kind: "window-concluded",
    operation: "enable-1",
    window: "day-1",
    due: at,
    from: at,
    to: at,
    missed: 2,
    decision: "ROLL BACK (scheduled)",
    because: "latency is slow",
    findings: [{ subject: "production/latency", outcome: "fail", severity: "warning" }],
  },
  "window-measured": {
    ...stamp,
    id: "m",
    kind: "window-measured",
    operation: "enable-1",
    window: "day-1",
    due: at,
    to: at,
    points: [{ subject: "latency", unit: "ns", value: 12.5e6, lower: 12e6, upper: null, events: 4000 }],
  },
  "record-kept": {
    ...stamp,
    id: "k",
    kind: "record-kept",
    time: "before",
    operation: null,
    definition: "d",
    record: {
      metric: "latency",
      source: "events",
      group: "small",
      kind: "values",
      statistic: "p95",
      unit: "ns",
      direction: "lower-is-better",
      fromMs: 0,
      toMs: 3_600_000,
      blockMs: 60_000,
      blocks: [
        { startMs: 0, count: 2, sum: 3, values: [1, 2] },
        { startMs: 60_000, count: 3, sum: 3, bins: [[-3, 1]] },
      ],
      relativeError: 0.01,
      per: { stretchMs: 60_000, most: 3 },
      figure: { value: 1, lower: 0.5, upper: Number.POSITIVE_INFINITY },
      notes: ["2 of 900 lines could not be read and were left out"],
    },
  },
  "concern-noted": {
    ...stamp,
    id: "c",
    kind: "concern-noted",
    subject: "production/latency",
    severity: "warning",
    since: at,
    reason: "+12 %, above +10 %",
  },
  "concern-resolved": {
    ...stamp,
    id: "s",
    kind: "concern-resolved",
    subject: "production/latency",
    because: "met",
    tell: ["tech-lead"],
  },
  escalated: {
    ...stamp,
    id: "x",
    kind: "escalated",
    level: 3,
    action: "rollback",
    subjects: ["production/latency"],
    tell: ["tech-lead", "ops"],
    postMortemDue: at,
  },
  "post-mortem-due": { ...stamp, id: "p", kind: "post-mortem-due", due: at, tell: ["tech-lead"] },
  "deliveries-begun": {
    ...stamp,
    id: "l",
    kind: "deliveries-begun",
    claim: "42-1-ab",
    deliveries: [{ notice: "x", to: "channel room" }],
  },
  "deliveries-ended": {
    ...stamp,
    id: "m",
    kind: "deliveries-ended",
    claim: "42-1-ab",
    deliveries: [{ notice: "x", to: "channel room", outcome: "failed", detail: "Its server answered with 404." }],
  },
};

describe("eventShapes", () => {
  test.each(Object.entries(samples))("%s comes back as it was written, every part of it", (_kind, event) => {
    const text = renderEvents("shop", [event]);
    if (!text.ok) throw new Error(text.problem.reason);
    const read = readLines(text.value, { file: "test", rollout: "shop", firstLine: 1 });
    expect(read.ok && eventsOf(read.value)).toEqual([event]);
  });

  test.each(Object.entries(samples))("%s needs every part that is not optional", (kind, event) => {
    const optional = ["direction"];
    for (const key of Object.keys(event).filter((name) => !optional.includes(name))) {
      const { [key]: _gone, ...rest } = event as unknown as Record<string, unknown>;
      const read = readLines(`${JSON.stringify(rest)}\n`, { file: "test", rollout: "shop", firstLine: 1 });
      expect({ kind, key, ok: read.ok }).toEqual({ kind, key, ok: false });
    }
    expect(Object.hasOwn(eventShapes, kind)).toBe(true);
    expect(commitOf(1)).toBe(event.commit);
  });
});
