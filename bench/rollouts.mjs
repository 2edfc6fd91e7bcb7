// Simulated rollouts, healthy and sick in known ways, watched for a month by the parts that watch real ones. `--rollouts=N`, `--seed=N`.
import { emitSources } from "./decisions/emit-sources.mjs";
import { oraclePower } from "./rollouts/oracle.mjs";
import { configText } from "./rollouts/plan.mjs";
import { createProduction, healthyKinds, sickKinds } from "./rollouts/production.mjs";
import { loadParts, watchRollout } from "./rollouts/watch.mjs";

const argument = (name, fallback) => {
  const found = process.argv.find((text) => text.startsWith(`--${name}=`));
  return found === undefined ? fallback : Number(found.slice(name.length + 3));
};
const rollouts = argument("rollouts", 10_000);
const seed = argument("seed", 20260105);
/** The data allow it where a test that knows the spreads finds it so often. */
const allowed = argument("power", 0.99);
const limits = { latency: 0.1, errors: 0.01, memory: 100 };
const began = performance.now();

const parts = await loadParts(emitSources());
const configs = ["mean", "p95"].map((statistic) => {
  const read = parts.readConfig(configText(statistic), "rollout-gate.yml");
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.config;
});
const known = new Map();
const levelOf = (sinceMs) => {
  if (!known.has(sinceMs)) known.set(sinceMs, parts.lookLevel(configs[0].verify.windows, sinceMs));
  return known.get(sinceMs);
};
const scheduled = (() => {
  const [hourly, ...days] = configs[0].verify.windows;
  const first = Array.from({ length: 23 }, (_, hour) => ({ window: "first-day", toMs: (hour + 1) * hourly.everyMs }));
  return [
    ...first.map((look) => ({ ...look, fromMs: look.toMs - hourly.overMs, limit: 0.05 })),
    ...days.map(({ name, afterMs }) => ({ window: name, fromMs: 0, toMs: afterMs, limit: 0.01 })),
  ];
})();

const all = [
  ...Object.entries(healthyKinds).map(([name, kind]) => ({ name, kind, isSick: false })),
  ...Object.entries(sickKinds).map(([name, kind]) => ({ name, kind, isSick: true })),
];
const tallies = new Map(
  all.map((one) => [
    one,
    { count: 0, now: 0, keep: 0, allowed: 0, inTime: 0, later: 0, never: 0, early: 0, wronglyMet: 0 },
  ]),
);
const wrong = [];

for (let index = 0; index < rollouts; index++) {
  const one = all[index % all.length];
  const production = createProduction(seed + index, one.kind);
  const result = watchRollout(configs[index % 37 === 0 ? 1 : 0], production, parts, levelOf);
  const tally = tallies.get(one);
  tally.count++;
  if (one.isSick) addSick(tally, production, result);
  else addHealthy(tally, one, index, result);
}

function addHealthy(tally, { name }, index, { looks, rolledBackMs }) {
  const critical = looks.find(({ verdict }) => verdict.decision === "ROLL BACK NOW");
  if (critical !== undefined || rolledBackMs !== null) {
    tally.now++;
    const said = critical?.findings.find(({ outcome }) => outcome === "fail");
    wrong.push(
      `${name} (seed ${seed + index}), ${critical?.kind} ${critical?.window}: ${said?.subject}: ${said?.reason}`,
    );
  }
  const last = looks.findLast(({ kind }) => kind === "due");
  if (last?.verdict.decision === "KEEP") tally.keep++;
}

function addSick(tally, production, { looks }) {
  const { about } = production.truth;
  const found = looks.find(({ findings }) =>
    findings.some(({ subject, outcome }) => subject === about && outcome === "fail"),
  );
  const met = looks.find(
    (look) =>
      look.kind === "due" &&
      isSickIn(production, look) &&
      look.findings.some(({ subject, outcome }) => subject === about && outcome === "pass"),
  );
  if (met !== undefined) tally.wronglyMet++;
  const first = scheduled.find(
    (look) =>
      (look.window !== "first-day" || about === "errors") &&
      oraclePower(production, look, { ...limits, errors: look.limit }, levelOf(look.toMs), parts) >= allowed,
  );
  if (first === undefined) return;
  tally.allowed++;
  if (found === undefined) tally.never++;
  else if (found.toMs <= first.toMs) tally.inTime++;
  else tally.later++;
  if (found !== undefined && found.toMs < first.toMs) tally.early++;
}

/** Whether what the look saw is beyond the limit in truth: only then is a pass of it wrong. */
function isSickIn(production, look) {
  const errors = look.window === "first-day" ? 0.05 : limits.errors;
  return oraclePower(production, look, { ...limits, errors }, 0.5, parts) > 0.5;
}

const percent = (part, whole) => (whole === 0 ? "-" : `${((100 * part) / whole).toFixed(2)} %`);
const sum = (isSick, key) =>
  [...tallies].reduce((total, [one, tally]) => total + (one.isSick === isSick ? tally[key] : 0), 0);
console.log(`${rollouts} rollouts from seed ${seed}; the data allow it where the oracle's power is ${allowed}\n`);
console.log("healthy                            rollouts  ROLL BACK NOW   KEEP at day 30");
for (const [{ name, isSick }, { count, now, keep }] of tallies)
  if (!isSick)
    console.log(
      `  ${name.padEnd(32)} ${String(count).padStart(8)} ${percent(now, count).padStart(14)} ${percent(keep, count).padStart(16)}`,
    );
console.log(
  "sick                               rollouts  data allow it  found by then  earlier    later    never  met though sick",
);
for (const [{ name, isSick }, t] of tallies)
  if (isSick)
    console.log(
      `  ${name.padEnd(32)} ${String(t.count).padStart(8)} ${String(t.allowed).padStart(14)} ${percent(t.inTime, t.allowed).padStart(14)} ${percent(t.early, t.allowed).padStart(8)} ${String(t.later).padStart(8)} ${String(t.never).padStart(8)} ${String(t.wronglyMet).padStart(16)}`,
    );
for (const line of wrong.slice(0, 20)) console.log(`  wrong: ${line}`);

const healthy = sum(false, "count");
// A short run may miss by twice the spread of so few.
const chance = rollouts >= 5000 ? 0 : 2 * Math.sqrt((0.95 * 0.05) / sum(true, "allowed"));
const limitsHeld = [
  // So few rollouts cannot show 0.1 %; then none may be wrong but one.
  ["ROLL BACK NOW on a healthy one", sum(false, "now") / healthy, Math.max(0.001, 1 / healthy), "most"],
  [
    "sick ones found in the window in which the data first allow it",
    sum(true, "inTime") / sum(true, "allowed"),
    0.95 - chance,
    "least",
  ],
  ["sick ones of which a window said that it is met", sum(true, "wronglyMet") / sum(true, "count"), 0.01, "most"],
];
let missed = 0;
console.log();
for (const [name, value, limit, kind] of limitsHeld) {
  const kept = kind === "most" ? value <= limit : value >= limit;
  if (!kept) missed++;
  console.log(`${kept ? "  kept  " : "  MISSED"} ${name}: ${percent(value, 1)} (at ${kind} ${percent(limit, 1)})`);
}
console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`);
process.exit(missed > 0 ? 1 : 0);
