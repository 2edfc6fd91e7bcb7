// Every reader of evidence, with what it is given and what must hold for what it says.
import { existsSync } from "node:fs";
import { readChecklist } from "../../build/evidence/checklist/read-checklist.js";
import { checkNpmPackage, readNpmPackages } from "../../build/evidence/dependencies/npm-packages.js";
import { checkPythonPackage, readPipInspect } from "../../build/evidence/dependencies/pip-inspect.js";
import { readEvidence } from "../../build/evidence/file/read-evidence.js";
import { readFlagValue } from "../../build/evidence/flag/read-flag-value.js";
import { parseJsonText } from "../../build/evidence/json/parse-json-text.js";
import { readJsonNumber } from "../../build/evidence/json/read-json-number.js";
import { readCoverage } from "../../build/evidence/line-coverage/read-coverage.js";
import { createPatternMeter } from "../../build/evidence/output/pattern-meter.js";
import { createTextExpectation } from "../../build/evidence/output/text-expectation.js";
import { createJUnitReader } from "../../build/evidence/tests/junit-reader.js";

const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const areSamples = (samples) => Array.isArray(samples) && samples.length > 0 && samples.every(Number.isFinite);
const sound = () => null;

function readJUnit(text) {
  const reader = createJUnitReader();
  for (let at = 0; at < text.length; at += 1000) reader.write(text.slice(at, at + 1000));
  return reader.end();
}

function faultInTests(report, text) {
  const { total, passed, failed, errors, skipped, flaky, cases, omitted, durationMs } = report;
  if (![total, passed, failed, errors, skipped, flaky, omitted].every(isCount)) return "a count is none";
  if (total === 0) return "a report without a test";
  if (total !== passed + failed + errors + skipped + flaky) return "the sum is wrong";
  if (total !== cases.length + omitted) return "cases were lost";
  if (!Number.isFinite(durationMs) || durationMs < 0) return "the duration is none";
  const tags = text.split("<testcase").length - 1;
  if (passed > tags) return "more tests passed than there are";
  return null;
}

function faultInCoverage({ linesCovered, linesTotal, files, fileCount }) {
  if (![linesCovered, linesTotal, fileCount].every(isCount)) return "a count is none";
  if (linesTotal === 0 || fileCount === 0) return "coverage of nothing";
  if (linesCovered > linesTotal) return "more is covered than there is";
  return files.some((file) => file.linesCovered > file.linesTotal) ? "a file is covered beyond its lines" : null;
}

function faultInItems(items, text) {
  if (items.length === 0) return "a checklist of nothing";
  if (new Set(items.map((item) => item.name)).size !== items.length) return "two items share a name";
  if (items.some((item) => item.name === "" || !["passed", "failed", "skipped", "unknown"].includes(item.status)))
    return "an item is none";
  const says = /true|1|pass|ok|success|ready|yes|valid|healthy|green|up|good|available|✓|✔|✅/i.test(text);
  return items.every((item) => item.status === "passed") && !says ? "all passed and nothing says so" : null;
}

function faultInRequirement(check) {
  return (installed) => {
    const { met, found, problem } = check(installed);
    if (met === true && found === null) return "met by nothing";
    return met === null && problem === undefined ? "untold without a reason" : null;
  };
}

const result = {
  name: "A",
  category: "init",
  passed: true,
  duration_ms: 1.5,
  details: "",
  error: null,
  metrics: {},
  critical: true,
};
const checklists = [
  { summary: { total: 2, passed: 2, failed: 0 }, results: [result, { ...result, name: "B" }] },
  [
    { name: "a", status: "ok" },
    { name: "b", status: "failed" },
  ],
  { checks: { a: true, b: { status: "ready" } } },
  { a: true, b: false, c: "passed" },
].map((value) => JSON.stringify(value, null, 1));

const jacoco =
  '<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="r"><package name="com/x"><sourcefile name="A.java"><line nr="3" mi="0" ci="2"/><line nr="4" mi="1" ci="0"/><counter type="LINE" missed="1" covered="1"/></sourcefile></package></report>';
const surefire =
  '<testsuite name="s" tests="2" failures="0" errors="0" time="1,234.5"><testcase name="a" classname="A" time="0.1"/><testcase name="b" time="NaN"><flakyFailure message="m">at b (B.java:3)</flakyFailure></testcase></testsuite>';
