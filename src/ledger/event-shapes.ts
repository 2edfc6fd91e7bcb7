import type { LedgerEvent, LedgerEventKind, LedgerStamp } from "../domain/ledger.ts";
import { list, mapOf, openMap } from "../shape/compound-shapes.ts";
import { boolean, exactly, finiteNumber, oneOf, text, wholeNumber } from "../shape/scalar-shapes.ts";
import type { Shape } from "../shape/shape.ts";

export const eventVersion = "rollout-gate/event/1";

const shortText = text().max(1000);
const name = text().min(1).max(500);
const count = wholeNumber().min(0);

/** What makes an event findable and droppable, whatever its kind and version. */
export const eventId = text()
  .min(1)
  .max(100)
  .matching(/^[A-Za-z0-9-]+$/);
export const eventKind = text()
  .max(64)
  .matching(/^[a-z][a-z0-9-]*$/);

const run = openMap({
  repository: name,
  runId: text()
    .max(30)
    .matching(/^[0-9]+$/),
  attempt: wholeNumber().min(1),
  url: text().max(2000),
});

const stamp = {
  schema: exactly(eventVersion),
  id: eventId,
  kind: eventKind,
  rollout: name,
  at: text()
    .max(40)
    .matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/)
    .refine((at) => Number.isFinite(Date.parse(at)), "it is no date"),
  tool: shortText,
  run: run.nullable(),
  commit: text()
    .matching(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/)
    .nullable(),
} as const;

/** What every event of this version bears. Keys that it does not name are passed over: a later version may add some. */
export const stampShape: Shape<LedgerStamp & { readonly kind: string }> = openMap(stamp);

const gateConcluded = openMap({
  ...stamp,
  kind: exactly("gate-concluded"),
  configDigest: name,
  decision: oneOf(["GO", "GO WITH CONDITIONS", "NO-GO", "INCONCLUSIVE"]),
  because: text().max(4000),
  stageDurationsMs: mapOf(name, finiteNumber().min(0)),
  findings: list(
    openMap({
      subject: name,
      outcome: oneOf(["pass", "warn", "fail", "inconclusive", "missing", "invalid"]),
      severity: oneOf(["critical", "warning", "info"]),
    }),
    { max: 10_000 },
  ),
});

const launchDigest = openMap({
  samples: wholeNumber().min(1),
  calmLow: finiteNumber(),
  calmHigh: finiteNumber(),
  median: finiteNumber(),
  mean: finiteNumber(),
});

const baselineRecorded = openMap({
  ...stamp,
  kind: exactly("baseline-recorded"),
  configDigest: name,
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

const flagValue = oneOf(["on", "off", "unknown"]);
const moment = stamp.at;
const sentences = list(text().max(4000), { max: 1000 });

const flagEnabled = openMap({
  ...stamp,
  kind: exactly("flag-enabled"),
  operation: name,
  configDigest: name,
  way: shortText,
  flagBefore: flagValue,
  facts: mapOf(name, text().max(4000)),
  knownIssues: sentences,
  backup: openMap({ id: name, digest: name }).nullable(),
  rollbackTo: shortText.nullable(),
  decideBy: moment,
  override: text().max(4000).nullable(),
});

const flagTurnedBack = openMap({
  ...stamp,
  kind: exactly("flag-turned-back"),
  operation: name,
  because: text().max(4000),
  flag: flagValue,
  verified: boolean(),
});

const rolledBack = openMap({
  ...stamp,
  kind: exactly("rolled-back"),
  operation: name,
  reason: text().max(4000),
  ending: oneOf(["rolled back", "rolled back with findings", "failed"]),
  way: shortText.nullable(),
  flag: flagValue,
  startedAt: moment,
  findings: sentences,
});

/** How each kind of event looks. A kind is never changed: what must be said otherwise gets a kind of its own. */
export const eventShapes: { readonly [Kind in LedgerEventKind]: Shape<Extract<LedgerEvent, { kind: Kind }>> } = {
  "gate-concluded": gateConcluded,
  "baseline-recorded": baselineRecorded,
  "flag-enabled": flagEnabled,
  "flag-turned-back": flagTurnedBack,
  "rolled-back": rolledBack,
};
