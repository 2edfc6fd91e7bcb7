import { describe, expect, test } from "@jest/globals";
import { parseDuration, parseShare, parseSize } from "../../src/config/parse-amount.ts";

describe("amounts with a unit", () => {
  test.each([
    ["20m", 1_200_000],
    ["5 min", 300_000],
    ["90s", 90_000],
    ["1h", 3_600_000],
    ["1.5 h", 5_400_000],
    ["30d", 2_592_000_000],
    ["250ms", 250],
  ])("the duration %j", (text, durationMs) => {
    expect(parseDuration(text)).toEqual({ ok: true, value: durationMs });
  });

  test.each([
    ["20", "has no unit", 'add a unit: "20 min" or "20 s"'],
    ["0 s", "above zero", ""],
    ["-5 s", "above zero", ""],
    ["5 MB", "not a duration", "20 min"],
    ["5 mins", '"mins" is not a unit', '"min"'],
    ["5 fortnights", "is not a unit", "Units: ns"],
    ["soon", "is not a number", "500 ms"],
    ["9999 d", "too long", ""],
  ])("%j is no duration", (text, message, hint) => {
    const result = parseDuration(text);
    expect(result.ok ? "" : result.problem.message).toContain(message);
    expect(result.ok ? "" : (result.problem.hint ?? "")).toContain(hint);
  });

  test("zero where zero makes sense, and a cap of one's own", () => {
    expect(parseDuration("0 min", { zero: true })).toEqual({ ok: true, value: 0 });
    expect(parseDuration("2 d", { maxMs: 86_400_000 }).ok).toBe(false);
  });

  test.each([
    ["1 GB", 1e9],
    ["512MiB", 512 * 2 ** 20],
  ])("the size %j", (text, bytes) => {
    expect(parseSize(text)).toEqual({ ok: true, value: bytes });
  });

  test.each([
    ["1", "has no unit", '"1 GB"'],
    ["1 s", "not a size", "1 GB"],
    ["0 GB", "above zero", ""],
    ["1 Gb", '"Gb" is not a unit', '"GB"'],
  ])("%j is no size", (text, message, hint) => {
    const result = parseSize(text);
    expect(result.ok ? "" : result.problem.message).toContain(message);
    expect(result.ok ? "" : (result.problem.hint ?? "")).toContain(hint);
  });

  test("shares are fractions between none and all", () => {
    expect(parseShare("1 %")).toEqual({ ok: true, value: 0.01 });
    for (const text of ["0 %", "100 %", "-1 %", "0.01", "1 s", "x"]) expect(parseShare(text).ok).toBe(false);
  });
});
