import { metricRecord } from "./metric-record-shape.ts";

/** A metric's record as JSON Schema (draft 7), as it is published in `schema/`: what `record-kept` holds in the ledger. */
export function metricRecordJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Record of a metric of Rollout Gate",
    description:
      "What is kept of one metric of a stream of any length: sums and the distribution, by stretches of time.",
    ...metricRecord.jsonSchema(),
  };
}
