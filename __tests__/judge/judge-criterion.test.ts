import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Limit } from "../../src/domain/criterion.ts";
import type { Launch } from "../../src/domain/measurement.ts";
import { judgeClaims, judgeCriterion } from "../../src/judge/judge-criterion.ts";
import { lookAt } from "../../src/judge/look-at.ts";
import { absolute, calm, calmLaunches, criterion, launches, measurement, plan, relative } from "./samples.ts";

const within = (margin: number): Limit => ({ kind: "within-relative", margin, text: `within ${margin * 100} %` });
const difference = (comparator: "<" | ">", value: number, unit = "ns"): Limit => ({
  kind: "difference",
  comparator,
  value,
  unit,
  text: `${comparator} ${value} ${unit}`,
});
const outcome = (pass: Limit, list: readonly Launch[], more: Parameters<typeof criterion>[1] = {}): string =>
  judgeCriterion(criterion(pass, more), measurement(list), plan).outcome;

describe("a relative limit", () => {
  test.each([
    ["unchanged", 1, "pass"],
    ["5 % slower", 1.05, "pass"],
    ["20 % slower", 1.2, "fail"],
    ["20 % faster", 0.8, "pass"],
    ["at the limit, with noise", 1.1, "inconclusive"],
  ])("< +10 %%: %s", (_, factor, expected) => {
    expect(outcome(relative("<", 0.1), launches(calm(12), calm(12, factor)))).toBe(expected);
  });

  test.each([
    ["> -10 %", relative(">", -0.1), 0.95, "pass"],
    ["> -10 %", relative(">", -0.1), 0.8, "fail"],
    ["< +10 %, read as > -10 %", relative("<", 0.1), 0.8, "fail"],
    ["< +10 %, read as > -10 %", relative("<", 0.1), 1.3, "pass"],
  ])("a rate, %s, times %s", (_, limit, factor, expected) => {
    const finding = judgeCriterion(
      criterion(limit),
      measurement(launches(calm(12), calm(12, factor)), { unit: "1/s" }),
      plan,
    );
    expect(finding.outcome).toBe(expected);
  });

  test("a limit on the good side of a duration never lets a regression pass", () => {
    const finding = judgeCriterion(
      criterion(relative(">", -0.1)),
      measurement(launches(calm(12), calm(12, 1.5))),
      plan,
    );
    expect(finding.outcome).toBe("fail");
    expect(finding.footnotes.join()).toContain("read as");
  });

  test.each([
    [5, "inconclusive"],
    [6, "inconclusive"],
    [7, "pass"],
  ])("with %i launches a side nothing is decided before the error allows it: %s", (count, expected) => {
    expect(outcome(relative("<", 0.1), launches(calm(count), calm(count)))).toBe(expected);
  });

  test("before the first look nothing is decided", () => {
    const late = { ...plan, minLaunches: 10 };
    const finding = judgeCriterion(criterion(relative("<", 0.1)), measurement(launches(calm(9), calm(9))), late);
    expect(finding.outcome).toBe("inconclusive");
  });

  test("warn: beyond pass and within warn", () => {
    const warn = relative("<", 0.3);
    expect(outcome(relative("<", 0.1), launches(calm(12), calm(12, 1.2)), { warn })).toBe("warn");
    expect(outcome(relative("<", 0.1), launches(calm(12), calm(12, 1.5)), { warn })).toBe("fail");
    expect(outcome(relative("<", 0.1), launches(calm(12), calm(12)), { warn })).toBe("pass");
  });

  test("deterministic figures at exactly the limit", () => {
    const at = launches(new Array(8).fill(10), new Array(8).fill(11));
    const counts = { unit: "instructions" };
    const judge = (limit: Limit): string => judgeCriterion(criterion(limit), measurement(at, counts), plan).outcome;
    expect(judge(relative("<", 0.1))).toBe("fail");
    expect(judge(relative("<=", 0.1))).toBe("pass");
    expect(judge(within(0.1))).toBe("pass");
  });

  test("the finding tells the change, both arms and the launches", () => {
    const finding = judgeCriterion(criterion(relative("<", 0.1)), measurement(launches(calm(8), calm(8, 1.2))), plan);
    expect(finding.change?.estimate).toBeCloseTo(0.2, 3);
    expect(finding.change?.lower).toBeGreaterThan(0.19);
    expect(finding.change?.upper).toBeLessThan(0.21);
    expect(finding.change?.confidence).toBe(0.99);
    expect(finding.baseline?.launches).toBe(8);
    expect(finding.candidate?.perLaunch).toHaveLength(8);
    expect(finding.reason).toContain("8 launches a side");
    expect(finding.footnotes.join()).toContain("one value a launch");
  });
});

