/** Which arm each launch of a block of four is in; the other half of the blocks has them swapped. */
const pattern = [0, 1, 1, 0];

/**
 * Which of a session's launches go to which arm: neighbours in time, A B B A …, from a random launch on (the session is taken
 * as a ring), with a coin deciding which arm is A.
 */
export function interleavedArms(count, random) {
  const start = random.below(count);
  const swap = random.below(2);
  const arms = [[], []];
  for (let step = 0; step < count; step++) arms[pattern[step % 4] ^ swap].push((start + step) % count);
  return arms;
}

/** One after the other, as most pipelines do it: `size` launches of the baseline, then as many of the candidate. */
export function blockArms(count, size, random) {
  const start = random.below(count);
  const at = (from) => Array.from({ length: size }, (_, step) => (start + from + step) % count);
  return [at(0), at(size)];
}

/** Multiplies every sample. */
export function slowed(samples, change) {
  return samples.map((value) => value * (1 + change));
}

/** Doubles each sample with a chance of one in five. */
export function withSlowCalls(samples, random) {
  return samples.map((value) => (random.next() < 0.2 ? 2 * value : value));
}

/**
 * Builds the launches of a replay. `change` is applied to the candidate's samples.
 *
 * @returns launch objects in the order in which they would have been taken
 */
export function launchesOf(track, [baseline, candidate], change) {
  const launches = [];
  for (let step = 0; step < Math.min(baseline.length, candidate.length); step++) {
    launches.push({ arm: "baseline", index: 2 * step, samples: track.launches[baseline[step]] });
    launches.push({ arm: "candidate", index: 2 * step + 1, samples: change(track.launches[candidate[step]]) });
  }
  return launches;
}

/**
 * How both arms of one process are had from a recorded launch of one arm. No recording has both, so each is a stand-in:
 * `halves` has five calls an arm, one arm after the other; `alternating` has five calls an arm, in turn; `resampled` draws ten
 * calls for each arm from the launch's ten, as many as a launch of one arm has.
 */
export const splits = {
  halves: (samples) => [samples.slice(0, 5), samples.slice(5, 10)],
  alternating: (samples) => [pick(samples, [0, 3, 4, 7, 8]), pick(samples, [1, 2, 5, 6, 9])],
  resampled: (samples, random) => [0, 1].map(() => samples.map(() => samples[random.below(samples.length)])),
};

function pick(samples, places) {
  return Float64Array.from(places, (place) => samples[place]);
}

/** Both arms out of each launch, in swapped order from launch to launch. */
export function pairedLaunchesOf(track, order, random, split, change) {
  const launches = [];
  const first = random.below(2);
  for (const [step, index] of order.entries()) {
    const halves = split(track.launches[index], random);
    const swap = (step + first) % 2;
    launches.push({ arm: "baseline", index: 2 * step + swap, pair: step, samples: halves[swap] });
    launches.push({ arm: "candidate", index: 2 * step + 1 - swap, pair: step, samples: change(halves[1 - swap]) });
  }
  return launches;
}

/**
 * Looks after each launch a side from the plan's first look on, as the gate does, and stops when decided.
 *
 * @param judge `lookAt` and `judgeClaims` of the project
 */
export function sequentialDecision({ lookAt, judgeClaims }, criterion, launches, plan) {
  const most = Math.min(plan.maxLaunches, launches.length / 2);
  for (let count = plan.minLaunches; ; count++) {
    const measurement = { ...metric, launches: launches.slice(0, 2 * count) };
    const claims = [{ subject: "m", criterion, measurement, problem: null }];
    if (count < most && !lookAt(claims, plan).decided) continue;
    const [finding] = judgeClaims(claims, plan);
    return { outcome: finding.outcome, launches: count, finding };
  }
}

const metric = { metric: "m", stage: "s", unit: "ns", source: "replay" };

export const limitOfTen = {
  metric: "m",
  pass: { kind: "relative", comparator: "<", change: 0.1, text: "< +10 %" },
  warn: null,
  severity: "critical",
  action: "",
  floor: 0,
  floorUnit: "",
  direction: null,
};
