import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Outcome } from "../../src/domain/finding.ts";
import { unusableLedger } from "../../src/ledger/unusable-ledger.ts";
import { findingOf, hourMs, minuteMs } from "../escalate/escalation-samples.ts";
import { EscalationWorld, Killed } from "./escalating.ts";

const slow = (outcome: Outcome) => findingOf("latency", "warning", outcome);
const crash = (outcome: Outcome) => findingOf("crashes", "critical", outcome);

async function world(...more: ConstructorParameters<typeof EscalationWorld>): Promise<EscalationWorld> {
  const made = new EscalationWorld(...more);
  await made.turnOn();
  return made;
}

const needs = "shop: latency needs attention (warning, level 1)";
const needsMore = "shop: latency needs attention (warning, level 2)";
const well = "shop: latency is well again";

describe("an escalation, run by run", () => {
  test("a warning: an issue at once, the next level after an hour, and who was told hears that it is over", async () => {
    const shop = await world();
    await shop.look(hourMs, [slow("fail")]);
    expect(shop.arrived).toEqual([`issue: ${needs}`, `room: ${needs}`]);
    await shop.look(hourMs + minuteMs, [slow("fail")]);
    expect(shop.arrived).toHaveLength(2);
    await shop.look(2 * hourMs, []);
    expect(shop.arrived.slice(2)).toEqual([`issue: ${needsMore}`, `hook: ${needsMore}`]);
    expect(shop.messages.at(-1)?.rollbackPlan).toBe("1. turn the flag off");
    await shop.look(3 * hourMs, [slow("pass")]);
    expect(shop.arrived.slice(4)).toEqual([`issue: ${well}`, `room: ${well}`, `hook: ${well}`]);
    expect(shop.issues.at(-1)).toMatchObject({ isEnd: true, mayOpen: false });
    await shop.look(4 * hourMs, [slow("pass")]);
    expect(shop.arrived).toHaveLength(7);
  });

  test("something critical: the rollback is made, and what came of it is told by the same run", async () => {
    const shop = await world();
    const { done, warnings } = await shop.look(hourMs, [crash("fail")]);
    expect(shop.rollbacks).toBe(1);
    expect(warnings).toEqual([]);
    expect(done).toContain("The rollback was begun. The flag is off.");
    expect(shop.arrived.filter((words) => words.startsWith("hook"))).toEqual([
      "hook: shop: ROLL BACK NOW because of crashes (level 3)",
      "hook: shop: rolled back",
    ]);
    await shop.look(2 * hourMs, [crash("fail")]);
    expect(shop.rollbacks).toBe(1);
    const before = shop.arrived.length;
    await shop.look(26 * hourMs, []);
    expect(shop.arrived.slice(before).map((words) => words.split(": ").slice(1).join(": "))).toEqual(
      Array.from({ length: 3 }, () => "shop: the post-mortem is due"),
    );
  });

  test("the issue's text and comments mention who is told, and nothing from data", async () => {
    const shop = await world();
    await shop.look(hourMs, [
      findingOf("latency", "warning", "fail", { reason: "@everyone <img> [x](http://x) s3cret" }),
    ]);
    const [wish] = shop.issues;
    expect(wish?.title).toBe("shop needs attention");
    const texts = `${wish?.comment.text}\n${wish?.write(null)}`;
    expect(texts).toContain("For lead @octocat");
    expect(texts).not.toMatch(/@everyone|<img>|\]\(http|s3cret/);
    expect(wish?.write("mine\n")).toContain("mine");
  });
});

