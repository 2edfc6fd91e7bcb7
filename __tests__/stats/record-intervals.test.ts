import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { betaBelow, betaQuantile, studentQuantile } from "../../src/stats/beta.ts";
import { overdispersion } from "../../src/stats/overdispersion.ts";
import { countInterval, rateRatioInterval } from "../../src/stats/poisson.ts";
import { cautiousInterval, newcombeInterval, wilsonInterval } from "../../src/stats/proportion.ts";

// Reference values: SciPy 1.14.1 and statsmodels 0.14.4, by the commands beside them.
const near = (value: number, expected: number): void => {
  if (expected === 0) expect(value).toBeCloseTo(0, 12);
  else expect(value / expected).toBeCloseTo(1, 6);
};

test.each([
  // scipy.special.betainc(a, b, x)
  [2, 3, 0.4, 0.5247999999999999],
  [0.5, 0.5, 0.1, 0.20483276469913345],
  [50, 3, 0.9, 0.09663328513725222],
  [5000, 7000, 0.41, 0.06909254382011866],
  [1, 1, 0.3, 0.3],
])("the incomplete beta function of %d, %d at %d", (a, b, x, expected) => near(betaBelow(x, a, b), expected));

test.each([
  // scipy.stats.beta.ppf(p, a, b)
  [0.005, 3, 11, 0.027831664654100027],
  [0.995, 4, 10, 0.6206358027479323],
  [0.025, 100, 1, 0.9637833073548235],
])("the beta quantile %d of %d, %d", (chance, a, b, expected) => near(betaQuantile(chance, a, b), expected));

test.each([
  // scipy.stats.t.isf(p, df)
  [0.025, 1, 12.706204736432102],
  [0.005, 7, 3.499483297350504],
  [0.0005, 30, 3.6459586349971094],
  [0.025, 200, 1.9718962236316093],
])("Student's quantile %d with %d degrees of freedom", (chance, degrees, expected) =>
  near(studentQuantile(chance, degrees), expected),
);

test("Student's variable without a degree of freedom bounds nothing", () => {
  expect(studentQuantile(0.01, 0)).toBe(Number.POSITIVE_INFINITY);
});

describe("Wilson's interval", () => {
  test.each([
    // statsmodels.stats.proportion.proportion_confint(k, n, alpha, method="wilson")
    [0, 50, 0.025, 0, 0.07134759913335874],
    [3, 200, 0.005, 0.0037973972749195638, 0.05734859891863321],
    [81, 263, 0.025, 0.2552885198782742, 0.36620957698280004],
    [10, 10, 0.025, 0.7224672001371106, 1],
  ])("%d of %d", (failed, total, level, lower, upper) => {
    const interval = wilsonInterval(failed, total, level);
    near(interval.lower, lower);
    near(interval.upper, upper);
  });

  test("nothing tried says nothing", () => {
    expect(wilsonInterval(0, 0, 0.01)).toEqual({ lower: 0, upper: 1 });
  });
});

describe("the cautious interval of a share", () => {
  test.each([
    // The shares at which so many or more, and so many or fewer, come with a chance of 0.005: sums of the binomial distribution.
    ["one of one is nearly anything", 1, 1, 0.005, 1],
    ["two of five", 2, 5, 0.0228812, 0.9171708],
  ])("%s", (_name, failed, total, lower, upper) => {
    const interval = cautiousInterval(failed, total, 0.005);
    expect(interval.lower).toBeCloseTo(lower, 6);
    expect(interval.upper).toBeCloseTo(upper, 6);
  });

  test("it holds Wilson's, and what is exact misses no more than it may", () => {
    const size = fc.integer({ min: 1, max: 400 });
    const level = fc.constantFrom(0.0001, 0.002, 0.025);
    fc.assert(
      fc.property(size, fc.double({ min: 0, max: 1, noNaN: true }), level, (total, share, miss) => {
        const failed = Math.round(share * total);
        const [mine, wilson] = [cautiousInterval(failed, total, miss), wilsonInterval(failed, total, miss)];
        expect(mine.lower).toBeLessThanOrEqual(wilson.lower);
        expect(mine.upper).toBeGreaterThanOrEqual(wilson.upper);
        // At least so many of so many fail with the chance I_p(k, n - k + 1).
        if (failed > 0 && mine.lower > 0)
          expect(betaBelow(mine.lower, failed, total - failed + 1)).toBeLessThanOrEqual(miss * (1 + 1e-6));
      }),
    );
  });
});

test.each([
  // statsmodels.stats.proportion.confint_proportions_2indep(a, m, b, n, method="newcomb", compare="diff", alpha=0.05)
  [56, 70, 48, 80, 0.05243147240236498, 0.33387265403690614],
  [9, 10, 3, 10, 0.1705227239345029, 0.809017973535488],
  [5, 56, 0, 29, -0.038137147903536936, 0.19256001385511165],
])("Newcombe's interval of %d of %d less %d of %d", (a, m, b, n, lower, upper) => {
  const interval = newcombeInterval({ failed: a, total: m }, { failed: b, total: n }, 0.025);
  near(interval.lower, lower);
  near(interval.upper, upper);
});

test.each([
  // scipy.stats.gamma.ppf(0.025, k), scipy.stats.gamma.ppf(0.975, k + 1)
  [0, 0, 3.6888794541139354],
  [1, 0.025317807984289876, 5.571643390938898],
  [10, 4.7953886961324335, 18.39035604201778],
  [400, 361.75629663114347, 441.1866480966759],
])("Garwood's interval of a count of %d", (count, lower, upper) => {
  const interval = countInterval(count, 0.025);
  near(interval.lower, lower);
  near(interval.upper, upper);
});

describe("the exact interval of a ratio of rates", () => {
  test.each([
    // lo = scipy.stats.beta.ppf(a, c, b + 1), hi = scipy.stats.beta.ppf(1 - a, c + 1, b); lo / (1 - lo) * tb / tc, …
    [11, 4, 2, 1, 0.025, 0.407435678706745, 5.920830506322015],
    [0, 5, 1, 1, 0.025, 0, 1.091279105182546],
    [120, 100, 1, 1, 0.005, 0.8399045654470889, 1.7203577357011965],
  ])("%d in %d against %d in %d", (c, b, tc, tb, level, lower, upper) => {
    const interval = rateRatioInterval({ events: c, exposure: tc }, { events: b, exposure: tb }, level);
    near(interval.lower, lower);
    near(interval.upper, upper);
  });

  test("no event before leaves it without an upper end", () => {
    expect(rateRatioInterval({ events: 3, exposure: 1 }, { events: 0, exposure: 1 }, 0.01).upper).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});

test("events that come in bursts count as fewer; independent ones do not count as more", () => {
  expect(overdispersion([10, 0, 0, 0, 10, 0, 0, 0], Array(8).fill(1), false)).toBeGreaterThan(5);
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 30 }), (counts) => {
      expect(
        overdispersion(
          counts,
          counts.map(() => 20),
          true,
        ),
      ).toBeGreaterThanOrEqual(1);
    }),
  );
});