describe("other comparing limits", () => {
  test.each([
    ["within 5 %, unchanged", within(0.05), 1, "pass"],
    ["within 5 %, slower", within(0.05), 1.2, "fail"],
    ["within 5 %, faster", within(0.05), 0.8, "fail"],
    ["within 5 %, at the margin", within(0.05), 1.05, "inconclusive"],
    ["< +100 µs, by 50 µs", difference("<", 100_000), 1.05, "pass"],
    ["< +100 µs, by 200 µs", difference("<", 100_000), 1.2, "fail"],
  ])("%s", (_, limit, factor, expected) => {
    expect(outcome(limit, launches(calm(12), calm(12, factor)))).toBe(expected);
  });

  test("a difference is told in the metric's unit", () => {
    const list = launches(calm(8), calm(8, 1.2));
    const finding = judgeCriterion(criterion(difference("<", 100_000)), measurement(list), plan);
    expect(finding.change?.scale).toBe("difference");
    expect(finding.change?.estimate).toBeGreaterThan(190_000);
    expect(finding.reason).toContain("µs");
  });
});

describe("zeros and small values", () => {
  test("a ratio of nothing is invalid, with a way out", () => {
    const finding = judgeCriterion(
      criterion(relative("<", 0.1)),
      measurement(launches([0, 0, 0, 0, 0], calm(5))),
      plan,
    );
    expect(finding.outcome).toBe("invalid");
    expect(finding.reason).toContain("zero");
    expect(finding.action).toContain("floor");
  });

  test("with a floor, differences below it pass and larger ones do not", () => {
    const floor = { floor: 50, floorUnit: "ns" };
    const zeros = new Array(12).fill(0);
    expect(outcome(relative("<", 0.1), launches(zeros, new Array(12).fill(20)), floor)).toBe("pass");
    expect(outcome(relative("<", 0.1), launches(zeros, new Array(12).fill(80)), floor)).toBe("fail");
    expect(outcome(relative("<", 0.1), launches(new Array(12).fill(10), new Array(12).fill(30)), floor)).toBe("pass");
  });

  test("a floor does not soften a limit that asks for an improvement", () => {
    const floor = { floor: 1e9, floorUnit: "ns" };
    expect(outcome(relative("<", -0.1), launches(calm(12), calm(12)), floor)).toBe("fail");
    expect(outcome(relative("<", -0.1), launches(calm(12), calm(12, 0.7)), floor)).toBe("pass");
  });

  test("some zeros in the baseline are ties, not errors", () => {
    const list = launches([0, ...calm(11)], calm(12));
    expect(outcome(relative("<", 0.1), list)).not.toBe("invalid");
  });
});

