// What production does, hour by hour: how many calls, how slow they are, how many fail, and how much memory is held.
import { randomStream } from "../decisions/random.mjs";
import { dayMs, hourMs } from "./plan.mjs";

/**
 * Kinds of healthy rollouts: within every limit, most of them not at all changed. `slower`: the true change of latency; `failing`: the
 * true share of calls that fail; `memory`: MB more than before.
 */
export const healthyKinds = {
  "as before": () => ({}),
  "seasonal traffic": () => ({ seasonal: true }),
  "little traffic": (random) => ({ perHour: between(random, 0.2, 3) }),
  "little and seasonal": (random) => ({ perHour: between(random, 0.2, 3), seasonal: true }),
  "errors in bursts": () => ({ bursts: 1 }),
  "days that differ": () => ({ days: 0.03, seasonal: true }),
  "latency with a long tail": () => ({ tail: 1 }),
  "within the limit": (random) => ({
    slower: between(random, 0.02, 0.06),
    failing: 0.006,
    memory: between(random, 10, 60),
  }),
  "no traffic at all": () => ({ silentFromMs: 0 }),
};

/** Kinds of sick ones, each in one way that is known: `about` is what has to be found. */
export const sickKinds = {
  "latency, a step": (random) => ({ about: "latency", slower: between(random, 0.12, 0.8) }),
  "latency, a step later on": (random) => ({
    about: "latency",
    slower: between(random, 0.25, 1),
    fromMs: between(random, 0, 10) * dayMs,
  }),
  "latency, a slow leak": (random) => ({ about: "latency", slowerADay: between(random, 0.02, 0.15) }),
  "memory, a slow leak": (random) => ({ about: "memory", memoryADay: between(random, 15, 150) }),
  "errors, a step": (random) => ({ about: "errors", failing: between(random, 0.05, 0.3) }),
  "rare errors": (random) => ({ about: "errors", failing: between(random, 0.013, 0.04) }),
  "errors in bursts": (random) => ({ about: "errors", failing: between(random, 0.02, 0.1), bursts: 1 }),
  "latency, seasonal traffic": (random) => ({ about: "latency", slower: between(random, 0.15, 0.8), seasonal: true }),
  "latency, little and seasonal": (random) => ({
    about: "latency",
    slower: between(random, 0.3, 2),
    perHour: between(random, 0.5, 4),
    seasonal: true,
  }),
};

function between(random, low, high) {
  return low + (high - low) * random.next();
}

/** The flag goes on at some minute of some week. */
const anyWeekMs = Date.parse("2026-01-05T00:00:00.000Z");

/** One rollout's truth. `seed` fixes everything that happens in it. */
export function createProduction(seed, kind) {
  const random = randomStream(seed);
  const given = kind(random);
  const truth = {
    about: null,
    slower: 0,
    slowerADay: 0,
    failing: 0.003,
    memory: 0,
    memoryADay: 0,
    fromMs: 0,
    silentFromMs: Number.POSITIVE_INFINITY,
    /** Calls an hour on average; half of the rollouts have less than 11, a tenth less than 3. */
    perHour: Math.exp(between(random, Math.log(2), Math.log(60))),
    seasonal: false,
    /** Spread of a day's latency, of an hour's (which lasts some hours), and of one call's, on logarithms. */
    days: 0,
    hours: 0.04,
    tail: 0.5,
    /** Spread of an hour's share of failures, as a coefficient of variation. */
    bursts: 0,
    ...given,
  };
  const onMs = anyWeekMs + 28 * dayMs + Math.floor(random.next() * 7 * 24 * 60) * 60_000;
  return { truth, onMs, random, usualFailing: 0.003 };
}

/** Traffic has its hours and its weekend; figures too, since a busy hour is a slow one. */
function season(truth, atMs) {
  if (!truth.seasonal) return { traffic: 1, latency: 1 };
  const hour = (atMs / hourMs) % 24;
  const day = Math.floor(atMs / dayMs + 4) % 7;
  const isWeekend = day === 0 || day === 6;
  const daily = 1 + 0.85 * Math.sin(((hour - 9) / 24) * 2 * Math.PI);
  return { traffic: daily * (isWeekend ? 0.4 : 1), latency: (0.9 + 0.25 * (daily / 1.85)) * (isWeekend ? 0.95 : 1) };
}

/** How latency has changed, and memory, so long after the flag went on. */
export function changeAt(truth, sinceMs) {
  if (sinceMs < truth.fromMs) return { slower: 0, memory: 0, failing: sinceMs < 0 ? 0.003 : truth.failing };
  const days = (sinceMs - truth.fromMs) / dayMs;
  return {
    slower: truth.slower + truth.slowerADay * days,
    memory: truth.memory + truth.memoryADay * days,
    failing: truth.failing,
  };
}

/**
 * Lets time pass from one moment to another and gives every event to `take`; both in milliseconds since the flag went on, whole hours
 * apart. What hours are like carries over.
 */
export function letPass(production, state, fromMs, toMs, take) {
  const { truth, onMs, random } = production;
  for (let atMs = fromMs; atMs < toMs; atMs += hourMs) {
    state.hour = 0.6 * (state.hour ?? 0) + 0.8 * truth.hours * random.normal();
    const today = Math.floor((onMs + atMs) / dayMs);
    if (truth.days > 0 && state.today !== today) {
      state.today = today;
      state.day = truth.days * random.normal();
    }
    const { traffic, latency } = season(truth, onMs + atMs);
    const { slower, memory, failing } = changeAt(truth, atMs);
    const burst = truth.bursts > 0 ? -Math.log(1 - random.next()) : 1;
    const calls = atMs >= truth.silentFromMs ? 0 : poisson(random, truth.perHour * traffic);
    const middle = 100 * latency * (1 + slower) * Math.exp(state.hour + (state.day ?? 0));
    for (let call = 0; call < calls; call++) {
      const timeMs = onMs + atMs + Math.floor(random.next() * hourMs);
      const ms = middle * Math.exp(truth.tail * random.normal());
      take("latency", timeMs, ms * 1e6);
      take("errors", timeMs, random.next() < failing * burst ? 1 : 0);
    }
    if (atMs >= truth.silentFromMs) continue;
    for (let reading = 0; reading < 2; reading++) {
      const timeMs = onMs + atMs + reading * (hourMs / 2);
      take("memory", timeMs, (400 + memory + 15 * random.normal()) * 1e6);
    }
  }
}

function poisson(random, mean) {
  if (mean > 200) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
  const end = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > end; product *= random.next()) count++;
  return count;
}

/** Traffic of each hour between two moments, and the mean of a truth by it; for whoever knows the truth. */
export function expectedOver({ truth, onMs }, fromMs, toMs, valueAt) {
  let calls = 0;
  let squares = 0;
  let sum = 0;
  let hours = 0;
  for (let atMs = fromMs; atMs < toMs; atMs += hourMs) {
    const { traffic, latency } = season(truth, onMs + atMs);
    const here = atMs >= truth.silentFromMs ? 0 : truth.perHour * traffic;
    calls += here;
    squares += here * here;
    sum += here * valueAt(atMs, latency);
    hours++;
  }
  return { calls, mean: sum / calls, hours, effectiveHours: calls === 0 ? 0 : (calls * calls) / squares };
}
