import { expect, test } from "@jest/globals";
import type { WatchDecision } from "../../src/domain/verdict.ts";
import type { WindowLook } from "../../src/domain/watch-report.ts";
import { gravestLook } from "../../src/judge/gravest-look.ts";

const look = (window: string, decision: WatchDecision, by: string | null = null): WindowLook => ({
  window,
  kind: "due",
  due: "",
  from: "",
  to: "",
  missed: 0,
  verdict: { decision, because: "", by, actions: [], met: 0, judged: 0 },
  findings: [],
  trends: {},
  review: null,
});

test.each<[string, readonly WindowLook[], string | undefined]>([
  ["none", [], undefined],
  ["the first of those that ask for the same", [look("a", "KEEP"), look("b", "KEEP")], "a"],
  [
    "what asks for more",
    [look("a", "INVESTIGATE"), look("b", "ROLL BACK NOW"), look("c", "ROLL BACK (scheduled)")],
    "b",
  ],
  ["a question is more than none", [look("a", "KEEP"), look("b", "INVESTIGATE")], "b"],
  [
    "what asks for it earlier",
    [look("a", "INVESTIGATE", "2026-01-10T00:00:00.000Z"), look("b", "INVESTIGATE", "2026-01-09T00:00:00.000Z")],
    "b",
  ],
])("%s", (_name, looks, expected) => {
  expect(gravestLook(looks)?.window).toBe(expected);
});
