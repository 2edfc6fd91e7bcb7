// What the data allow: the power of a test that knows how production varies, and needs not learn it from the record.

import { hourMs } from "./plan.mjs";
import { changeAt, expectedOver } from "./production.mjs";

/** The latest time over which the truth is averaged by the hour; longer spans by the same. */
const beforeMs = 7 * 24 * hourMs;

/**
 * The chance that the best test of what is sick finds it in a look: it knows every spread of production, all the traffic, and how long
 * hours are like each other, and may err as often as the look may. What it does not know is whether anything has changed.
 */
export function oraclePower(production, { fromMs, toMs }, limits, level, parts) {
  const { truth } = production;
  switch (truth.about) {
    case "latency":
      return latencyPower(production, fromMs, toMs, limits.latency, level, parts);
    case "errors":
      return errorsPower(production, fromMs, toMs, limits.errors, level, parts);
    case "memory": {
      const hours = expectedHours(fromMs, toMs);
      const mean = hours.reduce((sum, atMs) => sum + changeAt(truth, atMs).memory, 0) / hours.length;
      const spread = 15 * Math.sqrt(1 / (2 * hours.length) + 1 / (2 * (beforeMs / hourMs)));
      return parts.normalTail(parts.normalQuantile(level) - (mean - limits.memory) / spread);
    }
    default:
      return 0;
  }
}

function expectedHours(fromMs, toMs) {
  const hours = [];
  for (let atMs = fromMs; atMs < toMs; atMs += hourMs) hours.push(atMs);
  return hours;
}

function latencyPower(production, fromMs, toMs, limit, level, parts) {
  const { truth } = production;
  const now = expectedOver(production, fromMs, toMs, (atMs, season) => season * (1 + changeAt(truth, atMs).slower));
  const usual = expectedOver(production, fromMs, toMs, (_atMs, season) => season);
  const before = expectedOver(production, -beforeMs, 0, (_atMs, season) => season);
  const variance = [now, before].reduce((sum, span) => sum + varianceOf(truth, span), 0);
  const distance = Math.log(now.mean / usual.mean) - Math.log1p(limit);
  return parts.normalTail(parts.normalQuantile(level) - distance / Math.sqrt(variance));
}

/** Of the logarithm of a mean: calls, hours that carry over to the next (by 0.6), and days. */
function varianceOf(truth, { calls, hours, effectiveHours }) {
  const call = Math.expm1(truth.tail ** 2) / calls;
  const hour = (truth.hours ** 2 * 4) / effectiveHours;
  const day = truth.days ** 2 / Math.max(1, hours / 24);
  return call + hour + day;
}

/** Exact for independent calls; where failures come in bursts, the bursts' own spread is added. */
function errorsPower(production, fromMs, toMs, limit, level, parts) {
  const { truth } = production;
  const span = expectedOver(production, fromMs, toMs, (atMs) => changeAt(truth, atMs).failing);
  const calls = Math.max(1, Math.round(span.calls));
  if (truth.bursts > 0) {
    const variance = (share) => (share * (1 - share)) / calls + (share * truth.bursts) ** 2 / span.effectiveHours;
    const bound = limit + parts.normalQuantile(level) * Math.sqrt(variance(limit));
    return parts.normalTail((bound - span.mean) / Math.sqrt(variance(span.mean)));
  }
  // At least k of n fail with the chance I_p(k, n - k + 1).
  let fewest = Math.max(1, Math.floor(limit * calls));
  while (fewest <= calls && parts.betaBelow(limit, fewest, calls - fewest + 1) > level) fewest++;
  return fewest > calls ? 0 : parts.betaBelow(span.mean, fewest, calls - fewest + 1);
}
