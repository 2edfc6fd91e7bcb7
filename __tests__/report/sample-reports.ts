import type {
  Evidence,
  LaunchRecord,
  StageRecord,
  StageStatus,
  TestCase,
  TestReport,
} from "../../src/domain/evidence.ts";
import type { ArmSummary, Finding } from "../../src/domain/finding.ts";
import type { Report } from "../../src/domain/report.ts";
import type { Decision, Verdict } from "../../src/domain/verdict.ts";

const startedAt = "2026-03-04T10:00:00.000Z";

export function finding(subject: string, parts: Partial<Finding> = {}): Finding {
  return {
    subject,
    kind: "criterion",
    outcome: "pass",
    severity: "critical",
    reason: "Within its limit.",
    limit: "",
    action: "",
    unit: "",
    footnotes: [],
    places: [],
    ...parts,
  };
}

export function arm(name: "baseline" | "candidate", perLaunch: readonly number[]): ArmSummary {
  const sorted = [...perLaunch].sort((a, b) => a - b);
  const centre = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return { arm: name, launches: perLaunch.length, samples: perLaunch.length * 10, centre, perLaunch };
}

/** Launches of one arm around a centre, the same every time. */
function launches(centre: number, spread: number, count = 9): readonly number[] {
  const offsets = [0.1, -0.4, 0.7, 0, -0.8, 0.3, 1, -0.2, 0.5, -1, 0.2, -0.6];
  return Array.from({ length: count }, (_, index) => centre + spread * (offsets[index % offsets.length] ?? 0));
}

export function stage(name: string, status: StageStatus = "passed", parts: Partial<StageRecord> = {}): StageRecord {
  return {
    stage: name,
    status,
    reason: `${status} in 3.1 s`,
    startedAt,
    durationMs: 3120,
    launches: [],
    tail: [],
    outputBytes: 1200,
    strays: 0,
    ...parts,
  };
}

function launchRecord(index: number): LaunchRecord {
  return {
    arm: index % 4 === 0 || index % 4 === 3 ? "baseline" : "candidate",
    index,
    warmUp: false,
    exit: { code: 0, signal: null },
    startedAt,
    durationMs: 2100,
    peakRssBytes: 180e6,
  };
}

export function testReport(stageName: string, cases: readonly TestCase[], parts: Partial<TestReport> = {}): TestReport {
  const count = (status: TestCase["status"]): number => cases.filter((one) => one.status === status).length;
  return {
    stage: stageName,
    arm: "candidate",
    format: "JUnit XML",
    total: cases.length,
    passed: count("passed"),
    failed: count("failed"),
    errors: count("error"),
    skipped: count("skipped"),
    flaky: count("flaky"),
    durationMs: 4100,
    cases,
    omitted: 0,
    ...parts,
  };
}

export function evidence(parts: Partial<Evidence> = {}): Evidence {
  return {
    schema: "rollout-gate/evidence/1",
    rollout: "coordinator-orchestrator",
    tool: "rollout-gate 0.1.0",
    configDigest: "0f".repeat(32),
    startedAt,
    finishedAt: "2026-03-04T10:02:11.000Z",
    origin: {
      repository: "example/victor",
      commit: "9c1d4e7a55b0c2f3d4e5f60718293a4b5c6d7e8f",
      ref: "refs/pull/7/merge",
      dirty: false,
    },
    machine: {
      os: "linux",
      architecture: "x64",
      cpuModel: "Example CPU",
      cores: 4,
      memoryBytes: 16_765_000_000,
      runtime: "node v24.9.0",
    },
    cancelled: false,
    stages: [],
    measurements: [],
    tests: [],
    coverage: [],
    checklists: [],
    facts: [],
    requirements: [],
    flag: [],
    gaps: [],
    ...parts,
  };
}

export function report(
  decision: Decision,
  because: string,
  findings: readonly Finding[],
  evidences: readonly Evidence[],
  verdict: Partial<Verdict> = {},
): Report {
  return {
    schema: "rollout-gate/report/1",
    rollout: "coordinator-orchestrator",
    verdict: {
      decision,
      because,
      conditions: [],
      met: findings.filter((one) => one.outcome === "pass").length,
      judged: findings.length,
      risk: decision === "GO" ? "low" : decision === "NO-GO" ? "high" : "medium",
      ...verdict,
    },
    findings,
    evidence: evidences,
    concludedAt: "2026-03-04T10:02:12.000Z",
    tool: "rollout-gate 0.1.0",
  };
}

