import type { LedgerStamp } from "../domain/ledger.ts";
import { openMap } from "../shape/compound-shapes.ts";
import { exactly, text, wholeNumber } from "../shape/scalar-shapes.ts";
import type { Shape } from "../shape/shape.ts";

export const eventVersion = "rollout-gate/event/1";

export const shortText = text().max(1000);
export const name = text().min(1).max(500);
export const digest = text().min(1).max(200);

/** What makes an event findable and droppable, whatever its kind and version. */
export const eventId = text()
  .min(1)
  .max(100)
  .matching(/^[A-Za-z0-9-]+$/);
export const eventKind = text()
  .max(64)
  .matching(/^[a-z][a-z0-9-]*$/);

/** ISO 8601, UTC. */
export const timestamp = text()
  .max(40)
  .matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/)
  .refine((at) => Number.isFinite(Date.parse(at)), "it is no date");

const run = openMap({
  repository: name,
  runId: text()
    .max(30)
    .matching(/^[0-9]+$/),
  attempt: wholeNumber().min(1),
  url: text().max(2000),
});

/** For the shape of each kind. */
export const stamp = {
  schema: exactly(eventVersion),
  id: eventId,
  kind: eventKind,
  rollout: name,
  at: timestamp,
  tool: shortText,
  run: run.nullable(),
  commit: text()
    .matching(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/)
    .nullable(),
} as const;

/** What every event of this version bears. Keys that it does not name are passed over: a later version may add some. */
export const stampShape: Shape<LedgerStamp & { readonly kind: string }> = openMap(stamp);
