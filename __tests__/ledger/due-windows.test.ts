import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { LedgerEvent } from "../../src/domain/ledger.ts";
import type { VerifyWindow } from "../../src/domain/verify.ts";
import { type DueWindow, dueWindows, isStillDue } from "../../src/ledger/due-windows.ts";
import { type NewEvent, stampEvent } from "../../src/ledger/stamp-event.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const onMs = Date.parse("2026-01-05T09:00:00.000Z");
const at = (sinceMs: number) => new Date(onMs + sinceMs);

const windowOf = (name: string, afterMs: number, more: Partial<VerifyWindow> = {}): VerifyWindow => ({
  name,
  afterMs,
  overMs: null,
  everyMs: null,
  criteria: [],
  run: null,
  report: false,
  ...more,
});
const days = [
  windowOf("day-1", dayMs),
  windowOf("day-7", 7 * dayMs, { overMs: dayMs }),
  windowOf("day-30", 30 * dayMs),
];
const hours = [windowOf("first-hours", 0, { everyMs: hourMs }), windowOf("day-1", dayMs)];

const event = (atMs: number, body: object): LedgerEvent =>
  stampEvent({
    rollout: "shop",
    at: new Date(atMs).toISOString(),
    tool: "rollout-gate 0.0.0",
    run: null,
    commit: null,
    ...body,
  } as NewEvent);
const flagOn = (operation = "enable-1", atMs = onMs) => event(atMs, { kind: "flag-enabled", operation });
const ended = (ending: string) => event(onMs, { kind: "rolled-back", ending });

const concluded = () =>
  event(onMs + dayMs, {
    kind: "window-concluded",
    operation: "enable-1",
    window: "day-1",
    due: at(dayMs).toISOString(),
  });

/** As a mode concludes a look: only when nobody else did. */
function conclude(events: LedgerEvent[], look: DueWindow, nowMs: number): boolean {
  if (!isStillDue(look, events)) return false;
  const { operation, due } = look;
  const body = { kind: "window-concluded", operation, window: look.window.name, due: due.toISOString() };
  events.push(event(nowMs, body));
  return true;
}

/** Concludes all that is due at each of some times, in days; tells what that was. */
function run(windows: readonly VerifyWindow[], timesMs: readonly number[], events: LedgerEvent[] = [flagOn()]) {
  return timesMs.map((sinceMs) =>
    dueWindows(windows, events, at(sinceMs)).due.map((look) => {
      conclude(events, look, onMs + sinceMs);
      const hour = (look.due.getTime() - onMs) / hourMs;
      return `${look.window.name} at ${hour} h${look.missed > 0 ? `, ${look.missed} missed` : ""}`;
    }),
  );
}

