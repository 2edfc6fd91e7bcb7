import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { TickChange } from "../../src/people/fold-revisions.ts";
import { mergeChanges } from "../../src/people/merge-changes.ts";

const change = (at: number, ticked: boolean, by = "hubot"): TickChange => {
  return { id: "0123456789ab", ticked, by, at: new Date(at * 1000).toISOString().replace(".000Z", "Z") };
};

describe("mergeChanges", () => {
  test.each([
    ["the later word counts", [[change(1, true)], [change(2, false)]], false],
    ["wherever it was said", [[change(2, false)], [change(1, true)]], false],
    ["also when it ticks", [[change(1, false)], [change(2, true)]], true],
    ["within a second, not ticked counts", [[change(1, true)], [change(1, false)]], false],
    ["within a second, in the other order too", [[change(1, false)], [change(1, true)]], false],
  ] as const)("%s", (_name, places, ticked) => {
    expect(mergeChanges(places)).toMatchObject([{ ticked }]);
  });

  test("of nothing is nothing", () => {
    expect(mergeChanges([])).toEqual([]);
    expect(mergeChanges([[], []])).toEqual([]);
  });

  test("the order of the places does not matter to what is ticked, and no item is lost", () => {
    const one = fc.record({ id: fc.constantFrom("a", "b", "c"), ticked: fc.boolean(), at: fc.nat({ max: 3 }) });
    const places = fc.array(fc.array(one, { maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(places, (drawn) => {
        const lists = drawn.map((list) => list.map(({ id, ticked, at }) => ({ ...change(at, ticked), id })));
        const told = (merged: readonly TickChange[]) => merged.map(({ id, ticked }) => `${id} ${ticked}`).sort();
        expect(told(mergeChanges([...lists].reverse()))).toEqual(told(mergeChanges(lists)));
        expect(new Set(mergeChanges(lists).map(({ id }) => id))).toEqual(new Set(lists.flat().map(({ id }) => id)));
      }),
    );
  });
});
