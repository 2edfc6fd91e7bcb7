// What a ledger on a branch costs: calls, time and storage, with the real store against a model of GitHub in virtual time. The figures
// are those of docs/ledger.md.
import { emitSources } from "./decisions/emit-sources.mjs";
import { randomStream } from "./decisions/random.mjs";
import { modelGitHub } from "./ledger/model-github.mjs";
import { virtualTime } from "./ledger/virtual-time.mjs";
import { printLimit } from "./measure.mjs";

const load = emitSources();
const { createBranchFiles } = await load("github/ledger/create-branch-files.ts");
const { createBranchLedger } = await load("ledger/branch-ledger.ts");

const dayMs = 86_400_000;
const commitOf = (number) => number.toString(16).padStart(40, "0");

function gate(rollout, number, at) {
  return {
    schema: "rollout-gate/event/1",
    id: `gate-${rollout}-${number}`,
    rollout,
    at: at.toISOString(),
    tool: "rollout-gate 1.0.0",
    run: {
      repository: "octo-org/shop",
      runId: String(number),
      attempt: 1,
      url: "https://github.com/octo-org/shop/actions/runs/1",
    },
    commit: commitOf(number),
    kind: "gate-concluded",
    configDigest: "c".repeat(64),
    decision: "GO",
    because: "All 12 criteria are met.",
    stageDurationsMs: { unit: 61_234, benchmark: 312_456, smoke: 8120 },
    findings: [],
  };
}

/** Twenty metrics of twelve launches each. */
function baseline(rollout, number, at) {
  const value = () => Number((1e6 * (1 + 0.1 * Math.sin(number * 7.3))).toPrecision(9));
  const launches = Array.from({ length: 12 }, () => ({
    samples: 30,
    calmLow: value(),
    calmHigh: value() + 11,
    median: value() + 7,
    mean: value() + 9,
  }));
  const { decision: _d, because: _b, stageDurationsMs: _s, findings: _f, ...stamp } = gate(rollout, number, at);
  return {
    ...stamp,
    id: `baseline-${rollout}-${number}`,
    kind: "baseline-recorded",
    machine: {
      os: "linux 6.8",
      architecture: "x64",
      cpuModel: "AMD EPYC 7763",
      cores: 4,
      memoryBytes: 16e9,
      runtime: "node v24.0.0",
    },
    measurements: Array.from({ length: 20 }, (_, at) => ({
      stage: "benchmark",
      metric: `metric-${at}`,
      unit: "ns",
      launches,
    })),
  };
}

function world(seed) {
  const time = virtualTime();
  const stream = randomStream(seed);
  const random = () => stream.next();
  const github = modelGitHub(time, random);
  const writer = () =>
    createBranchLedger({
      files: createBranchFiles(github.api, { owner: "octo-org", repo: "shop", branch: "rollout-gate" }),
      clock: { sleep: time.sleep },
      random,
    });
  return { time, random, github, writer };
}

const total = ({ counts }) => counts.reads + counts.writes;
const gates = 1200;
const start = Date.UTC(2026, 0, 1);
let kept = true;

