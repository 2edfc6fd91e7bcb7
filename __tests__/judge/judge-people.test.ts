import { describe, expect, test } from "@jest/globals";
import type { Reading } from "../../src/domain/problem.ts";
import type { Ticks } from "../../src/domain/sign-off.ts";
import { decideVerdict } from "../../src/judge/decide-verdict.ts";
import { judgePeople } from "../../src/judge/judge-people.ts";
import { tickItems } from "../../src/people/tick-items.ts";

const items = tickItems({
  manual: [
    {
      group: "chat",
      items: [
        { text: "Streaming", required: false },
        { text: "Errors", required: false },
      ],
    },
    {
      group: "sessions",
      items: [
        { text: "Restore", required: true },
        { text: "List", required: false },
      ],
    },
  ],
  signOffs: [
    { role: "tech-lead", required: true },
    { role: "docs", required: false },
  ],
});
const idOf = (text: string): string => items.find((item) => item.text === text)?.id ?? "";
const ticked = (...texts: readonly string[]): Reading<Ticks> => ({
  ok: true,
  value: {
    standing: texts.map((text) => ({ id: idOf(text), by: "ann", at: "2026-01-02T03:04:05Z" })),
    refused: [],
    place: "#7",
  },
});
const outcome = (ticks: Reading<Ticks>, subject: string) => {
  const finding = judgePeople(items, ticks).find((one) => one.subject === subject);
  return [finding?.outcome, finding?.severity];
};

describe("judgePeople", () => {
  test.each<readonly [string, Reading<Ticks>, string, readonly [string, string]]>([
    ["items that are not required are conditions", ticked(), "by hand: chat", ["fail", "warning"]],
    ["some of them", ticked("Streaming"), "by hand: chat", ["fail", "warning"]],
    ["all of them", ticked("Streaming", "Errors"), "by hand: chat", ["pass", "warning"]],
    ["a required item is open", ticked("List"), "by hand: sessions", ["fail", "critical"]],
    ["only an item that is not required is open", ticked("Restore"), "by hand: sessions", ["fail", "warning"]],
    ["a required sign-off is open", ticked(), "sign-off tech-lead", ["fail", "critical"]],
    ["it is given", ticked("tech-lead"), "sign-off tech-lead", ["pass", "critical"]],
    ["a sign-off that is not required is open", ticked(), "sign-off docs", ["fail", "warning"]],
  ])("%s", (_name, ticks, subject, expected) => {
    expect(outcome(ticks, subject)).toEqual(expected);
  });

  test("one finding for each group and each role", () => {
    expect(judgePeople(items, ticked()).map(({ subject }) => subject)).toEqual([
      "by hand: chat",
      "by hand: sessions",
      "sign-off tech-lead",
      "sign-off docs",
    ]);
  });

  test("the words name what is open, who ticked, and where to tick", () => {
    const [chat, sessions, lead] = judgePeople(items, ticked("Streaming", "tech-lead"));
    expect(chat?.reason).toBe("1 of 2 ticked, open: Errors");
    expect(sessions?.action).toBe("Try what is open by hand, and tick it in #7");
    expect(lead?.reason).toBe("signed off by ann on 2026-01-02");
  });

  test("a tick that does not count says why", () => {
    const refused = [{ id: idOf("tech-lead"), by: "bob", reason: "bob may not write to the repository" }];
    const [, , lead] = judgePeople(items, { ok: true, value: { standing: [], refused, place: null } });
    expect(lead?.reason).toBe("not signed off; ticked, but not counted: bob may not write to the repository");
    expect(lead?.outcome).toBe("fail");
  });

  test.each<[string, readonly string[], readonly string[], string]>([
    ["whether a tick counts is not known", ["tech-lead"], [], "inconclusive"],
    ["whether one counts is not known, and another does not", ["Streaming"], ["Errors"], "fail"],
    ["whether one counts is not known, and another is open", ["Streaming"], [], "fail"],
  ])("%s", (_, unknown, not, outcome) => {
    const refused = [
      ...unknown.map((name) => ({
        id: idOf(name),
        by: "bob",
        reason: "it could not be read",
        isUnknown: true as const,
      })),
      ...not.map((name) => ({ id: idOf(name), by: "bob", reason: "bob may not" })),
    ];
    const [chat, , lead] = judgePeople(items, { ok: true, value: { standing: [], refused, place: null } });
    const judged = unknown.includes("tech-lead") ? lead : chat;
    expect(judged?.outcome).toBe(outcome);
  });

  test("what cannot be read is never ticked", () => {
    const problem = { kind: "invalid", reason: "GitHub did not answer." } as const;
    const findings = judgePeople(items, { ok: false, problem });
    expect(findings.map(({ outcome }) => outcome)).toEqual(Array(4).fill("inconclusive"));
    expect(decideVerdict(findings).decision).toBe("INCONCLUSIVE");
  });

  test("verdicts", () => {
    const decide = (...texts: readonly string[]) => decideVerdict(judgePeople(items, ticked(...texts)));
    expect(decide().decision).toBe("NO-GO");
    expect(decide("Restore", "tech-lead").decision).toBe("GO WITH CONDITIONS");
    expect(decide("Restore", "tech-lead").conditions).toHaveLength(3);
    expect(decide("Streaming", "Errors", "Restore", "List", "tech-lead", "docs").decision).toBe("GO");
  });
});
