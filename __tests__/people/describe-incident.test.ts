import { describe, expect, test } from "@jest/globals";
import type { RolloutBeginning, RolloutReport, RolloutStep } from "../../src/domain/rollout.ts";
import { describeIncident } from "../../src/people/describe-incident.ts";

const at = "2026-01-05T09:30:00.000Z";
const beginning: RolloutBeginning = {
  operation: "20260105T093000Z-1a2b3c",
  rollout: "search",
  action: "rollback",
  reason: "errors",
  commit: null,
  startedAt: at,
};
const step = (outcome: RolloutStep["outcome"], what: string, startedAt: string | null = at): RolloutStep => {
  return { what, outcome, detail: `${what} said so.`, startedAt, durationMs: 1 };
};
const report: RolloutReport = {
  ...beginning,
  schema: "rollout-gate/rollout/1",
  tool: "rollout-gate 0",
  ending: "rolled back with findings",
  because: "The flag is off.",
  flag: "off",
  endedAt: "2026-01-05T09:31:00.000Z",
  record: [],
  steps: [],
  findings: ["The log holds 2 errors."],
  byHand: [
    { what: "Look.", command: null },
    { what: "Type:", command: "tail app.log" },
  ],
  notes: [],
};

describe("describeIncident", () => {
  test("a rollback that has begun is under way, and its post-mortem is due in a day", () => {
    expect(describeIncident({ beginning, steps: [], report: null }, [], [])).toMatchObject({
      status: "rolling back",
      endedAt: null,
      owner: null,
      issues: [],
      postMortemDue: "2026-01-06T09:30:00.000Z",
      timeline: [{ what: "the rollback began" }],
    });
  });

  test("steps are told with their times, those that were only planned are not", () => {
    const steps = [
      step("done", "one"),
      step("planned", "two", null),
      step("failed", "three"),
      step("doubtful", "four"),
    ];
    const incident = describeIncident({ beginning, steps, report }, [], []);
    expect(incident.timeline.map(({ what, outcome }) => [what, outcome])).toEqual([
      ["the rollback began", "done"],
      ["one: one said so.", "done"],
      ["three: three said so.", "failed"],
      ["four: four said so.", "done"],
      ["rolled back with findings; the flag reads off. The flag is off.", "done"],
    ]);
    expect(incident.issues).toEqual(["three: three said so.", "four: four said so.", "The log holds 2 errors."]);
    expect(incident.byHand).toEqual(["Look.", "Type: tail app.log"]);
  });

  test.each([
    ["rolled back", "rolled back"],
    ["rolled back with findings", "rolled back with findings"],
    ["failed", "failed"],
    ["refused", "failed"],
  ] as const)("one that ended as %s is %s", (ending, status) => {
    expect(describeIncident({ beginning, steps: [], report: { ...report, ending } }, [], []).status).toBe(status);
  });

  test("the first contact answers", () => {
    const contacts = ["on-call", "tech-lead"].map((role) => ({
      role,
      handle: null,
      name: null,
      email: null,
      slack: null,
    }));
    expect(describeIncident({ beginning, steps: [], report }, contacts, []).owner).toEqual({
      role: "on-call",
      handle: null,
    });
  });
});
