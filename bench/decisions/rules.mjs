// The rules that other tools decide by, written from their documentation and sources, each told to enforce "no more than 10 %
// slower". All take two flat lists of samples, as the tools do: none of them knows launches. They say "fail" or "pass"; none of
// them has a third answer.

const mean = (values) => values.reduce((total, value) => total + value, 0) / values.length;
const sorted = (values) => Float64Array.from(values).sort();
const median = (values) => {
  const order = sorted(values);
  const middle = order.length >> 1;
  return order.length % 2 === 1 ? order[middle] : (order[middle - 1] + order[middle]) / 2;
};

/** Two-sided p-value by the normal limit with tie correction, as each of the tools has it at these sizes. */
function mannWhitney(a, b, continuity) {
  const all = [...a.map((value) => [value, 0]), ...b.map((value) => [value, 1])].sort((x, y) => x[0] - y[0]);
  const n = all.length;
  let rankSum = 0;
  let tieTerm = 0;
  for (let from = 0; from < n; ) {
    let to = from;
    while (to < n && all[to][0] === all[from][0]) to++;
    const rank = (from + 1 + to) / 2;
    for (let index = from; index < to; index++) if (all[index][1] === 1) rankSum += rank;
    tieTerm += (to - from) ** 3 - (to - from);
    from = to;
  }
  const u = rankSum - (b.length * (b.length + 1)) / 2;
  const centre = (a.length * b.length) / 2;
  const deviation = Math.sqrt(((a.length * b.length) / 12) * (n + 1 - tieTerm / (n * (n - 1))));
  const distance = Math.max(0, Math.abs(u - centre) - (continuity ? 0.5 : 0));
  return deviation === 0 ? 1 : 2 * upperTail(distance / deviation);
}

function upperTail(z) {
  const t = 1 / (1 + 0.2316419 * z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
}

/** R's wilcox.test confidence interval for the shift, by its normal limit. */
function shiftInterval(control, experiment, z) {
  const m = control.length;
  const n = experiment.length;
  const rank = Math.max(1, Math.floor((m * n) / 2 - z * Math.sqrt((m * n * (m + n + 1)) / 12)));
  const from = sorted(control);
  const to = sorted(experiment);
  return [differenceOfRank(from, to, rank), differenceOfRank(from, to, m * n + 1 - rank)];
}

/**
 * The difference that would be at this place, from 1, if all `to[j] − from[i]` were sorted: 57,600 of them for 24 launches of 10
 * samples a side, which need not be made for that. Narrowed down until no number is left between the ends.
 */
function differenceOfRank(from, to, rank) {
  let low = to[0] - from[from.length - 1];
  let high = to[to.length - 1] - from[0];
  if (countUpTo(from, to, low) >= rank) return low;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (countUpTo(from, to, middle) >= rank) high = middle;
    else low = middle;
  }
}

/** How many differences are no more than `limit`; both sides in ascending order. */
function countUpTo(from, to, limit) {
  let count = 0;
  let first = 0;
  for (let j = 0; j < to.length; j++) {
    while (first < from.length && to[j] - from[first] > limit) first++;
    if (first === from.length) break;
    count += from.length - first;
  }
  return count;
}

export const rules = [
  {
    name: "github-action-benchmark, 110 %",
    // `alert-threshold`: an alert when current / previous exceeds it. Its README and src/write.ts (findAlerts); default is 200 %.
    decide: (a, b) => (mean(b) / mean(a) > 1.1 ? "fail" : "pass"),
  },
  {
    name: "github-action-benchmark, 200 %",
    decide: (a, b) => (mean(b) / mean(a) > 2 ? "fail" : "pass"),
  },
  {
    name: "pytest-benchmark mean:10%",
    // `--benchmark-compare-fail`: current / compared × 100 − 100 above the number fails (utils.py, PercentageRegressionCheck).
    decide: (a, b) => ((mean(b) / mean(a)) * 100 - 100 > 10 ? "fail" : "pass"),
  },
  {
    name: "pytest-benchmark min:10%",
    decide: (a, b) => ((Math.min(...b) / Math.min(...a)) * 100 - 100 > 10 ? "fail" : "pass"),
  },
  {
    name: "benchstat p < 0.05, delta > 10 %",
    // Medians, with a delta only when the U test has p < α = 0.05 (golang.org/x/perf/cmd/benchstat and benchmath).
    decide: (a, b) => (mannWhitney(a, b, true) < 0.05 && median(b) / median(a) > 1.1 ? "fail" : "pass"),
  },
  {
    name: "asv factor 1.1",
    // `asv continuous` / `asv compare`: worse by the factor, and U test p < 0.002 where raw samples are kept
    // (asv/commands/compare.py, _is_result_better; asv/_stats.py, is_different).
    decide: (a, b) => (mannWhitney(a, b, false) < 0.002 && median(b) > median(a) * 1.1 ? "fail" : "pass"),
  },
  {
    name: "Kayenta, mean ratio 1.1",
    // MannWhitneyClassifier: High when the 98 % interval of the shift lies above a quarter of its estimate, and the effect size
    // (ratio of means) reaches `allowedIncrease`; a critical metric then fails the canary (kayenta-judge, NetflixACAJudge).
    decide: (a, b) => {
      if (!(mean(b) / mean(a) > 1.1)) return "pass";
      const [lower, upper] = shiftInterval(a, b, 2.326);
      return lower > 0.25 * Math.abs((lower + upper) / 2) ? "fail" : "pass";
    },
  },
];