const calmLatency = finding("chat-latency", {
  severity: "warning",
  reason: "+1.2 % (−0.8 % … +3.4 %): meets < +10 %, after 9 launches a side",
  limit: "< +10 %",
  unit: "ns",
  baseline: arm("baseline", launches(412e6, 6e6)),
  candidate: arm("candidate", launches(417e6, 7e6)),
  change: { scale: "ratio", estimate: 0.012, lower: -0.008, upper: 0.034, confidence: 0.99 },
});
const memory = finding("memory", {
  reason: "+12 MB (+6.1 MB … +19 MB): meets < +100 MB, after 9 launches a side",
  limit: "< +100 MB",
  unit: "B",
  baseline: arm("baseline", launches(181e6, 2e6)),
  candidate: arm("candidate", launches(193e6, 3e6)),
  change: { scale: "difference", estimate: 12e6, lower: 6.1e6, upper: 19e6, confidence: 0.99 },
});
const initTime = finding("init-time", {
  severity: "warning",
  reason: "312 ms meets < 500 ms",
  limit: "< 500 ms",
  unit: "ns",
  value: 312.4e6,
});
const parts = finding("coordinators", { reason: "all 15 passed", limit: "all of 15" });
const coverage = finding("unit/coverage", {
  severity: "warning",
  reason: "91.3 % meets >= 85 %",
  limit: ">= 85 %",
  unit: "%",
  value: 91.3,
});
const flagWorks = finding("flag", {
  kind: "flag",
  reason: "off in the baseline arm, on in the candidate arm",
  footnotes: [
    "baseline: off, by env USE_COORDINATOR_ORCHESTRATOR",
    "candidate: on, by env USE_COORDINATOR_ORCHESTRATOR",
  ],
});
/** A stage that bears the name of its checklist's criterion comes with a number. */
const stagesPass = ["unit", "coordinators (2)", "benchmark"].map((subject) =>
  finding(subject, { kind: "stage", reason: "passed in 3.1 s" }),
);
const requirementsMet = [
  finding("requirement pip pydantic", { kind: "requirement", reason: "found 2.11.3", limit: ">= 2.0" }),
  finding("requirement disk ~/.victor", { kind: "requirement", reason: "found 48.1 GB", limit: "1 GB" }),
];

const flagReadings: Evidence["flag"] = [
  { arm: "baseline", value: "off", said: "False", way: "env USE_COORDINATOR_ORCHESTRATOR" },
  { arm: "candidate", value: "on", said: "True", way: "env USE_COORDINATOR_ORCHESTRATOR" },
];
const fifteen = Array.from({ length: 15 }, (_, index) => `Part ${index + 1}`);
const goodChecklist: Evidence["checklists"] = [
  { stage: "coordinators", items: fifteen.map((name) => ({ name, status: "passed", category: "core" })) },
];
const goodRequirements: Evidence["requirements"] = [
  { name: "pip pydantic", wanted: ">= 2.0", found: "2.11.3", met: true },
  { name: "disk ~/.victor", wanted: "1 GB", found: "48.1 GB", met: true },
];
const facts: Evidence["facts"] = [
  { name: "version", value: "victor 0.9.2", source: "victor --version" },
  { name: "python", value: "Python 3.12.7", source: "python --version" },
];
const goodStages = [
  stage("unit", "passed", { durationMs: 41_300 }),
  stage("coordinators", "passed", { durationMs: 2210 }),
  stage("benchmark", "passed", {
    durationMs: 83_400,
    launches: Array.from({ length: 18 }, (_, index) => launchRecord(index)),
  }),
];
const goodEvidence = evidence({
  stages: goodStages,
  checklists: goodChecklist,
  requirements: goodRequirements,
  facts,
  flag: flagReadings,
  tests: [testReport("unit", [{ name: "test_chat", suite: "tests.unit", status: "passed", durationMs: 12 }])],
  coverage: [
    {
      stage: "unit",
      format: "coverage.py JSON",
      of: ["victor/agent/coordinators"],
      linesCovered: 1099,
      linesTotal: 1204,
      files: [{ path: "victor/agent/coordinators/chat.py", linesCovered: 70, linesTotal: 120 }],
      fileCount: 21,
    },
  ],
});

export const go = report(
  "GO",
  "All 11 criteria are met",
  [flagWorks, calmLatency, memory, initTime, parts, coverage, ...stagesPass, ...requirementsMet],
  [goodEvidence],
);

