// How often one run against recorded runs is judged wrongly, at a limit of +10 %: over the recorded noise, where each session is a run,
// and over spreads between runs that are made up. `--quick` makes a fifth of the draws; `--seed=` another stream.
import { emitSources } from "./decisions/emit-sources.mjs";
import { recordedNoise } from "./decisions/noise.mjs";
import { randomStream } from "./decisions/random.mjs";
import { limitOfTen } from "./decisions/replay.mjs";

const argument = (name, fallback) => {
  const found = process.argv.find((text) => text.startsWith(`--${name}=`));
  return found === undefined ? fallback : Number(found.slice(name.length + 3));
};
const seed = argument("seed", 20240611);
const quick = process.argv.includes("--quick");
const launches = 8;
const slowdowns = [0, 5, 10, 15, 20, 30];

const load = emitSources();
const { decideRecorded } = await load("judge/decide-recorded.ts");
const { boundsOf } = await load("judge/bound.ts");
const { summariseLaunch } = await load("judge/launch-summary.ts");
const bounds = boundsOf(limitOfTen.pass, 0, "lower-is-better");

const digestOf = (samples) => {
  const { sorted, calmLow, calmHigh, median, mean } = summariseLaunch({ arm: "candidate", index: 0, samples });
  return { samples: sorted.length, calmLow, calmHigh, median, mean };
};
const scaled = (digest, factor) => ({
  samples: digest.samples,
  calmLow: digest.calmLow * factor,
  calmHigh: digest.calmHigh * factor,
  median: digest.median * factor,
  mean: digest.mean * factor,
});
const outcomeOf = (past, today, anchor = null) =>
  decideRecorded([{ arms: { statistic: "calmLow", today, past, anchor }, pass: bounds, warn: null }], 0.01)[0].outcome;

const percent = (part, whole) => ((100 * part) / whole).toFixed(part > 0 && part / whole < 0.01 ? 2 : 1).padStart(6);
const head = `${"".padEnd(34)}${slowdowns.map((slow) => `+${slow} %`.padStart(16)).join("")}`;
function row(label, draw, count) {
  const cells = slowdowns.map((slow) => {
    const sums = { pass: 0, fail: 0, inconclusive: 0, warn: 0 };
    for (let at = 0; at < count; at++) sums[draw(1 + slow / 100, at)]++;
    return `${percent(sums.fail, count)} / ${percent(sums.pass, count)}`.padStart(16);
  });
  console.log(`${label.padEnd(34)}${cells.join("")}`);
}

console.log(
  `seed ${seed}, limit < +10 %, ${launches} launches a run; fail / pass in percent, the rest is inconclusive\n`,
);

const tracks = recordedNoise();
const names = [...new Set(tracks.map(({ name }) => name))];
const digests = new Map(names.map((name) => [name, []]));
for (const { name, launches: own } of tracks) digests.get(name).push(own.map((samples) => digestOf([...samples])));
/** The samples behind each digest, for making one call in five twice as slow. */
const samplesOf = new Map(names.map((name) => [name, []]));
for (const { name, launches: own } of tracks) samplesOf.get(name).push(own);
const classOf = new Map(tracks.map(({ name, noise }) => [name, noise]));
for (const runs of [7, 10, 20]) {
  console.log(`recorded noise, ${runs} past runs\n${head}`);
  for (const noise of ["calm", "moderate", "noisy"]) {
    const random = randomStream(seed + runs);
    const own = names.filter((name) => classOf.get(name) === noise).map((name) => digests.get(name));
    row(
      `  ${noise}`,
      (factor) => {
        const sessions = own[random.below(own.length)];
        const order = sessions.map((_, index) => index);
        for (let at = 0; at <= runs; at++) {
          const other = at + random.below(order.length - at);
          [order[at], order[other]] = [order[other], order[at]];
        }
        const take = (index) => {
          const from = random.below(48);
          return Array.from({ length: launches }, (_, k) => sessions[order[index]][(from + k) % 48]);
        };
        const past = Array.from({ length: runs }, (_, index) => take(index));
        return outcomeOf(
          past,
          take(runs).map((digest) => scaled(digest, factor)),
        );
      },
      quick ? 1000 : 5000,
    );
  }
}

