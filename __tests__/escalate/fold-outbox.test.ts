import { describe, expect, test } from "@jest/globals";
import type { DeliveryOutcome } from "../../src/domain/channel.ts";
import type { EscalationEvent } from "../../src/domain/escalation.ts";
import type { LedgerEvent } from "../../src/domain/ledger.ts";
import { foldNotices } from "../../src/escalate/fold-notices.ts";
import { claimMs, foldOutbox, lateMs } from "../../src/escalate/fold-outbox.ts";
import type { Directory } from "../../src/escalate/plan-deliveries.ts";
import { eventAt, flagOn, hourMs, minuteMs, onMs, rolledBack } from "./escalation-samples.ts";

const nobody = { name: null, handle: null, email: null, slack: null };
const directory: Directory = {
  contacts: [
    { ...nobody, role: "lead", handle: "octocat", email: "lead@example.com" },
    { ...nobody, role: "ops", email: "ops@example.com" },
    { ...nobody, role: "ghost" },
  ],
  channels: [
    { name: "room", kind: "slack", address: "ROOM" },
    { name: "mail", kind: "email", server: "SMTP", from: "gate@example.com", to: ["all@example.com"] },
  ],
};

const since = new Date(onMs).toISOString();
const noted = (subject: string, severity: "warning" | "critical" = "warning"): EscalationEvent => ({
  kind: "concern-noted",
  subject,
  severity,
  since,
  reason: `${subject} is slow`,
});
const reached = (
  subjects: readonly string[],
  tell: readonly string[],
  action: "notify" | "issue" | "prepare-rollback" | "rollback" = "notify",
): EscalationEvent => ({ kind: "escalated", level: 1, action, subjects, tell, postMortemDue: null });
const resolved = (subject: string, tell: readonly string[]): EscalationEvent => ({
  kind: "concern-resolved",
  subject,
  because: "met",
  tell,
});

/** A ledger whose events come a minute after each other. */
function ledger(...events: readonly (EscalationEvent | LedgerEvent)[]): LedgerEvent[] {
  const all = [flagOn(), ...events];
  return all.map((event, at) => ("id" in event ? event : eventAt(onMs + at * minuteMs, event)));
}

const end = onMs + 10 * minuteMs;
const owedWords = (events: readonly LedgerEvent[], nowMs = end) =>
  foldOutbox(events, directory, new Date(nowMs)).map(
    ({ notice, destination, standing, isRepeated }) =>
      `${notice.kind} → ${destination.to}${standing === "owed" ? "" : ` (${standing})`}${isRepeated ? " again" : ""}`,
  );

describe("where a notice goes", () => {
  test.each<[string, EscalationEvent, string[]]>([
    ["a channel", reached(["a"], ["room"]), ["channel room"]],
    ["a role with a handle and an address", reached(["a"], ["lead"]), ["issue", "mail lead"]],
    ["a role with an address", reached(["a"], ["ops"]), ["mail ops"]],
    ["a role that cannot be reached is told of", reached(["a"], ["ghost"]), ["nobody ghost"]],
    ["a name that the config has no more", reached(["a"], ["gone"]), ["nobody gone"]],
    ["an issue that nobody is told of", reached(["a"], [], "issue"), ["issue"]],
    [
      "a rollback comes first",
      reached(["a"], ["room", "lead"], "rollback"),
      ["rollback", "issue", "channel room", "mail lead"],
    ],
    [
      "a rollback that is told to a channel needs no issue",
      reached(["a"], ["room"], "rollback"),
      ["rollback", "channel room"],
    ],
    ["a rollback that nobody is told of is told in the issue", reached(["a"], [], "rollback"), ["rollback", "issue"]],
    ["nobody, and nothing to do", reached(["a"], []), []],
  ])("%s", (_name, event, expected) => {
    expect(owedWords(ledger(noted("a"), event))).toEqual(expected.map((to) => `escalated → ${to}`));
  });
});

describe("what is told", () => {
  test("what one look resolved is told together, and is the last when nothing is left", () => {
    const at = onMs + 5 * minuteMs;
    const events = [
      ...ledger(noted("a"), noted("b"), noted("c"), reached(["a", "b", "c"], ["room"])),
      eventAt(at, resolved("a", ["room"])),
      eventAt(at, resolved("b", ["room"])),
    ];
    const [, together] = foldNotices(events);
    expect(together).toMatchObject({ kind: "recovered", isLast: false, tell: ["room"], id: events.at(-2)?.id });
    expect(together?.concerns.map(({ subject }) => subject)).toEqual(["a", "b"]);
    const [, , last] = foldNotices([...events, eventAt(at + minuteMs, resolved("c", ["room"]))]);
    expect(last).toMatchObject({ kind: "recovered", isLast: true });
  });

  test("a concern that nobody was told of ends in silence", () => {
    expect(foldNotices(ledger(noted("a"), resolved("a", [])))).toEqual([]);
  });

  test("a rollback is told to who knows of what led to it, whoever made it, and ends an issue's part", () => {
    const events = ledger(
      noted("a"),
      reached(["a"], ["room"], "issue"),
      rolledBack(onMs + 9 * minuteMs, "rolled back"),
    );
    expect(owedWords(events).slice(2)).toEqual(["rolled-back → issue", "rolled-back → channel room"]);
    expect(foldNotices(ledger(noted("a"), rolledBack(onMs + hourMs, "rolled back")))).toEqual([]);
  });

  test("a rollback that failed is told, and the concern goes on", () => {
    const events = ledger(
      noted("a"),
      reached(["a"], ["room"]),
      rolledBack(onMs + 9 * minuteMs, "failed"),
      resolved("a", ["room"]),
    );
    expect(foldNotices(events).map(({ kind }) => kind)).toEqual(["escalated", "rolled-back", "recovered"]);
  });

  test("that a rollback failed is told once, however often it is tried", () => {
    const failed = [1, 2, 3].map((hour) => rolledBack(onMs + hour * hourMs, "failed"));
    const kinds = foldNotices(ledger(noted("a"), reached(["a"], ["room"]), ...failed)).map(({ kind }) => kind);
    expect(kinds).toEqual(["escalated", "rolled-back"]);
  });

  test("the issue is kept up to date when a concern ends that only a channel was told of", () => {
    const events = ledger(
      noted("a"),
      noted("b"),
      reached(["a"], [], "issue"),
      reached(["b"], ["room"]),
      resolved("b", ["room"]),
    );
    expect(owedWords(events).filter((words) => words.startsWith("recovered"))).toEqual([
      "recovered → issue",
      "recovered → channel room",
    ]);
  });
});

