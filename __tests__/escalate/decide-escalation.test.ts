import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Severity } from "../../src/domain/criterion.ts";
import type { EscalationAction, EscalationEvent, EscalationLevel } from "../../src/domain/escalation.ts";
import type { Finding, Outcome } from "../../src/domain/finding.ts";
import type { LedgerEvent } from "../../src/domain/ledger.ts";
import { decideEscalation } from "../../src/escalate/decide-escalation.ts";
import { eventAt, findingOf, flagOn, hourMs, minuteMs, onMs, rolledBack, usualLevels } from "./escalation-samples.ts";

/** A ledger that looks are made at, as the modes do: what is decided is added. */
class Watch {
  readonly events: LedgerEvent[] = [flagOn()];
  readonly levels: readonly EscalationLevel[];
  watched: (subject: string) => boolean = () => true;

  constructor(levels: readonly EscalationLevel[] = usualLevels) {
    this.levels = levels;
  }

  look(afterMs: number, ...findings: readonly Finding[]): readonly EscalationEvent[] {
    const now = new Date(onMs + afterMs);
    const decided = decideEscalation(this.events, { levels: this.levels, findings, isWatched: this.watched, now });
    this.events.push(...decided.map((event) => eventAt(now.getTime(), event)));
    return decided;
  }
}

/** In words: `noted latency warning`, `level 1 issue latency → owner`. */
function words(events: readonly EscalationEvent[]): readonly string[] {
  return events.map(wordsOf);
}

function wordsOf(event: EscalationEvent): string {
  switch (event.kind) {
    case "concern-noted":
      return `noted ${event.subject} ${event.severity}`;
    case "concern-resolved":
      return `resolved ${event.subject} (${event.because}) → ${event.tell.join(" ")}`;
    case "escalated":
      return `level ${event.level} ${event.action} ${event.subjects.join(" ")} → ${event.tell.join(" ")}`;
    case "post-mortem-due":
      return `post-mortem → ${event.tell.join(" ")}`;
  }
}

const slow = (outcome: Outcome) => findingOf("latency", "warning", outcome);
const crash = (outcome: Outcome) => findingOf("crashes", "critical", outcome);

describe("one look at a rollout that nothing was said of yet", () => {
  test.each<[string, Finding[], string[]]>([
    ["all is well", [slow("pass"), crash("pass")], []],
    ["nothing was looked at", [], []],
    ["a warning", [slow("fail")], ["noted latency warning", "level 1 issue latency → owner"]],
    [
      "something critical",
      [crash("fail")],
      ["noted crashes critical", "level 1 issue crashes → owner", "level 3 rollback crashes → owner lead ops"],
    ],
    [
      "a warning level of something critical",
      [crash("warn")],
      ["noted crashes warning", "level 1 issue crashes → owner"],
    ],
    ["a warning that nobody could read is noted and wakes nobody", [slow("missing")], ["noted latency info"]],
    [
      "something critical that nobody could read rolls nothing back",
      [crash("invalid")],
      ["noted crashes warning", "level 1 issue crashes → owner"],
    ],
    ["information that could not be told", [findingOf("votes", "info", "inconclusive")], []],
    ["information", [findingOf("votes", "info", "fail")], ["noted votes info"]],
    [
      "two at once are told together",
      [slow("fail"), findingOf("errors", "warning", "fail")],
      ["noted latency warning", "noted errors warning", "level 1 issue latency errors → owner"],
    ],
    [
      "two findings about one subject weigh as the graver one",
      [crash("pass"), crash("fail"), crash("inconclusive")],
      ["noted crashes critical", "level 1 issue crashes → owner", "level 3 rollback crashes → owner lead ops"],
    ],
    [
      "what is waived is nobody's concern",
      [
        findingOf("latency", "warning", "fail", {
          waived: { owner: "@octocat", reason: "known", until: "2026-03-31" },
        }),
      ],
      [],
    ],
  ])("%s", (_name, findings, expected) => {
    expect(words(new Watch().look(0, ...findings))).toEqual(expected);
  });

  test("the flag is not on", () => {
    const look = { levels: usualLevels, findings: [crash("fail")], isWatched: () => true, now: new Date(onMs) };
    expect(decideEscalation([], look)).toEqual([]);
    expect(decideEscalation([flagOn(), rolledBack(onMs, "rolled back")], look)).toEqual([]);
    expect(words(decideEscalation([flagOn(), rolledBack(onMs, "failed")], look))).toHaveLength(3);
  });

  test("what a concern says is written with its date", () => {
    expect(new Watch().look(minuteMs, slow("fail"))[0]).toEqual({
      kind: "concern-noted",
      subject: "latency",
      severity: "warning",
      since: "2026-01-05T09:01:00.000Z",
      reason: "latency is fail",
    });
  });
});

