import { expect, test } from "@jest/globals";
import { createLogLooker, type LogLook } from "../../src/rollout/log-look.ts";
import { createHeadReader } from "../../src/telemetry/log/head-reader.ts";

function look(text: string, component: string | null = null): LogLook {
  const head = createHeadReader([], { zoneMinutes: 0, nowMs: Date.UTC(2026, 0, 6) });
  const looker = createLogLooker(head, component);
  const bytes = Buffer.from(text.endsWith("\n") || text === "" ? text : `${text}\n`);
  if (bytes.length > 0) looker.lines(bytes, 0, bytes.length);
  return looker.finish();
}

const traceback = 'Traceback (most recent call last):\n  File "x.py", line 1\nValueError: ERROR in the text';
const info = "2026-01-05 09:00:02,000 - shop - INFO - fine";

test.each<[string, string, number, number]>([
  ["Python logging", `2026-01-05 09:00:01,123 - shop - ERROR - no part\n${traceback}\n${info}`, 2, 1],
  ["F19: a word in a sentence is no level", "2026-01-05 09:00:01 INFO shop: 0 errors so far, no ERRORS at all", 1, 0],
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
  ["Windows line ends", "2026-01-05 09:00:01 ERROR gone\r\n2026-01-05 09:00:02 INFO back\r\n", 2, 1],
  ["levels without a time", "ERROR:shop:gone\nINFO:shop:back", 2, 1],
  [
    "F19: a traceback counts with its line",
    `2026-01-05 09:00:01 ERROR a\n${traceback}\n\nDuring it:\n\n${traceback}`,
    1,
    1,
  ],
  ["a warning with its traceback is a warning", `2026-01-05 09:00:01 WARNING a\n${traceback}`, 1, 0],
  ["a traceback that nobody logged", `${info}\n${traceback}`, 1, 1],
  ["a traceback before anything else", `${traceback}\n${info}`, 1, 1],
  ["the rest of a traceback whose line came before", `  File "x.py", line 1\nValueError: gone\n${info}`, 1, 0],
  ["lines in no form that is known", "starting\nit went wrong", 0, 0],
  ["nothing", "", 0, 0],
])("%s", (_name, text, messages, errors) => {
  expect(look(text)).toMatchObject({ messages, errors });
});

test("counts what names a component, in its line or below it", () => {
  const lines = [
    "2026-01-05 09:00:01 ERROR cart: gone",
    "2026-01-05 09:00:02 ERROR cache: gone",
    "2026-01-05 09:00:03 ERROR root: gone",
    ...traceback.replace("x.py", "shop/cart/parts.py").split("\n"),
    "2026-01-05 09:00:04 INFO cart: back",
  ];
  expect(look(lines.join("\n"), "cart")).toMatchObject({ lines: 7, messages: 4, own: 3, errors: 2 });
});

test("shows the first errors harmless and short, and of one that nobody logged its own beginning", () => {
  const { errors, firstErrors } = look(
    `2026-01-05 09:00:01 ERROR cart: \u001b[31m${"x".repeat(500)}\n${info}\n${traceback}\n${"2026-01-05 09:00:03 ERROR z\n".repeat(5)}`,
  );
  expect([errors, firstErrors.length]).toEqual([7, 3]);
  for (const shown of firstErrors) {
    expect(shown).not.toMatch(/\p{Cc}/u);
    expect(shown.length).toBeLessThanOrEqual(200);
  }
  expect(firstErrors[1]).toBe("Traceback (most recent call last):");
});

test("a line that is too long to look at is a line", () => {
  const looker = createLogLooker(createHeadReader([], { zoneMinutes: 0, nowMs: 0 }), null);
  looker.tooLong();
  expect(looker.finish()).toMatchObject({ lines: 1, messages: 0, errors: 0 });
});
