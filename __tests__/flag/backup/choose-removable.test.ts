import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { chooseRemovable } from "../../../src/flag/backup/choose-removable.ts";

const now = Date.UTC(2026, 0, 31);
const day = 86_400_000;
const backup = (age: number) => {
  const at = new Date(now - age * day).toISOString();
  return { id: `${at.slice(0, 19).replace(/[-:]/g, "")}Z-aaaaaa`, at };
};
const ages = (ids: readonly string[]) =>
  ids.map((id) => (now - Date.UTC(2026, Number(id.slice(4, 6)) - 1, Number(id.slice(6, 8)))) / day);

test.each([
  ["beyond the number", { keep: 2, forMs: null }, [], [2, 3, 4]],
  ["younger ones stay", { keep: 1, forMs: 3 * day }, [], [3, 4]],
  ["what is needed stays", { keep: 1, forMs: null }, [3], [1, 2, 4]],
  ["one is always kept", { keep: 0, forMs: null }, [], [1, 2, 3, 4]],
])("%s", (_name, retention, needed, removed) => {
  const all = [0, 1, 2, 3, 4].map(backup);
  const ids = new Set(needed.map((age) => backup(age).id));
  expect(ages(chooseRemovable(all, retention, ids, now))).toEqual(removed);
});

test("never removes the newest, what is needed, or what has no age", () => {
  const some = fc.uniqueArray(fc.integer({ min: 0, max: 25 }), { minLength: 1 });
  fc.assert(
    fc.property(some, fc.nat(5), fc.option(fc.nat(20)), fc.nat(25), (days, keep, forDays, neededDay) => {
      const all = [...days.map(backup), { id: "20260101T000000Z-zzzzzz", at: "never" }];
      const needed = new Set([backup(neededDay).id]);
      const removed = chooseRemovable(all, { keep, forMs: forDays === null ? null : forDays * day }, needed, now);
      expect(removed).not.toContain(backup(Math.min(...days)).id);
      expect(removed).not.toContain(backup(neededDay).id);
      expect(removed).not.toContain("20260101T000000Z-zzzzzz");
    }),
  );
});