describe("what can never pass", () => {
  test.each<[string, readonly Launch[], string]>([
    ["nothing", [], "missing"],
    ["no baseline", launches([], calm(9)), "missing"],
    ["no candidate", launches(calm(9), []), "missing"],
    ["NaN", launches(calm(9), [...calm(8), Number.NaN]), "invalid"],
    ["infinity", launches(calm(9), [...calm(8), Number.POSITIVE_INFINITY]), "invalid"],
    ["a negative duration", launches(calm(9), [...calm(8), -1]), "invalid"],
    ["an empty launch", launches(calm(9), [...calm(8), []]), "invalid"],
    ["97 % faster", launches(calm(9), calm(9, 0.03)), "invalid"],
    ["all the work gone", launches(calm(9), new Array(9).fill(0)), "invalid"],
  ])("%s", (_, list, expected) => {
    expect(outcome(relative("<", 0.1), list)).toBe(expected);
  });

  test("no measurement at all", () => {
    expect(judgeCriterion(criterion(relative("<", 0.1)), null, plan).outcome).toBe("missing");
    expect(judgeCriterion(criterion(relative("<", 0.1)), undefined, plan).outcome).toBe("missing");
  });

  test("an improvement too good is asked about, and can be declared", () => {
    const list = launches(calm(9), calm(9, 0.03));
    const finding = judgeCriterion(criterion(relative("<", 0.1)), measurement(list), plan);
    expect(finding.reason).toContain("did the candidate do the work?");
    expect(outcome(relative("<", -0.95), list)).toBe("pass");
  });

  test.each([
    ["MB against ns", absolute("<", 5, "B"), {}],
    ["a floor in another unit", relative("<", 0.1), { floor: 5, floorUnit: "B" }],
    ["levels of two kinds", relative("<", 0.1), { warn: absolute("<", 5) }],
    ["all, of a measurement", { kind: "all", count: null, text: "all" } as Limit, {}],
  ])("%s is invalid, with words", (_, limit, more) => {
    const finding = judgeCriterion(criterion(limit, more), measurement(launches(calm(9), calm(9))), plan);
    expect(finding.outcome).toBe("invalid");
    expect(finding.reason.length).toBeGreaterThan(20);
  });
});

describe("the tail", () => {
  const slow = (list: readonly (readonly number[])[]): readonly (readonly number[])[] =>
    list.map((samples) => samples.map((value, index) => (index % 5 === 0 ? 2 * value : value)));

  test("one call in five twice as slow takes a pass away", () => {
    const finding = judgeCriterion(
      criterion(relative("<", 0.1)),
      measurement(launches(calmLaunches(24), slow(calmLaunches(24)))),
      plan,
    );
    expect(finding.outcome).toBe("inconclusive");
    expect(finding.reason).toContain("slow calls");
    expect(finding.launchesNeeded).toBeUndefined();
  });

  test("calls slow in both arms take nothing away", () => {
    expect(outcome(relative("<", 0.1), launches(slow(calmLaunches(12)), slow(calmLaunches(12))))).toBe("pass");
  });

  test("a fall of the mean of a rate is seen too", () => {
    const halved = calmLaunches(12).map((samples) =>
      samples.map((value, index) => (index % 5 === 0 ? value / 2 : value)),
    );
    const list = launches(calmLaunches(12), halved);
    const finding = judgeCriterion(criterion(relative(">", -0.1)), measurement(list, { unit: "1/s" }), plan);
    expect(finding.outcome).toBe("inconclusive");
  });

  test("it never turns anything into a pass", () => {
    expect(outcome(relative("<", 0.1), launches(slow(calmLaunches(12)), calmLaunches(12, 1.3)))).toBe("fail");
  });
});

describe("inconclusive", () => {
  const noisy = (count: number, factor: number): readonly number[] =>
    Array.from({ length: count }, (_, index) => factor * (100 + ((index * 37) % 60)));

  test("says how many launches would decide it", () => {
    const finding = judgeCriterion(
      criterion(relative("<", 0.1)),
      measurement(
        launches(
          noisy(12, 1),
          noisy(12, 1).map((value) => value * 0.97),
        ),
      ),
      plan,
    );
    expect(finding.outcome).toBe("inconclusive");
    expect(finding.launchesNeeded).toBeGreaterThan(12);
    expect(finding.reason).toContain(`${finding.launchesNeeded} launches`);
  });

  test("says when more would not help", () => {
    const finding = judgeCriterion(
      criterion(relative("<", 0.1)),
      measurement(launches(noisy(24, 1), noisy(24, 1.1))),
      plan,
    );
    expect(finding.outcome).toBe("inconclusive");
    expect(finding.launchesNeeded).toBeUndefined();
    expect(finding.reason).toContain("not help");
  });

  test("one launch a side: a change, no interval, no decision", () => {
    const finding = judgeCriterion(criterion(relative("<", 0.1)), measurement(launches([100], [300])), plan);
    expect(finding.outcome).toBe("inconclusive");
    expect(finding.change?.upper).toBe(Number.POSITIVE_INFINITY);
    expect(finding.reason).toContain("too few launches");
  });
});

