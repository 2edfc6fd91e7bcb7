import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createTimeReader, midnightOf, parseIsoTime } from "../../../src/telemetry/lines/parse-time.ts";

describe("times in ISO 8601", () => {
  test.each<[string, number, string | null]>([
    ["2026-11-22T23:17:56Z", 0, "2026-11-22T23:17:56.000Z"],
    ["2026-11-22 23:17:56,015", 0, "2026-11-22T23:17:56.015Z"],
    ["2026-11-22T23:17:56.5+02:00", 0, "2026-11-22T21:17:56.500Z"],
    ["2026-11-22T23:17:56-0330", 0, "2026-11-23T02:47:56.000Z"],
    ["2026-11-22T23:17:56", 120, "2026-11-22T21:17:56.000Z"],
    ["2024-02-29T00:00:00Z", 0, "2024-02-29T00:00:00.000Z"],
    ["2026-02-29T00:00:00Z", 0, null],
    ["2026-13-01T00:00:00Z", 0, null],
    ["2026-11-22T24:00:00Z", 0, null],
    ["2026-11-22T23:60:00Z", 0, null],
    ["yesterday", 0, null],
    ["", 0, null],
  ])("%s", (text, zone, expected) => {
    const time = parseIsoTime(text, zone);
    expect(Number.isNaN(time) ? null : new Date(time).toISOString()).toBe(expected);
  });

  test("a day that no calendar has", () => {
    expect(midnightOf(2026, 2, 30)).toBeNaN();
    expect(midnightOf(2026, 2, 0)).toBeNaN();
  });

  test("the quick way of a reader gives what the long way gives", () => {
    const reader = createTimeReader("iso", 60);
    const moment = fc.date({
      min: new Date("2026-11-22T00:00:00Z"),
      max: new Date("2026-11-23T23:59:59Z"),
      noInvalidDate: true,
    });
    const form = fc.constantFrom("Z", "", "+02:00", ".", ":00");
    fc.assert(
      fc.property(moment, form, fc.boolean(), (date, ending, isSpaced) => {
        const text = date
          .toISOString()
          .replace("Z", ending)
          .replace("T", isSpaced ? " " : "T");
        const [quick, long] = [reader.ofText(text), parseIsoTime(text, 60)];
        if (Number.isNaN(long)) expect(quick).toBeNaN();
        else expect(quick).toBeCloseTo(long, 3);
      }),
    );
  });

  test.each([
    ["epoch-s", 1_795_389_433.5, 1_795_389_433_500],
    ["epoch-ms", 1_795_389_433_500, 1_795_389_433_500],
    ["epoch-us", 1_795_389_433_500_000, 1_795_389_433_500],
    ["epoch-ns", 1_795_389_433_500_000_000, 1_795_389_433_500],
  ] as const)("%s, as a number and as text", (format, value, expected) => {
    const reader = createTimeReader(format, 0);
    expect(reader.ofNumber(value)).toBe(expected);
    expect(reader.ofText(String(value))).toBe(expected);
    expect(reader.ofText("2026-11-22T00:00:00Z")).toBeNaN();
  });
});