describe("what does not work", () => {
  test("a channel that fails is a warning, holds nothing else up, and is tried again in the order of things", async () => {
    const shop = await world();
    shop.answers.set("room", { outcome: "failed", detail: "Its server answered with 503: it is in trouble." });
    const { warnings } = await shop.look(hourMs, [slow("fail")]);
    expect(warnings).toEqual([
      "The channel room was not told (escalated): Its server answered with 503: it is in trouble. It is tried again the next time.",
    ]);
    await shop.look(hourMs + minuteMs, [slow("pass")]);
    expect(shop.arrived).toEqual([`issue: ${needs}`, `issue: ${well}`]);
    shop.answers.clear();
    await shop.look(hourMs + 2 * minuteMs, []);
    expect(shop.arrived.slice(2)).toEqual([`room: ${needs}`, `room: ${well}`]);
  });

  test("what nobody knows is sent at most three times, and says that it may have come before", async () => {
    const shop = await world();
    shop.answers.set("room", { outcome: "unknown", detail: "Its server gave no whole answer." });
    for (let hour = 1; hour < 8; hour++) await shop.look(hour * hourMs, [crash("warn")]);
    expect(shop.arrived.filter((words) => words.startsWith("room"))).toHaveLength(3);
    const [first, second] = shop.messages.filter(({ level }) => level === 1);
    expect(first?.sentences.join()).not.toContain("may have come before");
    expect(second?.sentences.join()).toContain("may have come before");
  });

  test("a rollback that cannot be made is tried again as long as it is wanted", async () => {
    const shop = await world();
    const rollback = {
      prepare: async () => "",
      carryOut: async () => {
        shop.rollbacks++;
        return { outcome: "failed", detail: "The flag is locked." } as const;
      },
    };
    const { warnings } = await shop.look(hourMs, [crash("fail")], { rollback });
    expect(warnings).toEqual(["The rollback could not be made: The flag is locked. It is tried again the next time."]);
    await shop.look(2 * hourMs, [crash("inconclusive")], { rollback });
    expect(shop.rollbacks).toBe(2);
    await shop.look(3 * hourMs, [crash("pass")], { rollback });
    expect(shop.rollbacks).toBe(2);
  });

  test("from a place that reaches nothing, everything waits for a run that does", async () => {
    const shop = await world();
    const { warnings } = await shop.look(hourMs, [crash("fail")], { issues: null, rollback: null });
    expect(warnings.join("\n")).toMatch(/cannot be turned off from here(?:.|\n)*no way to GitHub from here/);
    await shop.look(2 * hourMs, []);
    expect(shop.rollbacks).toBe(1);
    expect(shop.issues.length).toBeGreaterThan(0);
  });

  test("a role that cannot be reached is a warning, once", async () => {
    const ghost = { role: "lead", handle: null, name: null, email: null, slack: null };
    const shop = await world({ contacts: [ghost] });
    const { warnings } = await shop.look(hourMs, [slow("fail")]);
    expect(warnings).toEqual([expect.stringContaining("lead cannot be reached: give the role a handle")]);
    expect((await shop.look(hourMs + minuteMs, [slow("fail")])).warnings).toEqual([]);
  });

  test("without a ledger that can be written nobody is told, and that is a problem and no silence", async () => {
    const shop = await world();
    const broken = unusableLedger("folder x", { kind: "invalid", reason: "It is locked." });
    for (const ledger of [null, broken]) {
      const { problem } = await shop.look(hourMs, [crash("fail")], { ledger });
      expect(problem?.reason).toMatch(/no ledger|locked/);
    }
    expect([shop.arrived, shop.rollbacks]).toEqual([[], 0]);
  });

  test("a door that throws is in doubt and stops nothing else", async () => {
    const shop = await world();
    const send = async () => {
      throw new Error("boom");
    };
    const { warnings } = await shop.look(hourMs, [slow("fail")], { send });
    expect(warnings).toEqual([expect.stringContaining("The gate broke: boom")]);
    expect(shop.issues).toHaveLength(1);
  });
});

/** Runs that look at the same things, some killed, then one that is not, after every claim has run out. */
async function runKilled(kills: readonly number[]): Promise<EscalationWorld> {
  const shop = await world();
  const findings = [slow("fail"), crash("fail")];
  for (const [at, killAfter] of kills.entries()) {
    shop.killAfter = killAfter;
    await shop.look(hourMs + at * 30 * minuteMs, findings).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    // What was under way when it was killed does nothing more.
    await new Promise((resolve) => setImmediate(resolve));
  }
  shop.killAfter = Number.POSITIVE_INFINITY;
  await shop.look(hourMs + kills.length * 30 * minuteMs, findings);
  return shop;
}

describe("runs that are killed, repeated and late", () => {
  test.each(Array.from({ length: 12 }, (_, at) => at))(
    "killed after %i effects: everything is told in the end",
    async (at) => {
      const [calm, shop] = [await runKilled([]), await runKilled([at])];
      expect([...new Set(shop.arrived)].sort()).toEqual(expect.arrayContaining([...new Set(calm.arrived)].sort()));
      expect(shop.rollbacks).toBeGreaterThan(0);
    },
  );

  test("whatever is killed where, everything is told in the end, on GitHub once, elsewhere at most once for each kill more", async () => {
    const calm = await runKilled([]);
    const expected = [...new Set(calm.arrived)].sort();
    expect(calm.arrived).toHaveLength(expected.length);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(12), { maxLength: 2 }), async (kills) => {
        const shop = await runKilled(kills);
        const told = [...new Set(shop.arrived)].sort();
        for (const words of expected) expect(told).toContain(words);
        for (const words of told) {
          const copies = shop.arrived.filter((other) => other === words).length;
          expect(copies).toBeLessThanOrEqual(words.startsWith("issue") ? 1 : 1 + kills.length);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("two runs at once tell everything once", async () => {
    const shop = await world();
    await Promise.all([shop.look(hourMs, [slow("fail")]), shop.look(hourMs, [slow("fail")])]);
    expect(shop.arrived.sort()).toEqual([`issue: ${needs}`, `room: ${needs}`]);
  });

  test("nothing is written when there is nothing to say", async () => {
    const shop = await world();
    await shop.look(hourMs, [slow("pass")]);
    expect(await shop.events()).toHaveLength(1);
  });
});
