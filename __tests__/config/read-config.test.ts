import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/read-config.ts";

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}.yml`, import.meta.url), "utf8");

function read(text: string) {
  const result = readConfig(text, "gate.yml");
  if (!result.ok) throw new Error(result.problems.map((problem) => `${problem.line}: ${problem.message}`).join("\n"));
  return result;
}

const minimal = (rest = "") => `rollout: a\nstages:\n  unit: { run: x }\n${rest}`;

describe("readConfig on sound configs", () => {
  test("the design's full example, in canonical units", () => {
    const { config, warnings } = read(fixture("full"));
    expect(warnings).toEqual([]);
    expect(config.rollout).toBe("coordinator-orchestrator");
    expect(config.flag?.set.map((way) => way.kind)).toEqual(["script", "file", "env"]);
    expect(config.flag?.set[1]).toEqual({
      kind: "file",
      path: "~/.victor/profiles.yaml",
      key: "use_coordinator_orchestrator",
      on: true,
      off: false,
    });
    expect(config.backup).toEqual([
      { path: "~/.victor/profiles.yaml", optional: false },
      { path: ".victor/init.md", optional: true },
    ]);
    expect(config.stages.map((stage) => stage.name)).toEqual(["unit", "coordinators", "smoke", "benchmark"]);
    const [unit, coordinators, smoke, benchmark] = config.stages;
    expect(unit).toMatchObject({
      timeoutMs: 1_200_000,
      tests: ["unit.xml"],
      coverage: { file: "cov.json", of: ["victor/agent/coordinators"] },
      arms: { kind: "one", arm: "candidate" },
      alone: false,
    });
    expect(coordinators?.checklist).toEqual({ file: "parts.json", expected: null, othersPass: false });
    expect(smoke?.expect).toEqual({
      exit: [0],
      output: [{ kind: "text", text: "victor" }],
      never: [{ kind: "pattern", pattern: "(?i)traceback" }],
    });
    expect(benchmark).toMatchObject({
      alone: true,
      timeoutMs: 1_800_000,
      arms: {
        kind: "both",
        minLaunches: 5,
        maxLaunches: 24,
        warmUps: 1,
        timeLimitMs: null,
        errorRate: 0.01,
        inProcess: false,
      },
    });
    expect(benchmark?.measure).toEqual([
      { name: "chat-latency", direction: null, kind: "benchmark", benchmark: "test_chat_latency", file: null },
      {
        name: "init-time",
        direction: null,
        kind: "output",
        pattern: "Initialization time: ([0-9.]+)ms",
        stream: "stdout",
        unit: "ns",
        scale: 1e6,
      },
      { name: "memory", direction: null, kind: "peak-rss" },
    ]);
    expect(config.criteria[0]).toEqual({
      metric: "chat-latency",
      pass: { kind: "relative", comparator: "<", change: 0.1, text: "< +10 %" },
      warn: { kind: "relative", comparator: "<", change: 0.15, text: "< +15 %" },
      severity: "warning",
      action: "Optimize the coordinator",
      floor: 0,
      floorUnit: "",
      direction: null,
    });
    expect(config.manual).toEqual([
      {
        group: "chat",
        items: [
          { text: "Basic request and response", required: false },
          { text: "Streaming responses", required: false },
        ],
      },
      { group: "tools", items: [{ text: "Code search", required: false }] },
    ]);
  });

  test("every number of the requirements as a criterion", () => {
    const { config, warnings } = read(fixture("requirements"));
    expect(warnings).toEqual([]);
    expect(
      config.criteria.filter((criterion) => criterion.metric === "chat-latency").map(({ pass }) => pass.text),
    ).toEqual(["< +10 %", "< 5 s"]);
    expect(config.criteria.find((criterion) => criterion.floor > 0)).toMatchObject({ floor: 50_000, floorUnit: "ns" });
    expect(config.packages).toContainEqual({ manager: "pip", name: "pydantic", range: ">= 2.0", severity: "critical" });
    expect(config.disk).toEqual([{ path: "~/.app/logs", freeBytes: 1e9, severity: "critical" }]);
    expect(config.facts[1]).toEqual({ name: "commit", run: { kind: "program", argv: ["git", "rev-parse", "HEAD"] } });
  });

  test("the smallest config, with every default", () => {
    const { config } = read(minimal());
    expect(config).toEqual({
      rollout: "a",
      flag: null,
      backup: [],
      state: { folder: null, keep: 10, forMs: null },
      python: "python3",
      packages: [],
      disk: [],
      facts: [],
      stages: [
        {
          name: "unit",
          needs: [],
          run: { kind: "script", script: "x", shell: null },
          directory: null,
          env: {},
          input: null,
          validation: null,
          timeoutMs: 1_800_000,
          alone: false,
          arms: { kind: "as-is" },
          severity: "critical",
          expect: { exit: [0], output: [], never: [] },
          tests: [],
          coverage: null,
          checklist: null,
          vulnerabilities: null,
          benchmarks: [],
          expectBenchmarks: null,
          measure: [],
          effect: null,
          requires: [],
        },
      ],
      criteria: [],
      baseline: { runs: 10, maxAgeMs: 90 * 86_400_000, since: null, anchor: null },
      waivers: [],
      manual: [],
      verify: null,
      signOffs: [],
      enable: { window: null, validate: [], smoke: [], canary: null, deadlineMs: 86_400_000, knownIssues: [] },
      rollback: {
        to: null,
        ways: ["flag", "backup"],
        install: null,
        running: null,
        restart: null,
        verify: [],
        log: null,
        withinMs: 300_000,
      },
      contacts: [],
      escalation: [],
      channels: [],
      rollbackWorkflow: null,
      ledger: null,
    });
  });

  test.each<[string, unknown]>([
    ["{}", { place: { kind: "branch", branch: "rollout-gate" }, keepMs: 90 * 86_400_000, baselines: 20 }],
    [
      "{ branch: records/rollouts, keep: 2 d, baselines: 3 }",
      { place: { kind: "branch", branch: "records/rollouts" }, keepMs: 2 * 86_400_000, baselines: 3 },
    ],
    ["{ folder: ~/ledger, keep: 3000 d }", { place: { kind: "folder", path: "~/ledger" }, keepMs: 3000 * 86_400_000 }],
  ])("ledger: %s", (text, expected) => {
    expect(read(minimal(`ledger: ${text}`)).config.ledger).toMatchObject(expected as object);
  });

  test("what people tick, who signs off, and who is who", () => {
    const { config } = read(
      `${minimal()}\nmanual: { chat: [Streaming, { item: Sessions, required: true }] }\n` +
        "sign-offs: [tech-lead, { role: docs, required: false }]\n" +
        'contacts: { tech-lead: "@octocat", docs: { handle: octo-org/docs, email: docs@example.com } }',
    );
    expect(config.manual).toEqual([
      {
        group: "chat",
        items: [
          { text: "Streaming", required: false },
          { text: "Sessions", required: true },
        ],
      },
    ]);
    expect(config.signOffs).toEqual([
      { role: "tech-lead", required: true },
      { role: "docs", required: false },
    ]);
    expect(config.contacts).toEqual([
      { role: "tech-lead", handle: "octocat", name: null, email: null, slack: null },
      { role: "docs", handle: "octo-org/docs", name: null, email: "docs@example.com", slack: null },
    ]);
  });

  test("who is told what: every name once, and all for everybody", () => {
    const { config } = read(
      `${minimal()}\ncontacts: { owner: octocat, lead: octocat }\n` +
        "escalate:\n  channels: { chat: { slack: SLACK_URL } }\n  levels:\n" +
        "    - { on: warning, tell: [owner, owner], do: issue }\n    - { on: warning, after: 1 h }\n" +
        "    - { on: critical, tell: [chat, all], do: rollback, post-mortem: 24 h }\n",
    );
    expect(config.escalation).toEqual([
      { on: "warning", afterMs: 0, tell: ["owner"], action: "issue", postMortemMs: null },
      { on: "warning", afterMs: 3_600_000, tell: [], action: "notify", postMortemMs: null },
      { on: "critical", afterMs: 0, tell: ["chat", "owner", "lead"], action: "rollback", postMortemMs: 86_400_000 },
    ]);
  });

  test("all is everybody who can be reached, and channels are of one kind each", () => {
    const { config } = read(
      `${minimal()}\ncontacts: { a: octocat, b: { name: B }, c: { email: c@example.com } }\n` +
        "escalate:\n  rollback-workflow: rollback.yml\n  channels:\n    hook: { webhook: H }\n    signed: { webhook: { address: A, secret: K } }\n" +
        "    mail: { email: { server: S, from: $FROM, to: [x@example.com] } }\n  levels: [{ on: info, tell: all }]\n",
    );
    expect(config.escalation[0]?.tell).toEqual(["a", "c", "hook", "signed", "mail"]);
    expect(config.rollbackWorkflow).toBe("rollback.yml");
    expect(config.channels).toEqual([
      { name: "hook", kind: "webhook", address: "H", secret: null },
      { name: "signed", kind: "webhook", address: "A", secret: "K" },
      { name: "mail", kind: "email", server: "S", from: "$FROM", to: ["x@example.com"] },
    ]);
  });

  test("a byte order mark and Windows line ends change nothing", () => {
    expect(read(`\ufeff${minimal().replaceAll("\n", "\r\n")}`).config).toEqual(read(minimal()).config);
  });

  test("environment values keep their spelling", () => {
    const env = "{ A: 1.10, B: 010, C: True, D: 'x', E: 0x1F, F: -0 }";
    const { config } = read(`rollout: a\nstages: { unit: { run: x, env: ${env} } }`);
    expect(config.stages[0]?.env).toEqual({ A: "1.10", B: "010", C: "True", D: "x", E: "0x1F", F: "-0" });
    const flag = read(minimal("flag: { read: r, set: [{ env: { name: X, on: 1.0, off: no } }] }")).config.flag;
    expect(flag?.set).toEqual([{ kind: "env", name: "X", on: "1.0", off: "no" }]);
  });

  test.each([
    ["7", { minLaunches: 7, maxLaunches: 7 }],
    ["5..24", { minLaunches: 5, maxLaunches: 24 }],
    ["1", { minLaunches: 1, maxLaunches: 1 }],
    ['"3 .. 9"', { minLaunches: 3, maxLaunches: 9 }],
  ])("launches: %s", (launches, expected) => {
    const flag = "flag: { read: r, set: [{ env: X }] }";
    const { config } = read(`rollout: a\n${flag}\nstages: { b: { run: x, arms: { launches: ${launches} } } }`);
    expect(config.stages[0]).toMatchObject({ alone: true, arms: { kind: "both", ...expected } });
  });

  test("names that objects know already are names like any other", () => {
    const names = ["constructor", "toString", "hasOwnProperty", "valueOf", "prototype"];
    const text = `rollout: a
