import { describe, expect, test } from "@jest/globals";
import {
  checkConclusion,
  decideCheck,
  type ExistingCheck,
  externalId,
  isWrittenBy,
} from "../../../src/github/publish/decide-check.ts";
import type { Ending } from "../../../src/github/publish/publication.ts";

const run = { runId: "100", attempt: 2 };
const check = (id: number, runId: string, attempt: number, more: Partial<ExistingCheck> = {}): ExistingCheck => ({
  id,
  externalId: externalId({ runId, attempt }),
  app: "github-actions",
  annotations: 0,
  ...more,
});

describe("checkConclusion", () => {
  test("tells every ending apart, and lets only GO and conditions through a required check", () => {
    const endings: readonly Ending[] = ["GO", "GO WITH CONDITIONS", "NO-GO", "INCONCLUSIVE", "broken"];
    const conclusions = endings.map(checkConclusion);
    expect(conclusions).toEqual(["success", "neutral", "failure", "action_required", "cancelled"]);
    expect(new Set(conclusions).size).toBe(endings.length);
  });
});

describe("decideCheck", () => {
  test.each<[string, readonly ExistingCheck[], object]>([
    ["nothing is there", [], { kind: "create" }],
    ["the same attempt", [check(1, "100", 2)], { kind: "update", id: 1, annotate: true }],
    ["an earlier attempt", [check(1, "100", 1)], { kind: "update", id: 1, annotate: true }],
    [
      "an earlier attempt with annotations",
      [check(1, "100", 1, { annotations: 3 })],
      { kind: "update", id: 1, annotate: false },
    ],
    ["a later attempt", [check(1, "100", 3)], { kind: "nothing" }],
    ["an older run", [check(1, "99", 9)], { kind: "update", id: 1 }],
    ["a newer run", [check(1, "101", 1)], { kind: "nothing" }],
    ["a newer run by a longer number", [check(1, "1000", 1)], { kind: "nothing" }],
    ["an older run by a longer number", [check(1, "099", 1)], { kind: "update", id: 1 }],
    ["a newer beside an older", [check(1, "50", 1), check(2, "101", 1)], { kind: "nothing" }],
    ["two older", [check(2, "60", 1), check(1, "50", 1)], { kind: "update", id: 2 }],
    ["another app's", [check(1, "999", 1, { app: "stranger" })], { kind: "create" }],
    ["nobody's", [check(1, "999", 1, { app: null })], { kind: "create" }],
    ["a job's own, of the same name", [check(1, "1", 1, { externalId: "5d1f8c2e" })], { kind: "create" }],
    ["one that bears nonsense", [check(1, "1", 1, { externalId: "rollout-gate/1 1.1 x" })], { kind: "create" }],
  ])("%s", (_, existing, plan) => {
    expect(decideCheck(existing, run, "github-actions")).toMatchObject(plan);
  });

  test("knows what this very attempt wrote", () => {
    expect(isWrittenBy([check(1, "100", 2)], run, "github-actions")).toBe(true);
    expect(isWrittenBy([check(1, "100", 1), check(2, "100", 2, { app: "stranger" })], run, "github-actions")).toBe(
      false,
    );
  });
});