export const goWithConditions = report(
  "GO WITH CONDITIONS",
  "2 conditions apply: init-time, 612 ms is beyond < 500 ms, within < 1000 ms",
  [
    finding("init-time", {
      outcome: "warn",
      severity: "warning",
      reason: "612 ms is beyond < 500 ms, within < 1000 ms",
      limit: "< 500 ms",
      unit: "ns",
      value: 612e6,
      action: "Profile slow coordinators",
    }),
    finding("unit/coverage", {
      outcome: "fail",
      severity: "warning",
      reason: "83.1 % is beyond >= 85 %",
      limit: ">= 85 %",
      unit: "%",
      value: 83.1,
      action: "Cover victor/agent/coordinators/chat.py first",
    }),
    calmLatency,
    memory,
    parts,
    flagWorks,
    ...stagesPass,
    ...requirementsMet,
  ],
  [
    {
      ...goodEvidence,
      stages: goodEvidence.stages.map((one) => (one.stage === "coordinators" ? { ...one, strays: 2 } : one)),
    },
  ],
  {
    conditions: [
      "Profile slow coordinators (init-time: 612 ms is beyond < 500 ms, within < 1000 ms).",
      "Cover victor/agent/coordinators/chat.py first (unit/coverage: 83.1 % is beyond >= 85 %).",
    ],
  },
);

const failures: readonly TestCase[] = [
  {
    name: "test_switch_provider_keeps_history[anthropic]",
    suite: "tests.unit.agent.test_providers",
    status: "failed",
    durationMs: 31,
    file: "tests/unit/agent/test_providers.py",
    line: 88,
    message: "AssertionError: assert 3 == 4\n  where 3 = len(history)",
    detail: "def test_switch_provider_keeps_history(provider):\n>   assert len(history) == 4\nE   assert 3 == 4",
  },
  {
    name: "test_stream_ends_with_usage",
    suite: "tests.unit.agent.test_stream",
    status: "error",
    durationMs: 4,
    file: "tests/unit/agent/test_stream.py",
    line: 17,
    message: "ModuleNotFoundError: No module named 'tiktoken'",
  },
];

export const noGo = report(
  "NO-GO",
  "2 critical criteria are not met: chat-latency, +18.1 % (+14.1 % … +22 %): beyond < +10 %, after 9 launches a side",
  [
    finding("chat-latency", {
      outcome: "fail",
      severity: "critical",
      reason: "+18.1 % (+14.1 % … +22 %): beyond < +10 %, after 9 launches a side",
      limit: "< +10 %",
      unit: "ns",
      baseline: arm("baseline", launches(412e6, 6e6)),
      candidate: arm("candidate", launches(486e6, 9e6)),
      change: { scale: "ratio", estimate: 0.181, lower: 0.141, upper: 0.22, confidence: 0.99 },
      action: "Optimize the coordinator",
      footnotes: ["The candidate's 90th percentile rose by 41 %."],
    }),
    finding("coordinators (2)", {
      kind: "stage",
      outcome: "fail",
      reason: "exit 3",
      action: "Look at the stage's last lines",
    }),
    finding("unit tests", {
      kind: "tests",
      outcome: "fail",
      reason: "2 of 214 tests failed, first tests.unit.agent.test_providers › test_switch_provider_keeps_history",
      action: "Mend the failing tests",
      places: failures.map((one) => ({
        file: one.file ?? "",
        line: one.line ?? 1,
        message: `${one.name}: ${one.message ?? ""}`,
      })),
    }),
    finding("tool-time", {
      outcome: "inconclusive",
      severity: "warning",
      reason:
        "+2.9 % (−2.1 % … +7.9 %): the interval holds the limit, after 9 launches a side; about 21 launches a side would probably decide it",
      limit: "within 5 %",
      unit: "ns",
      baseline: arm("baseline", launches(1.21e6, 0.06e6)),
      candidate: arm("candidate", launches(1.245e6, 0.07e6)),
      change: { scale: "ratio", estimate: 0.029, lower: -0.021, upper: 0.079, confidence: 0.99 },
      action: "Check the overhead",
      launchesNeeded: 21,
    }),
    memory,
    initTime,
    parts,
    flagWorks,
    finding("unit", {
      kind: "stage",
      reason: "its exit code says no more than that tests failed, which a criterion judges",
    }),
    ...requirementsMet,
  ],
  [
    {
      ...goodEvidence,
      stages: [
        stage("unit", "failed", {
          reason: "pytest: some tests failed (exit 1)",
          durationMs: 38_900,
          tail: [
            "tests/unit/agent/test_providers.py \u001b[32m.....\u001b[0m\u001b[31mF\u001b[0m",
            "=========================== short test summary info ============================",
            "FAILED tests/unit/agent/test_providers.py::test_switch_provider_keeps_history[anthropic]",
            "ERROR tests/unit/agent/test_stream.py::test_stream_ends_with_usage",
            "1 failed, 212 passed, 1 error in 38.21s",
            "",
          ],
        }),
        stage("coordinators", "failed", { reason: "exit 3", durationMs: 2210 }),
        ...goodStages.slice(2),
      ],
      tests: [testReport("unit", failures, { total: 214, passed: 212 })],
    },
  ],
);