describe("both arms in one process", () => {
  /** A process that is `level` times slower than others, in which the second arm runs 8 % slower. */
  const pairs = (count: number, factor: number, swapped: boolean): readonly Launch[] =>
    Array.from({ length: count }, (_, pair) => {
      const level = 1000 * (1 + ((pair * 7) % 10) / 5) * (1 + ((pair * 3) % 7) / 1000);
      const first = swapped && pair % 2 === 1 ? "candidate" : "baseline";
      const value = (arm: "baseline" | "candidate"): number =>
        level * (arm === "candidate" ? factor : 1) * (arm === first ? 1 : 1.08);
      return [
        {
          arm: "baseline" as const,
          index: 2 * pair + (first === "baseline" ? 0 : 1),
          pair,
          samples: [value("baseline")],
        },
        {
          arm: "candidate" as const,
          index: 2 * pair + (first === "baseline" ? 1 : 0),
          pair,
          samples: [value("candidate")],
        },
      ];
    }).flat();

  test("processes three times apart do not hide a change of 20 %", () => {
    const own = pairs(16, 1.2, true);
    expect(outcome(relative("<", 0.1), own)).toBe("fail");
    const apart = own.map(({ arm, index, samples }) => ({ arm, index, samples }));
    expect(outcome(relative("<", 0.1), apart)).toBe("inconclusive");
  });

  test("what running second costs cancels when the order is swapped", () => {
    const finding = judgeCriterion(criterion(relative("<", 0.05)), measurement(pairs(16, 1, true)), plan);
    expect(finding.outcome).toBe("pass");
    expect(finding.change?.estimate).toBeCloseTo(0, 6);
  });

  test("an order that never changes is told", () => {
    const finding = judgeCriterion(criterion(relative("<", 0.05)), measurement(pairs(16, 1, false)), plan);
    expect(finding.outcome).toBe("fail");
    expect(finding.footnotes.join()).toContain("order");
  });

  test("halves without a partner are left out and told", () => {
    const list = pairs(16, 1, true).slice(1);
    const finding = judgeCriterion(criterion(relative("<", 0.05)), measurement(list), plan);
    expect(finding.outcome).toBe("pass");
    expect(finding.footnotes.join()).toContain("left out");
  });
});

describe("several metrics of one stage", () => {
  const claim = (subject: string, factor: number, count: number) => ({
    subject,
    criterion: criterion(relative("<", 0.1), { metric: subject }),
    measurement: measurement(launches(calm(count), calm(count, factor)), { metric: subject }),
    problem: null,
  });

  test("a fail needs more launches among many than alone; a pass does not", () => {
    const many = Array.from({ length: 40 }, (_, index) => claim(`m${index}`, index === 0 ? 1.3 : 1, 7));
    const [first, second] = judgeClaims(many, plan);
    expect(first?.outcome).toBe("inconclusive");
    expect(second?.outcome).toBe("pass");
    expect(judgeClaims([claim("m", 1.3, 7)], plan)[0]?.outcome).toBe("fail");
    const more = Array.from({ length: 40 }, (_, index) => claim(`m${index}`, index === 0 ? 1.3 : 1, 12));
    expect(judgeClaims(more, plan)[0]?.outcome).toBe("fail");
  });

  test("a look is decided when every claim is, and missing ones do not hold it up", () => {
    const missing = { ...claim("gone", 1, 7), measurement: null };
    expect(lookAt([claim("a", 1, 7), missing], plan)).toEqual({ decided: true, open: 0 });
    expect(lookAt([claim("a", 1, 7), claim("b", 1, 5)], plan)).toEqual({ decided: false, open: 1 });
    expect(lookAt([], plan)).toEqual({ decided: true, open: 0 });
  });
});

