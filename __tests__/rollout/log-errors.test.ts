import { expect, test } from "@jest/globals";
import { logErrors } from "../../src/rollout/log-errors.ts";

const traceback = 'Traceback (most recent call last):\n  File "x.py", line 1\nValueError: ERROR in the text';

test.each<[string, string, number, number]>([
  [
    "Python logging",
    `2026-01-05 09:00:01,123 - shop - ERROR - no part\n${traceback}\n2026-01-05 09:00:02,000 - shop - INFO - fine`,
    2,
    1,
  ],
  ["a word in a sentence is no level", "2026-01-05 09:00:01 INFO shop: 0 errors so far, no ERRORS at all", 1, 0],
  ["syslog", "Jan  5 09:00:01 host shop[12]: <err> gone", 1, 1],
  ["logback", "09:00:01.123 [main] WARN  com.shop.Cart - slow\n09:00:01.124 [main] ERROR com.shop.Cart - gone", 2, 1],
  ["klog", "E0105 09:00:01.000000 1 cart.go:7] gone\nI0105 09:00:01.000000 1 cart.go:8] back", 2, 1],
  [
    "JSON",
    '{"time":"2026-01-05T09:00:01Z","level":"error","msg":"gone"}\n{"level":"info","msg":"an error was handled"}',
    2,
    1,
  ],
  [
    "logfmt",
    'time=2026-01-05T09:00:01Z level=fatal msg="gone"\ntime=2026-01-05T09:00:02Z level=debug msg="ERROR"',
    2,
    1,
  ],
  ["brackets", "[2026-01-05 09:00:01] [critical] gone", 1, 1],
  ["without dates or levels", "starting\nerror: gone\n  at x\nfine", 3, 1],
  ["a bare traceback", `starting\n${traceback}`, 2, 1],
  ["an error after an indented line", "info: a list\n  of things\nerror: gone", 2, 1],
  ["nothing", "", 0, 0],
])("%s", (_name, text, records, errors) => {
  const look = logErrors(text.split("\n"), null);
  expect([look.records, look.errors.length]).toEqual([records, errors]);
});

test("counts those of a component alone, and shows them harmless and short", () => {
  const lines = [
    `2026-01-05 09:00:01 ERROR cart: \u001b[31m${"x".repeat(500)}`,
    "2026-01-05 09:00:02 ERROR cache: gone",
  ];
  const look = logErrors(lines, "cart");
  expect(look.records).toBe(1);
  expect(look.errors[0]).not.toMatch(/\p{Cc}/u);
  expect(look.errors[0]?.length).toBeLessThanOrEqual(200);
});