describe("look after look", () => {
  test("an unresolved warning reaches the lead after its time, once, and recovery is told to both", () => {
    const watch = new Watch();
    watch.look(0, slow("fail"));
    expect(words(watch.look(hourMs - 1, slow("fail")))).toEqual([]);
    expect(words(watch.look(hourMs, slow("fail")))).toEqual(["level 2 prepare-rollback latency → lead"]);
    expect(words(watch.look(9 * hourMs, slow("fail")))).toEqual([]);
    expect(words(watch.look(10 * hourMs, slow("pass")))).toEqual(["resolved latency (met) → owner lead"]);
    expect(words(watch.look(11 * hourMs, slow("pass")))).toEqual([]);
    expect(words(watch.look(12 * hourMs, slow("fail")))).toEqual([
      "noted latency warning",
      "level 1 issue latency → owner",
    ]);
  });

  test("a run that comes late reaches both levels in order", () => {
    const watch = new Watch([{ ...usualLevels[0], on: "critical" } as EscalationLevel, ...usualLevels.slice(1)]);
    expect(words(watch.look(0, slow("fail")))).toEqual(["noted latency warning"]);
    expect(words(watch.look(30 * hourMs, crash("fail")))).toEqual([
      "noted crashes critical",
      "level 1 issue crashes → owner",
      "level 2 prepare-rollback latency → lead",
      "level 3 rollback crashes → owner lead ops",
    ]);
  });

  test("what is not looked at, or not readable, stays and grows older", () => {
    const watch = new Watch();
    watch.look(0, slow("fail"));
    expect(words(watch.look(minuteMs))).toEqual([]);
    expect(words(watch.look(2 * minuteMs, slow("missing")))).toEqual([]);
    expect(words(watch.look(hourMs, slow("inconclusive")))).toEqual(["level 2 prepare-rollback latency → lead"]);
  });

  test("a warning that becomes critical is rolled back, and one rollback is asked for in all", () => {
    const watch = new Watch();
    watch.look(0, crash("warn"));
    expect(words(watch.look(minuteMs, crash("fail")))).toEqual([
      "noted crashes critical",
      "level 3 rollback crashes → owner lead ops",
    ]);
    expect(words(watch.look(2 * minuteMs, crash("fail"), findingOf("corruption", "critical", "fail")))).toEqual([
      "noted corruption critical",
      "level 1 issue corruption → owner",
      "level 3 notify corruption → owner lead ops",
    ]);
    expect(words(watch.look(2 * hourMs, crash("fail"), findingOf("corruption", "critical", "fail")))).toEqual([]);
  });

  test("no rollback is prepared once one was asked for", () => {
    const watch = new Watch();
    watch.look(0, slow("fail"), crash("fail"));
    expect(words(watch.look(hourMs, slow("fail")))).toEqual(["level 2 notify latency → lead"]);
  });

  test("a concern that is no longer watched, or waived, is over", () => {
    const watch = new Watch();
    watch.look(0, slow("fail"), findingOf("errors", "warning", "fail"));
    const waived = { owner: "@octocat", reason: "known", until: "2026-03-31" };
    watch.watched = (subject) => subject !== "latency";
    expect(words(watch.look(1, findingOf("errors", "warning", "fail", { waived })))).toEqual([
      "resolved latency (unwatched) → owner",
      "resolved errors (waived) → owner",
    ]);
  });

  test("the post-mortem is due once, also after the rollback and after the flag went on again", () => {
    const watch = new Watch();
    expect(watch.look(0, crash("fail"))).toContainEqual(
      expect.objectContaining({ action: "rollback", postMortemDue: "2026-01-06T09:00:00.000Z" }),
    );
    watch.events.push(rolledBack(onMs + minuteMs, "rolled back"), flagOn(onMs + 2 * hourMs, "enable-2"));
    expect(words(watch.look(24 * hourMs - 1, crash("pass")))).toEqual([]);
    expect(words(watch.look(24 * hourMs, crash("pass")))).toEqual(["post-mortem → owner lead ops"]);
    expect(words(watch.look(25 * hourMs, crash("pass")))).toEqual([]);
    expect(words(watch.look(26 * hourMs, crash("fail")))).toContain("level 3 rollback crashes → owner lead ops");
  });

  test("a rollback for what lasts is prepared first, then asked for while it still fails", () => {
    const level: EscalationLevel = {
      on: "warning",
      afterMs: hourMs,
      tell: ["ops"],
      action: "rollback",
      postMortemMs: null,
    };
    const watch = new Watch([level]);
    watch.look(0, slow("fail"));
    expect(words(watch.look(hourMs, slow("fail")))).toEqual(["level 1 prepare-rollback latency → ops"]);
    expect(words(watch.look(2 * hourMs, slow("missing")))).toEqual([]);
    expect(words(watch.look(3 * hourMs))).toEqual([]);
    expect(words(watch.look(4 * hourMs, slow("fail")))).toEqual(["level 1 rollback latency → ops"]);
    expect(words(watch.look(5 * hourMs, slow("fail")))).toEqual([]);
  });
});