console.log("\nOne rollout whose gate runs every hour for 50 days, a baseline a day: 1,200 gates, kept for 30 days");
{
  const { time, github, writer } = world(1);
  const perGate = [];
  let readCalls = 0;
  await time.run(
    (async () => {
      for (let number = 0; number < gates; number++) {
        const at = new Date(start + number * 3_600_000);
        const before = total(github);
        // Every job is a program of its own, which knows nothing of the one before.
        const store = writer();
        const events = [gate("shop", number, at), ...(number % 24 === 0 ? [baseline("shop", number, at)] : [])];
        await store.append("shop", events);
        await store.compact("shop", { now: at, keepMs: 30 * dayMs, baselines: 20, anchors: [] });
        perGate.push(total(github) - before);
      }
      const before = total(github);
      await writer().read("shop");
      readCalls = total(github) - before;
    })(),
  );
  const usual = perGate.filter((calls) => calls <= 4).length;
  const sizes = [...github.files()].filter(([path]) => path.startsWith("rollouts/")).map(([, text]) => text.length);
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  console.log(
    `  ${(perGate.reduce((sum, calls) => sum + calls, 0) / perGate.length).toFixed(2)} calls a gate on average`,
  );
  console.log(
    `  ${((100 * usual) / perGate.length).toFixed(1)} % of gates take at most 4; a compaction takes up to ${Math.max(...perGate)}`,
  );
  console.log(
    `  ${sizes.length} files of together ${megabytes(sizes.reduce((sum, size) => sum + size, 0))}; reading all takes ${readCalls} calls`,
  );
  console.log(
    `  git: ${github.stored.objects} objects, ${megabytes(github.stored.looseBytes)} before git packs them, some ${megabytes(github.stored.addedBytes)} packed`,
  );
  kept =
    printLimit(
      "calls of the 95th percentile of gates",
      perGate.sort((a, b) => a - b)[Math.floor(0.95 * gates)],
      4,
      "",
    ) && kept;
}

console.log("\nMany who record at the same moment, once each, in one rollout");
for (const writers of [1, 2, 4, 8, 16, 32]) {
  const { time, github, writer } = world(writers);
  let failed = 0;
  await time.run(writer().append("shop", [gate("shop", 0, new Date(start))]));
  const [calls, from] = [total(github), time.now()];
  await time.run(
    Promise.all(
      Array.from({ length: writers }, async (_, number) => {
        const added = await writer().append("shop", [gate("shop", number + 1, new Date(start))]);
        if (!added.ok) failed += 1;
      }),
    ),
  );
  const each = (total(github) - calls) / writers;
  console.log(
    `  ${String(writers).padStart(2)}: ${each.toFixed(1)} calls each, the last done after ${((time.now() - from) / 1000).toFixed(0)} s, ${failed} failed`,
  );
  kept = failed === 0 && kept;
}

console.log("\nOne repository with 10,000 rollouts and gates at random times, for an hour");
for (const perHour of [60, 250, 500, 1000]) {
  const { time, random, github, writer } = world(perHour);
  const heads = Array.from({ length: 10_000 }, (_, number) => {
    const rollout = `rollout-${number}`;
    const header = { schema: "rollout-gate/ledger/1", rollout, segment: 1, first: 1 };
    return [
      `rollouts/${rollout}/head.jsonl`,
      `${JSON.stringify(header)}\n${JSON.stringify(gate(rollout, 0, new Date(start)))}\n`,
    ];
  });
  github.plant([["README.md", ""], ...heads]);
  let failed = 0;
  const waits = [];
  await time.run(
    Promise.all(
      Array.from({ length: perHour }, async (_, number) => {
        await time.sleep(random() * 3_600_000);
        const rollout = `rollout-${Math.floor(random() * 10_000)}`;
        const from = time.now();
        const added = await writer().append(rollout, [gate(rollout, number + 1, new Date(start))]);
        if (!added.ok) failed += 1;
        waits.push((time.now() - from) / 1000);
      }),
    ),
  );
  waits.sort((one, other) => one - other);
  const { reads, writes, conflicts } = github.counts;
  console.log(
    `  ${String(perHour).padStart(4)} gates: ${reads + writes} calls, ${writes} of them writes, ${conflicts} met another; ${waits[perHour >> 1].toFixed(1)} s in the middle, ${waits.at(-1).toFixed(1)} s at the most; ${failed} failed; ${(github.stored.looseBytes / 1e6).toFixed(0)} MB of objects before git packs them`,
  );
  kept = failed === 0 && kept;
}
console.log(`
GitHub's limits: 1,000 calls an hour with a job's own token in one repository; 500 writes an hour and 80 a minute.
A gate writes once: the limit of writes is reached at 500 gates an hour, that of calls at 500 as well, less what publishing takes.`);
process.exit(kept ? 0 : 1);
