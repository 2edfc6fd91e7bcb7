import { describe, expect, test } from "@jest/globals";
import { decideTicks, type Standing } from "../../src/people/decide-ticks.ts";
import { tickItems } from "../../src/people/tick-items.ts";

const items = tickItems({
  manual: [{ group: "chat", items: [{ text: "Streaming", required: false }] }],
  signOffs: [
    { role: "tech-lead", required: true },
    { role: "qa", required: true },
  ],
});
const [streaming = never(), lead = never(), qa = never()] = items;
const at = "2026-01-02T03:04:05Z";

function never(): never {
  throw new Error("there are three items");
}

const person = (login: string, mayWrite: boolean | null, roles: Record<string, boolean | null> = {}): Standing => ({
  login,
  mayWrite,
  roles: new Map(Object.entries(roles)),
});

describe("decideTicks", () => {
  const decide = (id: string, by: string | null, people: readonly Standing[], ticked = true) =>
    decideTicks(items, [{ id, ticked, by, at }], people, new Set(["tech-lead"]), "#7");

  test.each<readonly [string, string, string | null, readonly Standing[]]>([
    ["an item by somebody who may write", streaming.id, "ann", [person("ann", true)]],
    ["letters of another case", streaming.id, "Ann", [person("ann", true)]],
    ["a sign-off by who has the role", lead.id, "ann", [person("ann", true, { "tech-lead": true })]],
    ["a sign-off of a role of which nobody is named", qa.id, "ben", [person("ben", true)]],
  ])("counts: %s", (_name, id, by, people) => {
    expect(decide(id, by, people)).toEqual({ standing: [{ id, by, at }], refused: [], place: "#7" });
  });

  test.each<readonly [string, string, string | null, readonly Standing[], RegExp]>([
    ["nobody knows who", streaming.id, null, [], /cannot be told who ticked it/],
    ["somebody of whom nothing is known", streaming.id, "ann", [], /whether ann may write .* could not be read/],
    ["rights that could not be read", streaming.id, "ann", [person("ann", null)], /could not be read/],
    ["somebody who may only read", streaming.id, "ann", [person("ann", false)], /ann may not write/],
    ["another role", lead.id, "ann", [person("ann", true, { "tech-lead": false })], /ann is not tech-lead/],
    [
      "a role that could not be read",
      lead.id,
      "ann",
      [person("ann", true)],
      /whether ann is tech-lead could not be read/,
    ],
  ])("does not count: %s", (_name, id, by, people, reason) => {
    const { standing, refused } = decide(id, by, people);
    expect(standing).toEqual([]);
    const isUnknown = /could not be read/.test(reason.source);
    expect(refused).toEqual([{ id, by, reason: expect.stringMatching(reason), ...(isUnknown ? { isUnknown } : {}) }]);
  });

  test("an item that was unticked, or is not in the config, is open", () => {
    expect(decide(streaming.id, "ann", [person("ann", true)], false).standing).toEqual([]);
    expect(decide("ffffffffffff", "ann", [person("ann", true)])).toEqual({ standing: [], refused: [], place: "#7" });
  });
});

describe("tickItems", () => {
  test("ids differ by kind, group and words, and not by place or being required", () => {
    const one = (group: string, text: string, required = false) =>
      tickItems({ manual: [{ group, items: [{ text, required }] }], signOffs: [] })[0]?.id;
    expect(one("a", "b")).toBe(one("a", "b", true));
    expect(new Set([one("a", "b"), one("b", "b"), one("a", "c"), one("a\nb", ""), one("a", "\nb")]).size).toBe(5);
    expect(one("qa", "qa")).not.toBe(qa.id);
    expect(streaming.id).toMatch(/^[0-9a-f]{12}$/);
  });
});