const evidence = JSON.stringify({
  schema: "rollout-gate/evidence/1",
  rollout: "r",
  tool: "t",
  configDigest: "d",
  startedAt: "2026-01-02T03:04:05Z",
  finishedAt: "2026-01-02T03:04:05Z",
  origin: { repository: null, commit: null, ref: null, dirty: null },
  machine: { os: "o", architecture: "a", cpuModel: "c", cores: 2, memoryBytes: 1, runtime: "r" },
  cancelled: false,
  stages: [
    {
      stage: "s",
      status: "passed",
      reason: "r",
      startedAt: null,
      durationMs: 1,
      launches: [],
      tail: ["x"],
      outputBytes: 1,
      strays: 0,
    },
  ],
  measurements: [
    { metric: "m", stage: "s", unit: "ns", source: "x", launches: [{ arm: "baseline", index: 0, samples: [1, 2.5] }] },
  ],
  tests: [
    {
      stage: "s",
      arm: "candidate",
      format: "f",
      total: 1,
      passed: 1,
      failed: 0,
      errors: 0,
      skipped: 0,
      flaky: 0,
      durationMs: 1,
      cases: [],
      omitted: 1,
    },
  ],
  coverage: [],
  checklists: [{ stage: "s", items: [{ name: "a", status: "passed" }] }],
  facts: [],
  requirements: [{ name: "pip x", wanted: ">=1", found: "1", met: true }],
  flag: [],
  gaps: [],
}); // prettier-ignore

const output = [
  "Initialization time: 5058.96ms\nt=1,234 ops\r\u001b[32mt=5\u001b[0m\nCoordinators enabled: True\n",
  "t=nan\nfalse",
  "no",
];
const numbers = ['{"a":{"ms":[1,2.5,"3"]}}', '{"a":{"ms":"1,234.5"}}'];

function meter(text) {
  const made = createPatternMeter({ pattern: "t=([^ ]+)", unit: "", scale: 1, stream: "stdout" });
  if (!made.ok) return made;
  for (let at = 0; at < text.length; at += 777) made.value.write(text.slice(at, at + 777));
  return made.value.end();
}

function expectText(text) {
  const made = createTextExpectation({
    output: [{ kind: "text", text: "enabled: True" }],
    never: [
      { kind: "pattern", pattern: "(?i)err(or)+" },
      { kind: "text", text: "false" },
    ],
  });
  if (!made.ok) return made;
  for (let at = 0; at < text.length; at += 777) made.value.write(text.slice(at, at + 777));
  return { ok: true, value: made.value.end() };
}

export const readers = [
  { name: "JUnit XML", folders: ["fixtures/junit/"], extra: [surefire], read: readJUnit, faultIn: faultInTests },
  {
    name: "coverage, everything",
    folders: ["fixtures/line-coverage/"],
    extra: [jacoco],
    read: (text) => readCoverage(text, []),
    faultIn: faultInCoverage,
  },
  {
    name: "coverage, of a path",
    folders: ["fixtures/line-coverage/"],
    extra: [jacoco],
    read: (text) => readCoverage(text, ["pkg"]),
    faultIn: faultInCoverage,
  },
  { name: "checklist", folders: [], extra: checklists, read: readChecklist, faultIn: faultInItems },
  {
    name: "pip inspect",
    folders: ["fixtures/dependencies/"],
    extra: ['{"installed":[{"metadata":{"name":"X","version":"1.0"}}]}'],
    read: readPipInspect,
    faultIn: faultInRequirement((installed) => checkPythonPackage(installed, { name: "x", range: ">=1" })),
  },
  {
    name: "npm",
    folders: ["fixtures/dependencies/"],
    extra: ['{"packages":{"node_modules/x":{"version":"1.0.0"}}}'],
    read: readNpmPackages,
    faultIn: faultInRequirement((installed) => checkNpmPackage(installed, { name: "x", range: "^1" })),
  },
  { name: "JSON", folders: ["fixtures/dependencies/"], extra: checklists, read: parseJsonText, faultIn: sound },
  {
    name: "number in JSON",
    folders: [],
    extra: numbers,
    read: (text) => readJsonNumber(text, "a.ms"),
    faultIn: (samples) => (areSamples(samples) ? null : "no samples"),
  },
  {
    name: "evidence file",
    folders: [],
    extra: [evidence],
    read: readEvidence,
    faultIn: ({ measurements }) =>
      measurements.every((one) => one.launches.every((launch) => areSamples(launch.samples))) ? null : "no samples",
  },
  {
    name: "pattern on output",
    folders: [],
    extra: output,
    read: meter,
    faultIn: ({ samples }) => (areSamples(samples) ? null : "no samples"),
  },
  {
    name: "text in output",
    folders: [],
    extra: output,
    read: expectText,
    faultIn: (value, text) =>
      value.absent.length === 0 && !/T.*r.*u.*e/s.test(text) ? "found what is not there" : null,
  },
  {
    name: "flag value",
    folders: [],
    extra: output,
    read: (text) => ({ ok: true, value: readFlagValue(text) }),
    faultIn: ({ value, why }) => (value === "unknown" && why === "" ? "unknown without a reason" : null),
  },
]; // prettier-ignore

const benchmarks = new URL("../../build/evidence/benchmarks/read-benchmarks.js", import.meta.url);
if (existsSync(benchmarks)) {
  const { readBenchmarks } = await import(benchmarks.href);
  readers.push({
    name: "benchmarks",
    folders: ["benchmarks/fixtures/"],
    extra: [],
    read: (text) => readBenchmarks(text),
    faultIn: ({ series }) =>
      series.length > 0 && series.every((one) => one.launches.length > 0 && one.launches.every(areSamples))
        ? null
        : "a series without samples",
  });
}