export const inconclusive = report(
  "INCONCLUSIVE",
  "chat-latency could not be judged: the benchmark file is empty, and the flag has no effect.",
  [
    finding("flag", {
      kind: "flag",
      outcome: "invalid",
      reason: "The flag reads as off in both arms, so both ran the same program and nothing was compared.",
      action: "Check that env USE_COORDINATOR is the name that the program reads",
    }),
    finding("chat-latency", {
      outcome: "invalid",
      severity: "warning",
      reason: "bench.json is empty (0 bytes): no test used the benchmark fixture.",
      limit: "< +10 %",
      action: "Use the benchmark fixture in test_chat_latency, or measure a figure that is printed",
    }),
    finding("init-time", {
      outcome: "missing",
      severity: "warning",
      reason: "The pattern Initialization time: ([0-9.]+)ms matched nothing on stdout.",
      limit: "< 500 ms",
      unit: "ns",
      action: "Run the stage with -rP, so that pytest shows what passed tests print",
    }),
    finding("memory", {
      outcome: "inconclusive",
      reason: "One launch a side is too few to bound the change.",
      limit: "< +100 MB",
      unit: "B",
      baseline: arm("baseline", [181e6]),
      candidate: arm("candidate", [184e6]),
      change: {
        scale: "difference",
        estimate: 3e6,
        lower: Number.NEGATIVE_INFINITY,
        upper: Number.POSITIVE_INFINITY,
        confidence: 0.99,
      },
      action: "Restart, investigate",
      launchesNeeded: 5,
    }),
    parts,
  ],
  [
    evidence({
      stages: goodStages,
      flag: [
        { arm: "baseline", value: "off", said: "False", way: "env USE_COORDINATOR" },
        { arm: "candidate", value: "off", said: "False", way: "env USE_COORDINATOR" },
      ],
      checklists: [
        {
          stage: "coordinators",
          items: [
            ...fifteen.slice(0, 13).map((name) => ({ name, status: "passed" as const })),
            {
              name: "ChatCoordinator",
              status: "failed",
              critical: true,
              message: "ImportError: no module named tiktoken",
            },
            { name: "ToolCoordinator", status: "unknown" },
          ],
        },
      ],
      requirements: [
        { name: "pip pyyaml", wanted: ">= 6.0", found: null, met: false },
        {
          name: "disk ~/.victor",
          wanted: "1 GB",
          found: null,
          met: null,
          problem: { kind: "invalid", reason: "The free space of /home/user could not be read (EACCES)." },
        },
      ],
      gaps: [
        {
          stage: "unit",
          subject: "coverage",
          problem: {
            kind: "missing",
            reason: "cov.json was not written.",
            remedy: "Run pytest with --cov-report=json:$EVIDENCE/cov.json.",
            file: "cov.json",
          },
        },
        {
          stage: "benchmark",
          subject: "benchmarks",
          problem: {
            kind: "invalid",
            reason: "bench.json is empty (0 bytes): no test used the benchmark fixture.",
            remedy: "Use the benchmark fixture.",
            file: "bench.json",
          },
        },
      ],
    }),
  ],
);

const cancelled = report(
  "INCONCLUSIVE",
  "The run was cancelled before the benchmark had finished.",
  [
    finding("chat-latency", {
      outcome: "missing",
      reason: "The stage benchmark was cancelled.",
      limit: "< +10 %",
      action: "Run the gate again",
    }),
  ],
  [
    evidence({
      cancelled: true,
      stages: [
        stage("unit"),
        stage("benchmark", "cancelled", {
          reason: "cancelled after 12 s",
          durationMs: 12_000,
          strays: 2,
          tail: ["launch 3 of 24"],
        }),
        stage("report", "skipped", { reason: "not run: benchmark was cancelled", startedAt: null, durationMs: 0 }),
      ],
    }),
  ],
);