describe("a rollback that was asked for", () => {
  const asked = [noted("a", "critical"), reached(["a"], [], "rollback")];
  test.each<[string, readonly (EscalationEvent | LedgerEvent)[], boolean]>([
    ["is owed", [], true],
    ["is owed when the concern was only noted again", [noted("a")], true],
    ["not when the concern is over", [resolved("a", [])], false],
    ["not for another concern of the same name", [resolved("a", []), noted("a", "critical")], false],
    ["not when the flag is off", [rolledBack(onMs + hourMs, "rolled back")], false],
    ["still when turning it off failed", [rolledBack(onMs + hourMs, "failed")], true],
  ])("%s", (_name, more, isOwed) => {
    expect(owedWords(ledger(...asked, ...more)).includes("escalated → rollback")).toBe(isOwed);
  });
});

describe("a rollback that was begun elsewhere", () => {
  const asked = ledger(noted("a", "critical"), reached(["a"], ["room"], "rollback"));
  const notice = asked.at(-1)?.id ?? "";
  const all = ["rollback", "channel room"].map((to) => ({ notice, to }));
  const begun = [
    ...asked,
    eventAt(end, { kind: "deliveries-begun", claim: "1", deliveries: all }),
    eventAt(end, {
      kind: "deliveries-ended",
      claim: "1",
      deliveries: all.map((one) => ({ ...one, outcome: "done", detail: "" })),
    }),
  ];

  test("and is not known to have ended an hour later is told, under a name of its own", () => {
    expect(owedWords(begun, end + hourMs)).toEqual([]);
    expect(owedWords(begun, end + hourMs + minuteMs)).toEqual(["rollback-overdue → channel room"]);
    const [overdue] = foldOutbox(begun, directory, new Date(end + 2 * hourMs));
    expect(overdue?.notice.id).toBe(`${notice}-overdue`);
  });

  test.each([
    ["it ended", rolledBack(end + minuteMs, "rolled back")],
    ["what led to it is over", eventAt(end + minuteMs, resolved("a", []))],
  ])("but not when %s", (_name, event) => {
    const words = owedWords([...begun, event], end + 2 * hourMs);
    expect(words.filter((one) => one.startsWith("rollback-overdue"))).toEqual([]);
  });
});

describe("a delivery", () => {
  const told = ledger(noted("a"), reached(["a"], ["room"]));
  const notice = told.at(-1)?.id ?? "";
  const begun = (claim: string, atMs: number) =>
    eventAt(atMs, { kind: "deliveries-begun", claim, deliveries: [{ notice, to: "channel room" }] });
  const ended = (claim: string, atMs: number, outcome: DeliveryOutcome) =>
    eventAt(atMs, {
      kind: "deliveries-ended",
      claim,
      deliveries: [{ notice, to: "channel room", outcome, detail: "" }],
    });
  const name = "escalated → channel room";

  test.each<[string, LedgerEvent[], number, string[]]>([
    ["is owed", [], end, [name]],
    ["is one run's at a time", [begun("1", end)], end + minuteMs, [`${name} (begun) again`]],
    ["is owed when that run never ended it", [begun("1", end)], end + claimMs, [`${name} again`]],
    ["is owed when that run's clock was ahead", [begun("1", end + lateMs)], end, [`${name} again`]],
    ["is made once", [begun("1", end), ended("1", end, "done")], end + hourMs, []],
    ["is not tried again when there is nobody", [begun("1", end), ended("1", end, "dropped")], end + hourMs, []],
    ["is tried again at once when it failed", [begun("1", end), ended("1", end, "failed")], end, [name]],
    ["is tried again when nobody knows", [begun("1", end), ended("1", end, "unknown")], end, [`${name} again`]],
    [
      "is given up when nobody knows three times",
      ["1", "2", "3"].flatMap((claim) => [begun(claim, end), ended(claim, end, "unknown")]),
      end,
      [`${name} (given up) again`],
    ],
    [
      "is tried for days while it is known to fail",
      Array.from({ length: 20 }, (_, at) => [begun(`${at}`, end), ended(`${at}`, end, "failed")]).flat(),
      end + lateMs - hourMs,
      [name],
    ],
    ["is given up after a week", [], end + lateMs, [`${name} (given up)`]],
    ["ends only for who began it", [begun("1", end), ended("2", end, "done")], end, [`${name} (begun) again`]],
  ])("%s", (_name, more, nowMs, expected) => {
    expect(owedWords([...told, ...more], nowMs)).toEqual(expected);
  });
});
