import { list, mapOf, openMap } from "../shape/compound-shapes.ts";
import { exactly, finiteNumber, oneOf, text, wholeNumber } from "../shape/scalar-shapes.ts";
import { digest, name, shortText, stamp } from "./event-stamp.ts";

const count = wholeNumber().min(0);

/** Findings in short. */
export const unmetFindings = list(
  openMap({
    subject: name,
    outcome: oneOf(["pass", "warn", "fail", "inconclusive", "missing", "invalid"]),
    severity: oneOf(["critical", "warning", "info"]),
  }),
  { max: 10_000 },
);

export const gateConcluded = openMap({
  ...stamp,
  kind: exactly("gate-concluded"),
  configDigest: digest,
  decision: oneOf(["GO", "GO WITH CONDITIONS", "NO-GO", "INCONCLUSIVE"]),
  because: text().max(4000),
  stageDurationsMs: mapOf(name, finiteNumber().min(0)),
  findings: unmetFindings,
});

const launchDigest = openMap({
  samples: wholeNumber().min(1),
  calmLow: finiteNumber(),
  calmHigh: finiteNumber(),
  median: finiteNumber(),
  mean: finiteNumber(),
});

export const baselineRecorded = openMap({
  ...stamp,
  kind: exactly("baseline-recorded"),
  configDigest: digest,
  machine: openMap({
    os: shortText,
    architecture: shortText,
    cpuModel: shortText,
    cores: count,
    memoryBytes: count,
    runtime: shortText,
  }),
  measurements: list(
    openMap({
      stage: name,
      metric: name,
      unit: text().max(100),
      direction: oneOf(["lower-is-better", "higher-is-better"]).optional(),
      launches: list(launchDigest, { min: 1, max: 10_000 }),
    }),
    { max: 10_000 },
  ),
});
