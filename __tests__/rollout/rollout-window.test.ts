import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { RolloutWindow } from "../../src/domain/rollout-plan.ts";
import { closesAt, isOpen, opensAt, showWindow, whyOutside, whyTooLate } from "../../src/rollout/rollout-window.ts";
import { configText, loaded } from "./rollout-world.ts";

function windowOf(written: string): RolloutWindow {
  const { window } = loaded(configText.replace("enable: {", `enable: { window: ${written},`)).config.enable;
  if (window === null) throw new Error("there is a window");
  return window;
}

const office = windowOf("{ open: { days: mon..fri, hours: 09:00..16:00 }, zone: Europe/Berlin }");
const night = windowOf("{ open: { days: [fri, sat], hours: 22:00..04:00 }, zone: UTC }");
const two = windowOf(
  "{ open: [{ days: mon..thu, hours: 09:00..16:00 }, { days: fri, hours: 09:00..12:00 }], zone: UTC }",
);
const always = windowOf("{ open: { hours: 00:00..24:00 }, zone: UTC }");
const at = (time: string) => new Date(time);

describe("a window", () => {
  // 5 January 2026 is a Monday; Berlin is an hour ahead of UTC in winter, two in summer.
  test.each<[string, RolloutWindow, string, boolean]>([
    ["its first minute", office, "2026-01-05T08:00:00Z", true],
    ["the second before", office, "2026-01-05T07:59:59Z", false],
    ["its last second", office, "2026-01-05T14:59:59Z", true],
    ["its end", office, "2026-01-05T15:00:00Z", false],
    ["the same hour of summer", office, "2026-07-06T07:00:00Z", true],
    ["an hour that is too late in summer", office, "2026-07-06T14:00:00Z", false],
    ["a Saturday", office, "2026-01-10T10:00:00Z", false],
    [
      "a Sunday that is Monday in its zone",
      windowOf("{ open: { days: mon, hours: 00:00..01:00 }, zone: Pacific/Auckland }"),
      "2026-01-04T11:30:00Z",
      true,
    ],
    ["the evening of a night", night, "2026-01-09T22:00:00Z", true],
    ["the morning after", night, "2026-01-11T03:59:00Z", true],
    ["the morning before", night, "2026-01-09T03:00:00Z", false],
    ["Friday's part", two, "2026-01-09T13:00:00Z", false],
    ["any time", always, "2026-01-11T23:59:59Z", true],
  ])("at %s", (_name, window, time, open) => {
    expect(isOpen(window, at(time))).toBe(open);
    expect(whyOutside(window, at(time)) === null).toBe(open);
  });

  test.each<[string, RolloutWindow, string, string | null]>([
    ["after a weekend", office, "2026-01-09T15:00:00Z", "2026-01-12T08:00:00.000Z"],
    ["over a change of the clocks", office, "2026-03-27T20:00:00Z", "2026-03-30T07:00:00.000Z"],
    ["at once when it is open", office, "2026-01-05T10:00:30Z", "2026-01-05T10:00:30.000Z"],
    [
      "where the clocks leave its beginning out",
      windowOf("{ open: { days: sun, hours: 02:30..05:00 }, zone: Europe/Berlin }"),
      "2026-03-28T12:00:00Z",
      "2026-03-29T01:00:00.000Z",
    ],
  ])("opens %s", (_name, window, from, opens) => {
    expect(opensAt(window, at(from))?.toISOString() ?? null).toBe(opens);
  });

  test("that is always open never closes", () => {
    expect(closesAt(always, at("2026-01-05T08:00:00Z"))).toBeNull();
    expect(closesAt(office, at("2026-01-05T08:00:00Z"))?.toISOString()).toBe("2026-01-05T15:00:00.000Z");
  });

  test("is closed until the minute in which it opens, and open until the one in which it closes", () => {
    const start = Date.UTC(2026, 2, 1);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 * 24 * 60 }), fc.constantFrom(office, night, two), (minutes, window) => {
        const from = new Date(start + minutes * 60_000);
        const turns = isOpen(window, from) ? closesAt(window, from) : opensAt(window, from);
        if (turns === null) throw new Error("it turns within a week");
        expect(isOpen(window, turns)).toBe(!isOpen(window, from));
        expect(isOpen(window, new Date(turns.getTime() - 1))).toBe(isOpen(window, from));
      }),
      { numRuns: 15 },
    );
  });
});

describe("its words", () => {
  test("say what time it is there, and when it opens", () => {
    expect(whyOutside(office, at("2026-01-10T10:12:00Z"))).toBe(
      "It is Sat 2026-01-10 11:12, outside of the window Mon to Fri 09:00–16:00 (Europe/Berlin). It opens on Mon 2026-01-12 09:00.",
    );
    expect(showWindow(two)).toBe("Mon to Thu 09:00–16:00, Fri 09:00–12:00 (UTC)");
    expect(showWindow(night)).toBe("Fri, Sat 22:00–04:00 (UTC)");
    expect(showWindow(always)).toBe("every day 00:00–24:00 (UTC)");
  });

  test("say when shares cannot all be had before it closes", () => {
    const late = at("2026-01-05T14:30:00Z");
    expect(whyTooLate(office, late, 30 * 60_000)).toBeNull();
    expect(whyTooLate(office, late, 40 * 60_000)).toBe(
      "The shares are left to work for 40 min in all, and the window closes in 30 min, on Mon 2026-01-05 16:00.",
    );
    expect(whyTooLate(always, late, 40 * 60_000)).toBeNull();
  });
});

test.each<[string, RegExp]>([
  ["{ open: { days: mon..fry, hours: 09:00..16:00 }, zone: UTC }", /"mon..fry" names no days of the week/],
  ["{ open: { days: mon..tue..fri, hours: 09:00..16:00 }, zone: UTC }", /names no days of the week/],
  ["{ open: { hours: 9..16 }, zone: UTC }", /is no part of a day/],
  ["{ open: { hours: 09:00..25:00 }, zone: UTC }", /is no part of a day/],
  ["{ open: { hours: 09:00..09:00 }, zone: UTC }", /ends when it begins/],
  ["{ open: { hours: 09:00..16:00 }, zone: Berlin }", /is no time zone/],
  ["{ open: { hours: 09:00..16:00 } }", /zone/],
  ["{ open: [], zone: UTC }", /the list is empty/],
])("%s is no window", (written, words) => {
  expect(() => windowOf(written)).toThrow(words);
});
