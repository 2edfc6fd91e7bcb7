import { describe, expect, test } from "@jest/globals";
import type { LedgerEvent } from "../../src/domain/ledger.ts";
import { foldHistory } from "../../src/ledger/fold-history.ts";
import { stampEvent } from "../../src/ledger/stamp-event.ts";

const stamp = (at: string) => ({ rollout: "shop", at, tool: "t", run: null, commit: null });
const launch = (median: number) => ({ samples: 1, calmLow: median, calmHigh: median, median, mean: median });
const baseline = (at: string, ...medians: number[]): LedgerEvent =>
  stampEvent({
    ...stamp(at),
    kind: "baseline-recorded",
    configDigest: "d",
    machine: { system: "linux", cpu: "x", cores: 1, memoryBytes: 1, runtime: "node" },
    measurements: [{ stage: "b", metric: "total", unit: "ns", launches: medians.map(launch) }],
  } as never);
const looked = (to: string, value: number): LedgerEvent =>
  stampEvent({
    ...stamp(to),
    kind: "window-measured",
    operation: "o",
    window: "day-1",
    due: to,
    to,
    points: [{ subject: "errors", unit: "", value, lower: null, upper: null, events: 3 }],
  } as never);
const enabled = (at: string) =>
  stampEvent({ ...stamp(at), kind: "flag-enabled", operation: "o" } as never) as LedgerEvent;
const back = (at: string, flag: string) =>
  stampEvent({
    ...stamp(at),
    kind: "rolled-back",
    operation: "o",
    flag,
    ending: "rolled back",
  } as never) as LedgerEvent;

describe("what the ledger knows over time", () => {
  test("nothing", () => {
    expect(foldHistory([])).toEqual({ lines: [], switches: [] });
  });

  test("a metric of one run alone is no trend", () => {
    expect(foldHistory([baseline("2026-01-01T00:00:00Z", 1)]).lines).toEqual([]);
  });

  test("the median over launches of each run, in order of time, whatever that of the ledger", () => {
    const events = [baseline("2026-01-02T00:00:00Z", 9, 1, 5), baseline("2026-01-01T00:00:00Z", 2, 4)];
    expect(foldHistory(events).lines).toEqual([
      {
        subject: "total",
        unit: "ns",
        from: "gate",
        points: [
          { at: "2026-01-01T00:00:00Z", value: 3 },
          { at: "2026-01-02T00:00:00Z", value: 5 },
        ],
      },
    ]);
  });

  test("looks at production are a line of their own, and what is no number is left out", () => {
    const events = [
      looked("2026-01-01T00:00:00Z", 1),
      looked("2026-01-02T00:00:00Z", Number.NaN),
      looked("2026-01-03T00:00:00Z", 4),
      baseline("2026-01-02T00:00:00Z"),
    ];
    expect(foldHistory(events).lines).toMatchObject([
      { subject: "errors", from: "production", points: [{ value: 1 }, { value: 4 }] },
    ]);
  });

  test("the flag's switches; a rollback that left it on is none", () => {
    const events = [
      enabled("2026-01-01T00:00:00Z"),
      back("2026-01-02T00:00:00Z", "on"),
      back("2026-01-03T00:00:00Z", "off"),
    ];
    expect(foldHistory(events).switches).toEqual([
      { at: "2026-01-01T00:00:00Z", flag: "on" },
      { at: "2026-01-03T00:00:00Z", flag: "off" },
    ]);
  });

  test("the newest sixty of very many", () => {
    const events = Array.from({ length: 100 }, (_, day) =>
      baseline(new Date(Date.UTC(2026, 0, 1 + day)).toISOString(), day),
    );
    const points = foldHistory(events).lines[0]?.points ?? [];
    expect([points.length, points[0]?.value, points.at(-1)?.value]).toEqual([60, 40, 99]);
  });
});
