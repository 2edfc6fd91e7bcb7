import { z } from "zod";
import { arm, count, durationMs, listOf, name, problem, samples, text, timestamp } from "./evidence-parts.ts";

/** The version of the format that this program writes and reads. */
export const evidenceVersion = "rollout-gate/evidence/1";

const launchRecord = z.strictObject({
  arm,
  index: count,
  warmUp: z.boolean(),
  exit: z
    .strictObject({ code: z.int().nullable(), signal: text.nullable() })
    .refine(
      ({ code, signal }) => code === null || signal === null,
      "a process ends by a code or by a signal, not by both",
    ),
  startedAt: timestamp,
  durationMs,
  peakRssBytes: count.nullable(),
});

const stageRecord = z.strictObject({
  stage: name,
  status: z.enum(["passed", "failed", "timed-out", "cancelled", "skipped", "broken"]),
  reason: text,
  startedAt: timestamp.nullable(),
  durationMs,
  launches: listOf(launchRecord),
  tail: listOf(text),
  outputBytes: count,
  strays: count,
});

const measurement = z.strictObject({
  metric: name,
  stage: name,
  unit: text,
  direction: z.enum(["lower-is-better", "higher-is-better"]).exactOptional(),
  source: text,
  launches: listOf(z.strictObject({ arm, index: count, samples, pair: count.exactOptional() })).min(1),
  summarised: z.boolean().exactOptional(),
});

const testReport = z
  .strictObject({
    stage: name,
    arm,
    format: text,
    total: count,
    passed: count,
    failed: count,
    errors: count,
    skipped: count,
    flaky: count,
    durationMs,
    cases: listOf(
      z.strictObject({
        name: text,
        suite: text,
        status: z.enum(["passed", "failed", "error", "skipped", "flaky"]),
        durationMs,
        file: text.exactOptional(),
        line: z.int().min(1).exactOptional(),
        message: text.exactOptional(),
        detail: text.exactOptional(),
      }),
    ),
    omitted: count,
  })
  .refine(
    ({ total, passed, failed, errors, skipped, flaky }) => total === passed + failed + errors + skipped + flaky,
    "the total is not the sum of its parts",
  )
  .refine(({ total, cases, omitted }) => total === cases.length + omitted, "cases are missing that were not left out");

const fileCoverage = z
  .strictObject({ path: text, linesCovered: count, linesTotal: count })
  .refine(({ linesCovered, linesTotal }) => linesCovered <= linesTotal, "more lines are covered than there are");

const coverageReport = z
  .strictObject({
    stage: name,
    format: text,
    of: listOf(text),
    linesCovered: count,
    linesTotal: z.int().min(1),
    files: listOf(fileCoverage),
    fileCount: count,
  })
  .refine(({ linesCovered, linesTotal }) => linesCovered <= linesTotal, "more lines are covered than there are")
  .refine(({ files, fileCount }) => files.length <= fileCount, "more files are listed than counted");

const checklist = z.strictObject({
  stage: name,
  items: listOf(
    z.strictObject({
      name,
      status: z.enum(["passed", "failed", "skipped", "unknown"]),
      category: text.exactOptional(),
      critical: z.boolean().exactOptional(),
      durationMs: durationMs.exactOptional(),
      message: text.exactOptional(),
    }),
  ),
});

const requirement = z
  .strictObject({
    name,
    wanted: text,
    found: text.nullable(),
    met: z.boolean().nullable(),
    problem: problem.exactOptional(),
  })
  .refine(({ met, found }) => met !== true || found !== null, "it is met by nothing that was found")
  .refine(({ met, problem }) => met !== null || problem !== undefined, "it does not say why it could not be told");

/** The evidence file, field by field in the order in which it is written. A test holds it to the domain's `Evidence`. */
export const evidenceSchema = z.strictObject({
  schema: z.literal(evidenceVersion),
  rollout: name,
  tool: text,
  configDigest: text,
  startedAt: timestamp,
  finishedAt: timestamp,
  origin: z.strictObject({
    repository: text.nullable(),
    commit: text.nullable(),
    ref: text.nullable(),
    dirty: z.boolean().nullable(),
  }),
  machine: z.strictObject({
    os: text,
    architecture: text,
    cpuModel: text,
    cores: count,
    memoryBytes: count,
    runtime: text,
  }),
  shard: z.strictObject({ index: count, total: z.int().min(1), stages: listOf(name) }).exactOptional(),
  cancelled: z.boolean(),
  stages: listOf(stageRecord),
  measurements: listOf(measurement),
  tests: listOf(testReport),
  coverage: listOf(coverageReport),
  checklists: listOf(checklist),
  facts: listOf(z.strictObject({ name, value: text, source: text })),
  requirements: listOf(requirement),
  flag: listOf(z.strictObject({ arm, value: z.enum(["on", "off", "unknown"]), said: text, way: text })),
  gaps: listOf(z.strictObject({ stage: text, subject: name, arm: arm.exactOptional(), problem })),
});
