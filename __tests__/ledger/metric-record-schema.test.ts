import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { metricRecordJsonSchema } from "../../src/ledger/metric-record-json-schema.ts";
import { createRecordBuilder } from "../../src/telemetry/records/record-builder.ts";

test("the published schema is the one that records are read by", () => {
  const published = readFileSync(new URL("../../schema/metric-record.schema.json", import.meta.url), "utf8");
  expect(published).toBe(`${JSON.stringify(metricRecordJsonSchema(), null, 2)}\n`);
});

test("a record as it is built fits it, and one without its times does not", () => {
  const spec = { metric: "m", source: "s", kind: "values", statistic: "p95", unit: "ns", direction: null } as const;
  const builder = createRecordBuilder({ ...spec, perMs: null });
  for (let at = 0; at < 3000; at++) builder.add(at * 1000, at);
  const record = JSON.parse(JSON.stringify(builder.build(null, 0, 3_000_000, [])));
  const fits = new Ajv().compile(metricRecordJsonSchema());
  expect([fits(record), fits({ ...record, fromMs: undefined })]).toEqual([true, false]);
});
