import { describe, expect, test } from "@jest/globals";
import { encodeRollout } from "../../src/ledger/encode-rollout.ts";
import { foldLedger } from "../../src/ledger/fold-ledger.ts";
import { stampEvent } from "../../src/ledger/stamp-event.ts";
import { baselineEvent, commitOf, gateEvent } from "./sample-events.ts";

describe("foldLedger", () => {
  test("an empty ledger says nothing", () => {
    const state = foldLedger([]);
    expect(state.latestVerdict(commitOf(1), "d1")).toBeNull();
    expect([...state.stageDurationsMs]).toEqual([]);
    expect(state.baselines).toEqual([]);
  });

  test("of several verdicts about a commit under a config the one that was added last counts", () => {
    const older = gateEvent("older", { at: "2026-01-09T09:00:00.000Z" });
    const newer = gateEvent("newer", { at: "2026-01-01T09:00:00.000Z", decision: "NO-GO" });
    const other = gateEvent("other", { configDigest: "d2" });
    const another = gateEvent("another", { commit: commitOf(2) });
    const unknown = gateEvent("unknown", { commit: null });
    const state = foldLedger([older, newer, other, another, unknown]);
    expect(state.latestVerdict(commitOf(1), "d1")).toBe(newer);
    expect(state.latestVerdict(commitOf(1), "d2")).toBe(other);
    expect(state.latestVerdict(commitOf(2), "d1")).toBe(another);
    expect(state.latestVerdict(commitOf(3), "d1")).toBeNull();
  });

  test("baselines are kept as they come, oldest first", () => {
    const [one, two] = [baselineEvent("b1"), baselineEvent("b2")];
    expect(foldLedger([one, gateEvent("g"), two]).baselines).toEqual([one, two]);
  });

  test.each<[string, readonly number[], number]>([
    ["one", [7], 7],
    ["the middle one", [9, 1, 5], 5],
    ["between the two in the middle", [1, 9, 100, 2], 5.5],
    ["by size, not by text", [10, 9, 100], 10],
    ["of the latest fifteen", [1, 1, 1, 1, 1, 1, 1, ...Array.from({ length: 15 }, (_, at) => at + 2)], 9],
  ])("a stage is expected to take: %s", (_name, durations, expected) => {
    const events = durations.map((unit, at) => gateEvent(`g${at}`, { stageDurationsMs: { unit } }));
    expect([...foldLedger(events).stageDurationsMs]).toEqual([["unit", expected]]);
  });

  test("each stage by its own runs", () => {
    const events = [
      gateEvent("a", { stageDurationsMs: { unit: 1, bench: 10 } }),
      gateEvent("b", { stageDurationsMs: { unit: 3 } }),
    ];
    expect(Object.fromEntries(foldLedger(events).stageDurationsMs)).toEqual({ unit: 2, bench: 10 });
  });
});

test.each([
  ["shop", "shop"],
  ["a-b_c.d", "a-b_c.d"],
  [".a.", "=2ea=2e"],
  ["A/é", "=41=2f=c3=a9"],
  ["\n", "=0a"],
  ["💡.x", "=f0=9f=92=a1.x"],
  ["x.💡", "x.=f0=9f=92=a1"],
])("the rollout %j lies in %s", (rollout, folder) => expect(encodeRollout(rollout)).toBe(folder));

test("an event's id comes from all that it says", () => {
  const { id: _id, schema: _schema, ...rest } = gateEvent("x");
  const event: { readonly id: string } = stampEvent(rest as never);
  expect(event).toEqual({ ...rest, schema: "rollout-gate/event/1", id: expect.stringMatching(/^[0-9a-f]{32}$/) });
  expect(stampEvent(rest as never)).toEqual(event);
  expect(stampEvent({ ...rest, because: "other" } as never)).not.toEqual(expect.objectContaining({ id: event.id }));
});
