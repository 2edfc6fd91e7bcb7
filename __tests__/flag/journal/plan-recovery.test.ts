import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type JournalEntry, readEntry, renderEntry } from "../../../src/flag/journal/journal-entry.ts";
import { planRecovery } from "../../../src/flag/journal/plan-recovery.ts";

const at = "2026-01-05T09:00:00.000Z";
const id = "20260105T090000Z-1a2b3c";
const opened = (action: "enable" | "rollback"): JournalEntry => ({
  kind: "opened",
  at,
  operation: id,
  action,
  rollout: "shop",
  commit: null,
  flagBefore: "off",
  reason: action === "rollback" ? "too slow" : "",
});
const backedUp: JournalEntry = { kind: "backed-up", at, backup: id };
const setting = (way: string): JournalEntry => ({
  kind: "about-to",
  at,
  step: { do: "set-flag", way, to: "on", percent: 100 },
});
const did = (sha256: string): JournalEntry => ({ kind: "did", at, said: "set", after: [{ file: "/a.yaml", sha256 }] });
const turning: JournalEntry = { kind: "turning-back", at, because: "smoke failed" };
const puttingBack: JournalEntry = { kind: "about-to", at, step: { do: "put-back", backup: id, files: ["/a.yaml"] } };
const closed: JournalEntry = { kind: "closed", at, ending: "enabled" };

describe("what a journal leaves to do", () => {
  test.each<[string, readonly JournalEntry[], unknown]>([
    ["nothing written", [], { kind: "nothing", archive: null }],
    ["closed", [opened("enable"), closed], { kind: "nothing", archive: id }],
    ["opened alone", [opened("enable"), backedUp], { kind: "close", action: "enable" }],
    ["a rollback", [opened("rollback"), setting("script")], { kind: "roll-back", reason: "too slow" }],
    [
      "one way",
      [opened("enable"), backedUp, setting("script"), did("1")],
      { kind: "undo", ways: ["script"], because: null },
    ],
    [
      "two ways, the last first, each once",
      [opened("enable"), backedUp, setting("script"), did("1"), setting("file"), did("2"), setting("file")],
      { ways: ["file", "script"] },
    ],
    ["a way set without a backup", [opened("enable"), setting("script")], { kind: "undo", files: null }],
    [
      "turning back already",
      [opened("enable"), backedUp, setting("s"), did("1"), turning],
      { because: "smoke failed" },
    ],
    ["no beginning", [closed], null],
  ])("%s", (_name, entries, plan) => {
    const found = planRecovery(entries);
    if (plan === null) expect(found).toBeNull();
    else expect(found).toMatchObject(plan as object);
  });

  const left = (...entries: readonly JournalEntry[]) => {
    const plan = planRecovery([opened("enable"), backedUp, ...entries]);
    return plan?.kind === "undo" ? [...(plan.files?.left.get("/a.yaml") ?? [])] : null;
  };

  test("what a way left in the files counts only once it was seen to its end", () => {
    expect(left(setting("s"), did("1"))).toEqual(["1"]);
    expect(left(setting("s"), did("1"), setting("t"))).toEqual([]);
  });

  test("what turning back left in them counts as well", () => {
    expect(left(setting("s"), did("1"), turning, puttingBack, did("2"))).toEqual(["1", "2"]);
  });
});

const entry = fc.oneof(
  fc.constantFrom(opened("enable"), opened("rollback"), backedUp, turning, puttingBack, closed),
  fc.string({ minLength: 1, maxLength: 20 }).map(setting),
  fc.string({ maxLength: 60 }).map(did),
);

test("entries are read as they were written", () => {
  fc.assert(fc.property(entry, (one) => expect(readEntry(renderEntry(one))).toEqual({ ok: true, value: one })));
});

test("every prefix of every journal has a plan, and a closed one leaves nothing to do", () => {
  fc.assert(
    fc.property(fc.constantFrom(opened("enable"), opened("rollback")), fc.array(entry), (first, rest) => {
      const journal = [first, ...rest];
      for (let length = 1; length <= journal.length; length++) {
        const prefix = journal.slice(0, length);
        const plan = planRecovery(prefix);
        expect(plan).not.toBeNull();
        if (prefix.includes(closed)) expect(plan?.kind).toBe("nothing");
        // A way that may have been set is never forgotten.
        const turned = prefix.findIndex(({ kind }) => kind === "turning-back");
        const forward = turned === -1 ? prefix : prefix.slice(0, turned);
        const ways = forward.flatMap((one) =>
          one.kind === "about-to" && one.step.do === "set-flag" ? [one.step.way] : [],
        );
        if (plan?.kind === "undo") expect(new Set(plan.ways)).toEqual(new Set(ways));
      }
    }),
  );
});

test.each([
  "",
  "{",
  "null",
  "[]",
  '{"kind":"about-to","at":"x","step":{"do":"run","command":"reboot"}}',
  '{"kind":"closed"}',
])("%j is no entry", (line) => {
  expect(readEntry(line)).toMatchObject({ ok: false, problem: { kind: "invalid" } });
});
