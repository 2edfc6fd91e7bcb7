import { expect, test } from "@jest/globals";
import { readWatchRequest } from "../../src/entry/read-watch-request.ts";

const read = (window: string, recordBefore: boolean) =>
  readWatchRequest({ window, recordBefore, dryRun: false }, (option) => `--${option}`);

test("a window without a name is none", () => {
  expect(read(" ", false)).toEqual({ window: null, recordBefore: false, dryRun: false });
  expect(read(" day-1 ", false)).toEqual({ window: "day-1", recordBefore: false, dryRun: false });
});

test("what is there before the flag is on has no window", () => {
  expect(read("day-1", true)).toBe(
    "--record-before records what is there before the flag is on, so --window has no place beside it.",
  );
});