describe("dueWindows", () => {
  test.each<[string, readonly VerifyWindow[], number[], string[][]]>([
    ["nothing is due early", days, [0, dayMs - 1], [[], []]],
    ["a window at its time, once", days, [dayMs, dayMs, dayMs + 1], [["day-1 at 24 h"], [], []]],
    ["a schedule that fires late", days, [3 * dayMs, 8 * dayMs], [["day-1 at 24 h"], ["day-7 at 168 h"]]],
    [
      "a month without a schedule",
      days,
      [40 * dayMs, 41 * dayMs],
      [["day-1 at 24 h", "day-7 at 168 h", "day-30 at 720 h"], []],
    ],
    [
      "a cadence, from its first pace on until the next window",
      hours,
      [0, hourMs, 1.5 * hourMs, 2 * hourMs, 23 * hourMs, dayMs, 30 * hourMs],
      [
        [],
        ["first-hours at 1 h"],
        [],
        ["first-hours at 2 h"],
        ["first-hours at 23 h, 20 missed"],
        ["day-1 at 24 h"],
        [],
      ],
    ],
    [
      "a cadence that was never looked at is looked at once, however late",
      hours,
      [50 * hourMs, 51 * hourMs],
      [["first-hours at 23 h, 22 missed", "day-1 at 24 h"], []],
    ],
    [
      "a cadence of the last window goes on",
      [windowOf("weekly", 7 * dayMs, { everyMs: 7 * dayMs })],
      [8 * dayMs, 9 * dayMs, 14 * dayMs, 700 * dayMs],
      [["weekly at 168 h"], [], ["weekly at 336 h"], ["weekly at 16800 h, 97 missed"]],
    ],
    [
      "a pace longer than the time until the next window",
      [windowOf("early", hourMs, { everyMs: 3 * dayMs }), windowOf("day-1", dayMs)],
      [2 * hourMs, 2 * dayMs, 5 * dayMs],
      [["early at 1 h"], ["day-1 at 24 h"], []],
    ],
    [
      "a clock that goes ahead and back",
      days,
      [9 * dayMs, 2 * dayMs, 8 * dayMs],
      [["day-1 at 24 h", "day-7 at 168 h"], [], []],
    ],
    [
      "a cadence after a clock that went ahead and back",
      hours,
      [20 * hourMs, 2 * hourMs, 3 * hourMs],
      [["first-hours at 20 h, 19 missed"], ["first-hours at 2 h, 1 missed"], ["first-hours at 3 h"]],
    ],
    ["a clock that says it was before the flag went on", days, [-dayMs, Number.NaN], [[], []]],
  ])("%s", (_name, windows, timesMs, expected) => {
    expect(run(windows, timesMs)).toEqual(expected);
  });

  test("nothing is due while the flag is off, and a failed rollback does not end the watch", () => {
    const now = at(2 * dayMs);
    expect(dueWindows(days, [], now)).toEqual({ due: [], next: null });
    expect(dueWindows(days, [flagOn(), ended("rolled back")], now)).toEqual({ due: [], next: null });
    expect(dueWindows(days, [flagOn(), ended("failed")], now).due).toHaveLength(1);
    const turnedBack = (flag: string) => event(onMs, { kind: "flag-turned-back", flag });
    expect(dueWindows(days, [flagOn(), turnedBack("off")], now).due).toEqual([]);
    expect(dueWindows(days, [flagOn(), turnedBack("unknown")], now).due).toHaveLength(1);
  });

  test("the flag going on again begins anew", () => {
    const events = [flagOn()];
    run(days, [dayMs], events);
    events.push(flagOn("enable-2", onMs + 2 * dayMs));
    expect(run(days, [2.5 * dayMs, 3 * dayMs], events)).toEqual([[], ["day-1 at 72 h"]]);
  });

  test("what comes next, and what is looked at", () => {
    const events = [flagOn()];
    expect(dueWindows(days, events, at(0)).next).toEqual({ window: "day-1", due: at(dayMs) });
    expect(dueWindows(hours, events, at(1.5 * hourMs)).next).toEqual({ window: "first-hours", due: at(2 * hourMs) });
    const plan = dueWindows(days, events, at(9 * dayMs));
    expect(plan.next).toEqual({ window: "day-30", due: at(30 * dayMs) });
    expect(plan.due.map(({ from, to }) => [from, to])).toEqual([
      [at(0), at(dayMs)],
      [at(6 * dayMs), at(7 * dayMs)],
    ]);
    expect(dueWindows(days, events, at(31 * dayMs)).next).toBeNull();
    const long = [windowOf("day-1", dayMs, { overMs: 9 * dayMs })];
    expect(dueWindows(long, events, at(dayMs)).due[0]?.from).toEqual(at(0));
  });

  test("of two runs that made the same look one concludes it, and none after the flag went off or on anew", () => {
    const events = [flagOn()];
    const [look] = dueWindows(days, events, at(dayMs)).due;
    if (look === undefined) throw new Error("a look is due");
    expect([conclude(events, look, onMs), conclude(events, look, onMs)]).toEqual([true, false]);
    expect(isStillDue(look, [flagOn(), ended("rolled back")])).toBe(false);
    expect(isStillDue(look, [flagOn("enable-2")])).toBe(false);
  });

  test.each<[string, readonly LedgerEvent[], readonly string[]]>([
    ["that was concluded late, after the flag went off", [flagOn(), ended("rolled back"), concluded()], []],
    ["of a rollout that nobody turned on", [concluded()], []],
    ["of an earlier time that the flag was on", [flagOn("enable-2"), concluded()], ["day-1"]],
    ["of this time", [flagOn(), concluded()], []],
    ["of this time, before a rollback that failed", [flagOn(), concluded(), ended("failed")], []],
  ])("a look %s", (_name, events, due) => {
    expect(dueWindows(days, events, at(2 * dayMs)).due.map(({ window }) => window.name)).toEqual(due);
  });

  test("whatever the schedule and the clock do, nothing is concluded twice, or before its time, and every window is in the end", () => {
    const window = fc.record({
      afterMs: fc.integer({ min: 0, max: 40 }).map((count) => count * hourMs),
      everyMs: fc.option(fc.integer({ min: 1, max: 9 }).map((count) => count * hourMs)),
    });
    const windowLists = fc
      .array(window, { minLength: 1, maxLength: 4 })
      .map((list) => list.map(({ afterMs, everyMs }, index) => windowOf(`w${index}`, afterMs, { everyMs })));
    const times = fc.array(fc.integer({ min: -10, max: 60 * 60 }).map((minutes) => minutes * 60_000));
    fc.assert(
      fc.property(windowLists, times, (windows, timesMs) => {
        const events = [flagOn()];
        const seen = new Set<string>();
        for (const sinceMs of [...timesMs, 100 * hourMs]) {
          for (const look of dueWindows(windows, events, at(sinceMs)).due) {
            expect(look.due.getTime()).toBeLessThanOrEqual(onMs + sinceMs);
            expect(look.missed).toBeGreaterThanOrEqual(0);
            const { name, everyMs } = look.window;
            const key = everyMs === null ? name : `${name} ${look.due.getTime()}`;
            expect(seen.has(key)).toBe(false);
            seen.add(key);
            expect(conclude(events, look, onMs + sinceMs)).toBe(true);
          }
        }
        for (const { name } of windows) expect([...seen].some((key) => key.split(" ")[0] === name)).toBe(true);
      }),
    );
  });
});