describe("an absolute limit", () => {
  test.each([
    ["<", 500, 499, "pass"],
    ["<", 500, 500, "fail"],
    ["<=", 500, 500, "pass"],
    [">", 5, 6, "pass"],
    [">=", 85, 84.9, "fail"],
    ["==", 0, 0, "pass"],
    ["==", 0, 1, "fail"],
    ["!=", 0, 0, "fail"],
  ] as const)("%s %d against %d", (comparator, limit, value, expected) => {
    expect(outcome(absolute(comparator, limit), launches([], [value]))).toBe(expected);
  });

  test("the median over launches of their medians, the rest a footnote", () => {
    const list = launches([], [[1, 9, 9], 10, 20]);
    const finding = judgeCriterion(criterion(absolute("<", 15)), measurement(list), plan);
    expect(finding.outcome).toBe("pass");
    expect(finding.value).toBe(10);
    expect(finding.footnotes.join()).toContain("1 of 3");
  });

  test("two levels", () => {
    const warn = absolute("<", 1000);
    expect(outcome(absolute("<", 500), launches([], [700]), { warn })).toBe("warn");
    expect(outcome(absolute("<", 500), launches([], [1700]), { warn })).toBe("fail");
  });

  test("is about the candidate", () => {
    expect(outcome(absolute("<", 500), launches([900], [400]))).toBe("pass");
    expect(outcome(absolute("<", 500), launches([400], []))).toBe("missing");
  });
});

describe("properties", () => {
  const values = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 5, maxLength: 24 });
  const judged = (b: readonly number[], c: readonly number[], limit: Limit, unit = "ns") =>
    judgeCriterion(criterion(limit), measurement(launches(b, c), { unit }), plan);

  test("a change of scale changes no outcome and no ratio", () => {
    fc.assert(
      fc.property(values, values, fc.constantFrom(1e-6, 8, 1e6), (b, c, scale) => {
        const one = judged(b, c, relative("<", 0.1));
        const other = judged(
          b.map((v) => v * scale),
          c.map((v) => v * scale),
          relative("<", 0.1),
        );
        expect(other.outcome).toBe(one.outcome);
        expect(other.change?.estimate).toBeCloseTo(one.change?.estimate ?? Number.NaN, 6);
      }),
    );
  });

  test("equivalence does not care which arm is which, on logarithms", () => {
    fc.assert(
      fc.property(values, values, (b, c) => {
        const there = judged(b, c, within(0.1)).change;
        const back = judged(c, b, within(0.1)).change;
        expect((1 + (there?.estimate ?? Number.NaN)) * (1 + (back?.estimate ?? Number.NaN))).toBeCloseTo(1, 9);
      }),
    );
  });

  test("the outcome agrees with the interval that is shown", () => {
    fc.assert(
      fc.property(values, values, (b, c) => {
        const { outcome: said, change } = judged(b, c, relative("<", 0.1));
        if (change === undefined || said === "invalid") return;
        expect(said === "fail").toBe(change.lower >= 0.1 - 1e-9);
        if (said === "pass") expect(change.upper).toBeLessThan(0.1);
      }),
    );
  });

  test("making the candidate slower never turns a fail into a pass", () => {
    const rank = { pass: 0, warn: 1, invalid: 1, missing: 1, inconclusive: 1, fail: 2 } as const;
    fc.assert(
      fc.property(values, values, fc.double({ min: 1, max: 3, noNaN: true }), (b, c, factor) => {
        const before = judged(b, c, relative("<", 0.1)).outcome;
        const after = judged(
          b,
          c.map((v) => v * factor),
          relative("<", 0.1),
        ).outcome;
        if (before === "invalid") return;
        expect(rank[after]).toBeGreaterThanOrEqual(rank[before]);
      }),
    );
  });

  test("order of launches within an arm does not matter", () => {
    fc.assert(
      fc.property(values, values, (b, c) => {
        const one = judged(b, c, relative("<", 0.1));
        const other = judged([...b].reverse(), [...c].reverse(), relative("<", 0.1));
        expect([other.outcome, other.change]).toEqual([one.outcome, one.change]);
      }),
    );
  });
});