describe("a clock that jumps", () => {
  test("a concern that begins in the future is dated anew, silently, and still reaches the lead", () => {
    const watch = new Watch();
    watch.look(365 * 24 * hourMs, slow("fail"));
    expect(words(watch.look(0, slow("fail")))).toEqual(["noted latency warning"]);
    expect(words(watch.look(hourMs, slow("fail")))).toEqual(["level 2 prepare-rollback latency → lead"]);
  });

  test("a look from long ago reaches nothing early and repeats nothing", () => {
    const watch = new Watch();
    watch.look(0, slow("fail"));
    expect(words(watch.look(-1000 * hourMs, slow("fail")))).toEqual(["noted latency warning"]);
    expect(words(watch.look(-1000 * hourMs, slow("pass")))).toEqual(["resolved latency (met) → owner"]);
  });
});

const outcomes: readonly Outcome[] = ["pass", "warn", "fail", "inconclusive", "missing", "invalid"];
const actions: readonly EscalationAction[] = ["notify", "issue", "prepare-rollback", "rollback"];
const severities: readonly Severity[] = ["critical", "warning", "info"];

const level: fc.Arbitrary<EscalationLevel> = fc.record({
  on: fc.constantFrom(...severities),
  afterMs: fc.constantFrom(0, minuteMs, hourMs),
  tell: fc.subarray(["owner", "lead", "ops"]),
  action: fc.constantFrom(...actions),
  postMortemMs: fc.constantFrom(null, hourMs),
});
const finding = fc
  .record({
    subject: fc.constantFrom("latency", "crashes", "errors"),
    severity: fc.constantFrom(...severities),
    outcome: fc.constantFrom(...outcomes),
  })
  .map(({ subject, severity, outcome }) => findingOf(subject, severity, outcome));
const anyLook = fc.record({
  /** Any time: also before the flag went on, and years ahead. */
  afterMs: fc.oneof(fc.integer({ min: -hourMs, max: 100 * hourMs }), fc.integer({ min: -1e11, max: 1e12 })),
  findings: fc.array(finding, { maxLength: 4 }),
});
const levelLists = fc.array(level, { maxLength: 4 });
const looks = fc.array(anyLook, { maxLength: 12 });

describe("whatever is seen, and whatever the clock says", () => {
  test("nothing is told twice, and nobody is told of an end who was not told of a beginning", () => {
    fc.assert(
      fc.property(levelLists, looks, (levels, list) => {
        const watch = new Watch(levels);
        const reached = new Set<string>();
        const told = new Map<string, Set<string>>();
        let rollbacks = 0;
        for (const { afterMs, findings } of list) {
          for (const event of watch.look(afterMs, ...findings)) {
            if (event.kind === "escalated") {
              rollbacks += event.action === "rollback" ? 1 : 0;
              for (const subject of event.subjects) {
                const key = JSON.stringify([subject, event.level, event.action]);
                expect(reached.has(key)).toBe(false);
                reached.add(key);
                told.set(subject, new Set([...(told.get(subject) ?? []), ...event.tell]));
              }
            }
            if (event.kind === "concern-resolved") {
              expect(new Set(event.tell)).toEqual(told.get(event.subject) ?? new Set());
              told.delete(event.subject);
              for (const key of [...reached]) if (JSON.parse(key)[0] === event.subject) reached.delete(key);
            }
          }
        }
        expect(rollbacks).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("a look that is made again says nothing, unless it is what a prepared rollback waited for", () => {
    fc.assert(
      fc.property(levelLists, looks, anyLook, (levels, list, last) => {
        const watch = new Watch(levels);
        for (const { afterMs, findings } of list) watch.look(afterMs, ...findings);
        watch.look(last.afterMs, ...last.findings);
        const again = watch.look(last.afterMs, ...last.findings);
        expect(again.filter((event) => event.kind !== "escalated" || event.action !== "rollback")).toEqual([]);
      }),
    );
  });

  test("a rollback is asked for only about what failed in that look, or together with it", () => {
    fc.assert(
      fc.property(levelLists, looks, (levels, list) => {
        const watch = new Watch(levels);
        for (const { afterMs, findings } of list) {
          for (const event of watch.look(afterMs, ...findings)) {
            if (event.kind !== "escalated" || event.action !== "rollback") continue;
            for (const subject of event.subjects)
              expect(findings.some((one) => one.subject === subject && one.outcome === "fail")).toBe(true);
          }
        }
      }),
    );
  });

  test("once the clock is right, what lasts reaches every level that nothing higher has overtaken", () => {
    fc.assert(
      fc.property(looks, (list) => {
        const watch = new Watch();
        for (const { afterMs, findings } of list) watch.look(afterMs, ...findings);
        const right = 1000 * hourMs;
        watch.look(right, slow("fail"));
        watch.look(right + hourMs, slow("fail"));
        const since = watch.events.findLastIndex(
          (event) => event.kind === "concern-resolved" && event.subject === "latency",
        );
        const levels = watch.events
          .slice(since + 1)
          .flatMap((event) => (event.kind === "escalated" && event.subjects.includes("latency") ? event.level : []));
        expect(levels).toContain(1);
        expect(levels.includes(2) || levels.includes(3)).toBe(true);
      }),
    );
  });
});
