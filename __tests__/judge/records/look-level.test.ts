import { describe, expect, test } from "@jest/globals";
import type { VerifyWindow } from "../../../src/domain/verify.ts";
import { lookLevel } from "../../../src/judge/records/look-level.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

function window(name: string, afterMs: number, everyMs: number | null = null): VerifyWindow {
  return { name, afterMs, overMs: null, everyMs, criteria: [], run: null, report: false };
}

const usual = [window("day-1", dayMs), window("day-7", 7 * dayMs), window("day-30", 30 * dayMs)];

describe("what a look may miss", () => {
  test("one window may spend all of it", () => {
    expect(lookLevel([window("day-1", dayMs)], dayMs)).toBe(0.01);
  });

  test("of three windows each has less, and together no less than one alone", () => {
    const levels = [dayMs, 7 * dayMs, 30 * dayMs].map((sinceMs) => lookLevel(usual, sinceMs));
    for (const level of levels) expect(level).toBeLessThan(0.01);
    expect(levels.reduce((sum, level) => sum + level, 0)).toBeGreaterThanOrEqual(0.01);
  });

  test("a look between windows has the share of the one before it, and one before all of them that of the first", () => {
    expect(lookLevel(usual, 3 * dayMs)).toBe(lookLevel(usual, dayMs));
    expect(lookLevel(usual, hourMs)).toBe(lookLevel(usual, dayMs));
  });

  test("the looks of a cadence together spend no more than one may", () => {
    const windows = [window("first-day", 0, hourMs / 4), ...usual];
    const times = Array.from({ length: 95 }, (_, index) => ((index + 1) * hourMs) / 4);
    const levels = [...times, dayMs, 7 * dayMs, 30 * dayMs].map((sinceMs) => lookLevel(windows, sinceMs));
    expect(levels.every((level) => level > 0)).toBe(true);
    expect(levels.reduce((sum, level) => sum + level, 0)).toBeCloseTo(0.01, 10);
  });

  test("a cadence without an end is shared out as one of a month, and beyond it nothing is free", () => {
    const windows = [window("daily", dayMs, dayMs)];
    expect(lookLevel(windows, dayMs)).toBeGreaterThan(lookLevel(windows, 20 * dayMs));
    expect(lookLevel(windows, 365 * dayMs)).toBeGreaterThan(0);
  });
});
