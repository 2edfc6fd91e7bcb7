import { strictMap } from "../../shape/compound-shapes.ts";
import { boolean, exactly, oneOf, wholeNumber } from "../../shape/scalar-shapes.ts";
import {
  arm,
  count,
  durationMs,
  filledListOf,
  listOf,
  name,
  problem,
  samples,
  text,
  timestamp,
} from "./evidence-parts.ts";

/** The version of the format that this program writes and reads. */
export const evidenceVersion = "rollout-gate/evidence/1";

const launchRecord = strictMap({
  arm,
  index: count,
  warmUp: boolean(),
  exit: strictMap({ code: wholeNumber().nullable(), signal: text.nullable() }).refine(
    ({ code, signal }) => code === null || signal === null,
    "a process ends by a code or by a signal, not by both",
  ),
  startedAt: timestamp,
  durationMs,
  peakRssBytes: count.nullable(),
});

const stageRecord = strictMap({
  stage: name,
  status: oneOf(["passed", "failed", "timed-out", "cancelled", "skipped", "broken"]),
  reason: text,
  startedAt: timestamp.nullable(),
  durationMs,
  launches: listOf(launchRecord),
  tail: listOf(text),
  outputBytes: count,
  strays: count,
});

const measurement = strictMap({
  metric: name,
  stage: name,
  unit: text,
  direction: oneOf(["lower-is-better", "higher-is-better"]).optional(),
  source: text,
  launches: filledListOf(strictMap({ arm, index: count, samples, pair: count.optional() })),
  summarised: boolean().optional(),
});

const testReport = strictMap({
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
    strictMap({
      name: text,
      suite: text,
      status: oneOf(["passed", "failed", "error", "skipped", "flaky"]),
      durationMs,
      file: text.optional(),
      line: wholeNumber().min(1).optional(),
      message: text.optional(),
      detail: text.optional(),
    }),
  ),
  omitted: count,
})
  .refine(
    ({ total, passed, failed, errors, skipped, flaky }) => total === passed + failed + errors + skipped + flaky,
    "the total is not the sum of its parts",
  )
  .refine(({ total, cases, omitted }) => total === cases.length + omitted, "cases are missing that were not left out");

const fileCoverage = strictMap({ path: text, linesCovered: count, linesTotal: count }).refine(
  ({ linesCovered, linesTotal }) => linesCovered <= linesTotal,
  "more lines are covered than there are",
);

const coverageReport = strictMap({
  stage: name,
  format: text,
  of: listOf(text),
  linesCovered: count,
  linesTotal: wholeNumber().min(1),
  files: listOf(fileCoverage),
  fileCount: count,
})
  .refine(({ linesCovered, linesTotal }) => linesCovered <= linesTotal, "more lines are covered than there are")
  .refine(({ files, fileCount }) => files.length <= fileCount, "more files are listed than counted");

const checklist = strictMap({
  stage: name,
  items: listOf(
    strictMap({
      name,
      status: oneOf(["passed", "failed", "skipped", "unknown"]),
      category: text.optional(),
      critical: boolean().optional(),
      durationMs: durationMs.optional(),
      message: text.optional(),
    }),
  ),
});

const requirement = strictMap({
  name,
  wanted: text,
  found: text.nullable(),
  met: boolean().nullable(),
  problem: problem.optional(),
})
  .refine(({ met, found }) => met !== true || found !== null, "it is met by nothing that was found")
  .refine(({ met, problem }) => met !== null || problem !== undefined, "it does not say why it could not be told");

/** The evidence file, field by field in the order in which it is written. A test holds it to the domain's `Evidence`. */
export const evidenceSchema = strictMap({
  schema: exactly(evidenceVersion),
  rollout: name,
  tool: text,
  configDigest: text,
  startedAt: timestamp,
  finishedAt: timestamp,
  origin: strictMap({
    repository: text.nullable(),
    commit: text.nullable(),
    ref: text.nullable(),
    dirty: boolean().nullable(),
  }),
  machine: strictMap({
    os: text,
    architecture: text,
    cpuModel: text,
    cores: count,
    memoryBytes: count,
    runtime: text,
  }),
  shard: strictMap({ index: count, total: wholeNumber().min(1), stages: listOf(name) }).optional(),
  cancelled: boolean(),
  stages: listOf(stageRecord),
  measurements: listOf(measurement),
  tests: listOf(testReport),
  coverage: listOf(coverageReport),
  checklists: listOf(checklist),
  facts: listOf(strictMap({ name, value: text, source: text })),
  requirements: listOf(requirement),
  flag: listOf(strictMap({ arm, value: oneOf(["on", "off", "unknown"]), said: text, way: text })),
  effects: listOf(
    strictMap({ stage: name, arm, said: text.nullable(), problem: problem.optional() }).refine(
      ({ said, problem }) => said !== null || problem !== undefined,
      "it does not say why nothing was read",
    ),
  ).optional(),
  gaps: listOf(strictMap({ stage: text, subject: name, arm: arm.optional(), problem })),
});