/** What a hostile program may call its benchmarks, print, and put into its messages. */
export const hostileTexts: readonly string[] = [
  "@octocat and @example/team please look",
  "fixes #123, GH-1, example/repo#7, example/repo@9c1d4e7a55b0",
  "commit 9c1d4e7a55b0c2f3d4e5f60718293a4b5c6d7e8f and deadbeef",
  "https://evil.example/x www.evil.example mail@evil.example ftp://evil.example xmpp:a@evil.example",
  "[click](https://evil.example) ![x](https://evil.example/x.png) <https://evil.example>",
  '<img src=x onerror=alert(1)> <a href="https://evil.example">x</a> <!-- hidden',
  "</details></td></tr></table><script>alert(1)</script>",
  "``` \n~~~~ \n```````` end of fence",
  "a | b \\| c \\\\| d || `|` \\",
  ":rocket: :+1: $x^2$ $`x`$ ~~gone~~ **bold** __x__ [^1] - [ ] task",
  "CVE-2021-44228 GHSA-jfh8-c2jp-5v3q",
  "\u001b[2J\u001b]0;title\u0007\u001b[31mred\u0000\u0008\u009b31m",
  "\u202Egnp.exe\u202C zero\u200Bwidth\uFEFF \uD800 lone",
  "名前が長いベンチマーク試験 café 👩‍👩‍👧‍👦 🇩🇪",
  `zalgo${"\u0301".repeat(200)}`,
  "# heading",
  "- item",
  "1. item",
  "> quote",
  "::error file=x::workflow command\n::set-output name=x::y",
  "",
  " ",
  "x".repeat(5000),
];

export const hostile: Report = {
  ...report(
    "NO-GO",
    hostileTexts.slice(0, 4).join(" "),
    hostileTexts.map((text, index) =>
      finding(`${index}${text}`, {
        outcome: index % 3 === 0 ? "fail" : index % 3 === 1 ? "warn" : "pass",
        reason: text,
        limit: text,
        action: text,
        unit: text,
        value: 1.5,
        footnotes: [text],
        places: [{ file: text, line: 3, message: text }],
      }),
    ),
    [
      evidence({
        rollout: "@octocat",
        stages: hostileTexts.map((text) => stage(text, "failed", { reason: text, tail: hostileTexts })),
        tests: [
          testReport(
            "unit",
            hostileTexts.map((text) => ({
              name: text,
              suite: text,
              status: "failed" as const,
              durationMs: 1,
              file: text,
              line: 4,
              message: text,
              detail: text,
            })),
          ),
        ],
        checklists: hostileTexts.map((text) => ({
          stage: text,
          items: [{ name: text, status: "failed" as const, category: text, message: text }],
        })),
        requirements: hostileTexts.map((text) => ({ name: text, wanted: text, found: text, met: false })),
        facts: hostileTexts.map((text) => ({ name: text, value: text, source: text })),
        flag: [{ arm: "candidate", value: "unknown", said: hostileTexts.join(" "), way: "env @octocat" }],
        gaps: hostileTexts.map((text) => ({
          stage: text,
          subject: text,
          problem: { kind: "invalid" as const, reason: text, remedy: text, file: text },
        })),
      }),
    ],
    { conditions: hostileTexts },
  ),
  rollout: "@octocat #1 <b>",
};

export const huge: Report = report(
  "NO-GO",
  "2500 of 5000 criteria failed.",
  Array.from({ length: 5000 }, (_, index) =>
    finding(`bench/${String(index).padStart(4, "0")}[param|${index}] @octocat #${index}`, {
      outcome: index < 2500 ? "fail" : "pass",
      reason: `Benchmark ${index} became slower, see https://evil.example/${index} and #${index}.`,
      limit: "< +10 %",
      unit: "ns",
      baseline: arm("baseline", launches(1e6 + index, 1e4)),
      candidate: arm("candidate", launches(1.2e6 + index, 1e4)),
      change: { scale: "ratio", estimate: 0.2, lower: 0.15, upper: 0.25, confidence: 0.99 },
      action: `Look at ${index}`,
      places: [{ file: `bench/${index}.py`, line: index + 1, message: "slower" }],
    }),
  ),
  [
    evidence({
      stages: Array.from({ length: 200 }, (_, index) =>
        stage(`stage-${index}`, "failed", {
          tail: Array.from({ length: 200 }, (_line, at) => `line ${at} `.repeat(20)),
        }),
      ),
      tests: [
        testReport(
          "unit",
          Array.from({ length: 3000 }, (_, index) => ({
            name: `test_${index}`,
            suite: "suite",
            status: "failed" as const,
            durationMs: 1,
            file: "tests/test_x.py",
            line: index + 1,
            message: `assert ${index} == 0`,
            detail: "E   assert\n".repeat(40),
          })),
        ),
      ],
    }),
  ],
);

export const sampleReports: Readonly<Record<string, Report>> = {
  go,
  "go-with-conditions": goWithConditions,
  "no-go": noGo,
  inconclusive,
  cancelled,
};
