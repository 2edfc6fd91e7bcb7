// Sixteen parts of a matrix, each with tests, benchmarks and output of its own, merged and judged: what `conclude` does between reading
// the files and having a verdict. The limit is a second.
import { emitSources } from "./decisions/emit-sources.mjs";
import { randomStream } from "./decisions/random.mjs";
import { firstQuartile, median, printLimit } from "./measure.mjs";

const load = emitSources();
const { readConfigWithoutPatterns } = await load("config/read-config-without-patterns.ts");
const { readEvidence } = await load("evidence/file/read-evidence.ts");
const { checkEvidenceSet } = await load("judge/check-evidence-set.ts");
const { judgeEvidence } = await load("judge/judge-evidence.ts");
const { decideVerdict } = await load("judge/decide-verdict.ts");

const parts = 16;
const random = randomStream(16);
const commit = "a".repeat(40);
const stages = Array.from({ length: parts }, (_, at) => [`tests-${at}`, `bench-${at}`]);
const metrics = 12;
const text = `rollout: shop
flag: { read: shop flag, set: [{ env: SHOP_NEW }] }
stages:
${stages
  .flatMap(([tests, bench], at) => [
    `  ${tests}: { run: make test, tests: unit.xml }`,
    `  ${bench}: { run: make bench, arms: { launches: 5..24 }, measure: { ${Array.from({ length: metrics }, (_, metric) => `m-${at}-${metric}: { benchmark: b${metric} }`).join(", ")} } }`,
  ])
  .join("\n")}
criteria:
${stages.flatMap((_, at) => Array.from({ length: metrics }, (_, metric) => `  m-${at}-${metric}: "< +10 %"`)).join("\n")}
`;
const read = readConfigWithoutPatterns(text, "gate.yml");
if (!read.ok) throw new Error(JSON.stringify(read.problems.slice(0, 3)));
const { config } = read;
const exit = { code: 0, signal: null };
const at = "2026-01-05T09:00:00.000Z";

function part(index) {
  const [tests, bench] = stages[index];
  const launch = (arm, number) => ({
    arm,
    index: number,
    warmUp: false,
    exit,
    startedAt: at,
    durationMs: 900,
    peakRssBytes: 5e7,
  });
  const arms = Array.from({ length: 16 }, (_, number) => (number % 2 === 0 ? "baseline" : "candidate"));
  const stage = (name, launches) => ({
    stage: name,
    status: "passed",
    reason: "passed in 9 s",
    startedAt: at,
    durationMs: 9000,
    launches,
    tail: Array.from({ length: 50 }, (_, line) => `line ${line} of what it printed`),
    outputBytes: 4000,
    strays: 0,
  });
  const cases = Array.from({ length: 1000 }, (_, number) => ({
    name: `test number ${number}`,
    suite: `suite ${number % 20}`,
    status: "passed",
    durationMs: 3,
  }));
  return {
    schema: "rollout-gate/evidence/1",
    rollout: "shop",
    tool: "rollout-gate 1.0.0",
    configDigest: "d",
    startedAt: at,
    finishedAt: at,
    origin: { repository: "octo-org/shop", commit, ref: "refs/heads/main", dirty: false },
    machine: { os: "linux", architecture: "x64", cpuModel: "c", cores: 4, memoryBytes: 16e9, runtime: "node v24" },
    shard: { index: index + 1, total: parts, stages: [tests, bench] },
    cancelled: false,
    stages: [
      stage(tests, [launch("candidate", 0)]),
      stage(
        bench,
        arms.map((arm, number) => launch(arm, number)),
      ),
    ],
    measurements: Array.from({ length: metrics }, (_, metric) => ({
      metric: `m-${index}-${metric}`,
      stage: bench,
      unit: "ns",
      direction: "lower-is-better",
      source: "made up",
      launches: arms.map((arm, number) => ({
        arm,
        index: number,
        samples: Array.from({ length: 100 }, () => 1e6 * (1 + 0.01 * random.next())),
      })),
    })),
    tests: [
      {
        stage: tests,
        arm: "candidate",
        format: "JUnit XML",
        total: 1000,
        passed: 1000,
        failed: 0,
        errors: 0,
        skipped: 0,
        flaky: 0,
        durationMs: 3000,
        cases,
        omitted: 0,
      },
    ],
    coverage: [],
    checklists: [],
    facts: [],
    requirements: [],
    flag: [
      { arm: "baseline", value: "off", said: "off", way: "env SHOP_NEW" },
      { arm: "candidate", value: "on", said: "on", way: "env SHOP_NEW" },
    ],
    gaps: [],
  };
}

const files = Array.from({ length: parts }, (_, index) => JSON.stringify(part(index)));
const terms = { digests: ["d"], commit, repository: "octo-org/shop" };
const took = [];
let verdict;
for (let round = 0; round < 11; round++) {
  const from = performance.now();
  const evidence = files.map((file) => {
    const one = readEvidence(file);
    if (!one.ok) throw new Error(one.problem.reason);
    return one.value;
  });
  const findings = [
    ...checkEvidenceSet(config, terms, evidence),
    ...judgeEvidence(config, evidence, new Date(at)).findings,
  ];
  verdict = decideVerdict(findings);
  took.push(performance.now() - from);
}
const megabytes = files.reduce((sum, file) => sum + file.length, 0) / 1e6;
console.log(
  `${parts} parts of together ${megabytes.toFixed(1)} MB, ${parts * metrics} criteria, ${parts * 1000} tests: ${verdict.decision}`,
);
console.log(`the first time ${took[0].toFixed(0)} ms, in the middle ${median(took).toFixed(0)} ms`);
const kept = printLimit("merging 16 parts, the first time", took[0], 1000, "ms");
printLimit("merging 16 parts, once warm (first quartile)", firstQuartile(took), 1000, "ms");
process.exit(kept && verdict.decision === "GO" ? 0 : 1);
