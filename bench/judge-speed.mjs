// What judging costs: a look, the tables of a plan, and 200 benchmarks of 1,000 rounds. Prints milliseconds, and each as a multiple
// of one sort of a million numbers, which says the same on a slow machine as on a fast one.
import { emitSources } from "./decisions/emit-sources.mjs";
import { randomStream } from "./decisions/random.mjs";
import { limitOfTen } from "./decisions/replay.mjs";

const load = emitSources();
const random = randomStream(1);
const yardstick = best(5, () => {
  const numbers = Float64Array.from({ length: 1_000_000 }, () => random.next());
  const from = performance.now();
  numbers.sort();
  return performance.now() - from;
});
console.log(`a sort of a million numbers: ${yardstick.toFixed(0)} ms`);

const began = performance.now();
const { judgeClaims } = await load("judge/judge-criterion.ts");
const { lookAt } = await load("judge/look-at.ts");
console.log(`the judge's code is loaded in ${(performance.now() - began).toFixed(0)} ms`);

const plan = { minLaunches: 5, maxLaunches: 24, errorRate: 0.01 };
const rounds = (count) => Array.from({ length: count }, () => 1e6 * (1 + 0.02 * random.next()));
const launchesOf = (sides, count) =>
  Array.from({ length: 2 * sides }, (_, index) => ({
    arm: index % 2 === 0 ? "baseline" : "candidate",
    index,
    samples: rounds(count),
  }));
const claimOf = (name, launches) => ({
  subject: name,
  criterion: limitOfTen,
  measurement: { metric: name, stage: "s", unit: "ns", source: "made up", launches },
  problem: null,
});

const missed = [];
function tell(name, value, limit, unit) {
  const kept = value <= limit;
  if (!kept) missed.push(name);
  const ms = unit === "µs" ? value / 1000 : value;
  console.log(
    `${kept ? "kept  " : "MISSED"} ${name}: ${value.toFixed(1)} ${unit} (limit ${limit} ${unit}), ${(ms / yardstick).toFixed(5)} sorts`,
  );
}

const first = launchesOf(24, 10);
const from = performance.now();
judgeClaims([claimOf("first", first)], plan);
tell("first judgement, with the plan's tables", performance.now() - from, 60, "ms");

const many = Array.from({ length: 50 }, () => launchesOf(24, 10));
for (const launches of many) lookAt([claimOf("warm", launches)], plan);
const look = best(5, () => {
  const start = performance.now();
  let count = 0;
  for (const launches of many) {
    for (let sides = 5; sides <= 24; sides++, count++) lookAt([claimOf("m", launches.slice(0, 2 * sides))], plan);
  }
  return ((performance.now() - start) / count) * 1000;
});
tell("a look", look, 50, "µs");

const large = best(3, () => {
  const claims = Array.from({ length: 200 }, (_, index) => claimOf(`m${index}`, launchesOf(1, 1000)));
  const start = performance.now();
  judgeClaims(claims, { minLaunches: 1, maxLaunches: 1, errorRate: 0.01 });
  return performance.now() - start;
});
tell("200 benchmarks of 1,000 rounds an arm", large, 100, "ms");
process.exit(missed.length > 0 ? 1 : 0);

function best(times, run) {
  return Math.min(...Array.from({ length: times }, run));
}