console.log("\nrecorded noise, 10 past runs, one call in five of today's run twice as slow: fail / pass");
for (const noise of ["calm", "moderate", "noisy"]) {
  const random = randomStream(seed + 5);
  const own = names.filter((name) => classOf.get(name) === noise);
  const sums = { pass: 0, fail: 0, inconclusive: 0, warn: 0 };
  const count = quick ? 1000 : 5000;
  for (let at = 0; at < count; at++) {
    const name = own[random.below(own.length)];
    const order = digests.get(name).map((_, index) => index);
    for (let place = 0; place <= 10; place++) {
      const other = place + random.below(order.length - place);
      [order[place], order[other]] = [order[other], order[place]];
    }
    const window = (session) => {
      const from = random.below(48);
      return Array.from({ length: launches }, (_, k) => session[(from + k) % 48]);
    };
    const past = Array.from({ length: 10 }, (_, index) => window(digests.get(name)[order[index]]));
    const today = window(samplesOf.get(name)[order[10]]).map((samples) =>
      digestOf([...samples].map((sample) => (random.next() < 0.2 ? 2 * sample : sample))),
    );
    sums[outcomeOf(past, today)]++;
  }
  console.log(`  ${noise.padEnd(10)}${percent(sums.fail, count)} / ${percent(sums.pass, count)}`);
}

const kinds = {
  "lognormal 2 % between runs": (random) => 0.02 * random.normal(),
  "lognormal 10 %": (random) => 0.1 * random.normal(),
  "heavy tails (t with 3 d.f., 2 %)": (random) =>
    (0.02 * random.normal()) / Math.sqrt((random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2) / 3),
  "Cauchy 1 %": (random) => 0.01 * Math.tan(Math.PI * (random.next() - 0.5)),
  "one run in ten +30 %": (random) => (random.next() < 0.1 ? Math.log(1.3) : 0) + 0.01 * random.normal(),
  "every other run +30 %": (random) => (random.next() < 0.5 ? Math.log(1.3) : 0) + 0.01 * random.normal(),
  "drift 0.3 % a run, noise 1 %": (random, run) => 0.003 * run + 0.01 * random.normal(),
};
for (const runs of [7, 10, 20]) {
  console.log(`\nmade-up spread between runs, launches within a run 1 %, ${runs} past runs\n${head}`);
  for (const [name, effect] of Object.entries(kinds)) {
    const random = randomStream(seed + 31 * runs);
    const take = (run) => {
      const level = Math.exp(effect(random, run));
      return Array.from({ length: launches }, () => {
        const value = 1e6 * level * Math.exp(0.01 * random.normal());
        return { samples: 10, calmLow: value, calmHigh: value, median: value, mean: value };
      });
    };
    row(
      `  ${name}`,
      (factor) => {
        const past = Array.from({ length: runs }, (_, run) => take(run));
        return outcomeOf(
          past,
          take(runs).map((digest) => scaled(digest, factor)),
        );
      },
      quick ? 4000 : 20000,
    );
  }
}

console.log("\n2 % a week for ten weeks, a run a day, noise 1 % between runs: how many of the histories");
{
  const random = randomStream(seed);
  const histories = quick ? 100 : 500;
  let failedOnTheWay = 0;
  const found = new Array(11).fill(0);
  let wrong = 0;
  for (let history = 0; history < histories; history++) {
    const take = (day, weekly) => {
      const level = (1 + weekly) ** (day / 7) * Math.exp(0.01 * random.normal());
      return Array.from({ length: launches }, () => {
        const value = 1e6 * level * Math.exp(0.01 * random.normal());
        return { samples: 10, calmLow: value, calmHigh: value, median: value, mean: value };
      });
    };
    const runs = Array.from({ length: 71 }, (_, day) => take(day, 0.02));
    if (
      Array.from({ length: 9 }, (_, k) => outcomeOf(runs.slice(7 * k + 4, 7 * k + 14), runs[7 * k + 14])).includes(
        "fail",
      )
    )
      failedOnTheWay++;
    for (let week = 2; week <= 10; week++)
      if (outcomeOf(runs.slice(7 * week - 10, 7 * week), runs[7 * week], [runs[0]]) === "fail") found[week]++;
    const still = Array.from({ length: 12 }, (_, day) => take(day, 0));
    if (outcomeOf(still.slice(1, 11), still[11], [still[0]]) === "fail") wrong++;
  }
  console.log(`  fail once against the latest ten runs: ${percent(failedOnTheWay, histories)} %`);
  for (let week = 2; week <= 10; week++)
    console.log(
      `  fail against the anchor after ${week} weeks (${((1.02 ** week - 1) * 100).toFixed(1)} %): ${percent(found[week], histories)} %`,
    );
  console.log(`  fail against the anchor without any drift: ${percent(wrong, histories)} %`);
}