stages:
${names
  .map((name) => `  ${name}: { run: x, env: { ${name}: y }, measure: { ${name}-m: { peak-rss: true } }, needs: [] }`)
  .join("\n")
  .replaceAll(", needs: []", "")}
  last: { run: x, needs: [${names.join(", ")}] }
criteria: { ${names.map((name) => `${name}-m: "< 5 MB"`).join(", ")} }
facts: { ${names.map((name) => `${name}: x`).join(", ")} }
`;
    const { config } = read(text);
    expect(config.stages.map((stage) => stage.name)).toEqual([...names, "last"]);
    expect(config.stages[0]?.env).toEqual({ constructor: "y" });
    expect(config.facts.map((fact) => fact.name)).toEqual(names);
    expect(Object.getPrototypeOf({}).polluted).toBeUndefined();
  });

  test("in-process arms need no way to set the flag", () => {
    const { config } = read("rollout: a\nstages: { b: { run: x, arms: { launches: 5, in-process: true } } }");
    expect(config.stages[0]?.arms).toMatchObject({ kind: "both", inProcess: true });
  });

  test("a warning does not stop the config", () => {
    const result = read(minimal("flag: { set: [{ env: X }] }"));
    expect(result.warnings).toHaveLength(1);
    expect(result.warnings[0]).toMatchObject({
      severity: "warning",
      key: "flag",
      line: 4,
      column: 1,
      file: "gate.yml",
    });
  });
});