describe("several windows", () => {
  test("come in the order in which they were due, and the nearest of those to come is next, whatever the order of the config", () => {
    const mixed = [windowOf("day-30", 30 * dayMs), windowOf("day-7", 7 * dayMs), windowOf("day-1", dayMs)];
    const plan = dueWindows(mixed, [flagOn()], at(8 * dayMs));
    expect(plan.due.map(({ window }) => window.name)).toEqual(["day-1", "day-7"]);
    expect(plan.next).toEqual({ window: "day-30", due: at(30 * dayMs) });
    expect(dueWindows(mixed, [flagOn()], at(0)).next).toEqual({ window: "day-1", due: at(dayMs) });
  });

  test("what was concluded of an earlier operation counts no more", () => {
    const events = [
      flagOn("enable-1"),
      event(onMs + dayMs, {
        kind: "window-concluded",
        operation: "enable-1",
        window: "day-1",
        due: at(dayMs).toISOString(),
      }),
    ];
    expect(dueWindows(days, events, at(2 * dayMs)).due).toEqual([]);
    const again = [...events, flagOn("enable-2")];
    expect(dueWindows(days, again, at(2 * dayMs)).due.map(({ window }) => window.name)).toEqual(["day-1"]);
    const late = [
      ...again,
      event(onMs, { kind: "window-concluded", operation: "enable-1", window: "day-1", due: at(dayMs).toISOString() }),
    ];
    expect(dueWindows(days, late, at(2 * dayMs)).due.map(({ window }) => window.name)).toEqual(["day-1"]);
  });

  test("turning back that left the flag on ends nothing", () => {
    const turned = (flag: string) =>
      event(onMs, { kind: "flag-turned-back", operation: "enable-1", because: "", flag, verified: true });
    expect(dueWindows(days, [flagOn(), turned("unknown")], at(dayMs)).due).toHaveLength(1);
    expect(dueWindows(days, [flagOn(), turned("off")], at(dayMs)).due).toEqual([]);
  });

  test("a cadence that was looked at is over when the next window has begun", () => {
    expect(run(hours, [hourMs, 30 * hourMs])).toEqual([["first-hours at 1 h"], ["day-1 at 24 h"]]);
  });

  test.each<[string, readonly VerifyWindow[], readonly number[], number, string | null, number]>([
    ["a window that was concluded, where the clock goes back", days, [dayMs], 0, "day-7", 7 * dayMs],
    [
      "the next step of a cadence, where this one was concluded",
      hours,
      [hourMs],
      1.5 * hourMs,
      "first-hours",
      2 * hourMs,
    ],
    ["the next window, after the last step of a cadence", hours, [], 23.5 * hourMs, "day-1", dayMs],
    ["nothing, after the last window", days, [40 * dayMs], 41 * dayMs, null, 0],
  ])("next comes, with %s", (_name, windows, before, sinceMs, name, dueMs) => {
    const events = [flagOn()];
    run(windows, before, events);
    expect(dueWindows(windows, events, at(sinceMs)).next).toEqual(
      name === null ? null : { window: name, due: at(dueMs) },
    );
  });

  test("a pace of nothing is none", () => {
    const plan = dueWindows([windowOf("w", dayMs, { everyMs: 0 })], [flagOn()], at(3 * dayMs));
    expect(plan.due.map(({ due }) => due)).toEqual([at(dayMs)]);
    expect(plan.next).toBeNull();
  });
});
