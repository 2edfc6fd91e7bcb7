import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";

import type { Evidence } from "../../../src/domain/evidence.ts";
import { evidenceJsonSchema } from "../../../src/evidence/file/evidence-json-schema.ts";
import type { evidenceSchema } from "../../../src/evidence/file/evidence-schema.ts";
import { readEvidence } from "../../../src/evidence/file/read-evidence.ts";
import { renderEvidence } from "../../../src/evidence/file/render-evidence.ts";
import type { Infer } from "../../../src/shape/shape.ts";
import { mustRead, problemOf } from "../read-fixture.ts";
import { sampleEvidence } from "./sample-evidence.ts";

type DeepReadonly<T> = T extends (infer U)[]
  ? readonly DeepReadonly<U>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

test("the schema's type is the domain's", () => {
  // The compiler checks this: a field that one of them lacks makes it `false`.
  const same: Same<DeepReadonly<Infer<typeof evidenceSchema>>, DeepReadonly<Evidence>> = true;
  expect(same).toBe(true);
});

test("the published schema is the one that is read by", () => {
  const published = readFileSync(new URL("../../../schema/evidence.schema.json", import.meta.url), "utf8");
  expect(published).toBe(`${JSON.stringify(evidenceJsonSchema(), null, 2)}\n`);
});

describe("rendering", () => {
  test("what is written is read back", () => {
    expect(mustRead(readEvidence(renderEvidence(sampleEvidence)))).toEqual(sampleEvidence);
  });

  test("the order of keys does not depend on who made it", () => {
    const turned = Object.fromEntries(Object.entries(sampleEvidence).reverse()) as unknown as Evidence;
    expect(renderEvidence(turned)).toBe(renderEvidence(sampleEvidence));
    expect(renderEvidence(turned)).toMatch(/^\{\n"schema":"rollout-gate\/evidence\/1",\n"rollout":/);
  });

  test("a number that is none is a mistake of ours, told at once", () => {
    const [measurement] = sampleEvidence.measurements;
    if (measurement === undefined) throw new Error("the sample has no measurement");
    const broken = {
      ...sampleEvidence,
      measurements: [{ ...measurement, launches: [{ arm: "baseline" as const, index: 0, samples: [Number.NaN] }] }],
    };
    expect(() => renderEvidence(broken)).toThrow(
      /measurements\[0\]\.launches\[0\]\.samples: a list of at least one finite number/,
    );
  });
});

describe("reading", () => {
  const text = renderEvidence(sampleEvidence);
  const changed = (from: string, to: string) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  };

  test.each([
    ["nothing", "", /is empty/],
    ["cut off", text.slice(0, -40), /ends in the middle/],
    ["a list", "[]", /is an empty list, not evidence/],
    ["another file", '{"schema": 3}', /not an evidence file: its "schema" is a number/],
    [
      "another version",
      changed("evidence/1", "evidence/2"),
      /is rollout-gate\/evidence\/2, and this version of Rollout Gate reads rollout-gate\/evidence\/1/,
    ],
    ["an unknown key", changed('"cancelled":', '"extra":1,"cancelled":'), /top level: unknown key extra/],
    ["a missing key", changed('"cancelled":false,\n', ""), /evidence: cancelled/],
    ["an unknown status", changed('"status":"passed"', '"status":"fine"'), /stages\[0\]\.status/],
    [
      "a sample that is null",
      changed('"samples":[1', '"samples":[null'),
      /samples: a list of at least one finite number/,
    ],
    ["a sample that is too large", changed('"samples":[1', '"samples":[1e999'), /too large/],
    ["no samples", changed('"samples":[1,2.5]', '"samples":[]'), /samples: a list/],
    ["sums that do not agree", changed('"passed":2,', '"passed":3,'), /the total is not the sum/],
    ["cases that were lost", changed('"omitted":1', '"omitted":0'), /cases are missing/],
    ["covered twice over", changed('"linesCovered":6', '"linesCovered":60'), /more lines are covered/],
    ["met by nothing", changed('"found":"2.11"', '"found":null'), /met by nothing/],
    ["untold without a reason", changed('"met":true', '"met":null'), /does not say why/],
    ["two ends of one process", changed('"signal":null', '"signal":"SIGKILL"'), /not by both/],
    ["a time that is none", changed("2026-01-02T03:04:05.678Z", "yesterday"), /startedAt/],
    ["a text of megabytes", changed('"tool":"', `"tool":"${"x".repeat(2_000_000)}`), /tool/],
    ["depth", changed('"tail":[', `"tail":[${"[".repeat(100_000)}`), /nests deeper/],
    ["a wide bomb", changed('"tail":[', `"tail":[${"{},".repeat(1_100_000)}`), /lists and objects/],
    [
      "an object of very many keys",
      changed('"cancelled":', `${Array.from({ length: 200_000 }, (_, i) => `"k${i}":0,`).join("")}"cancelled":`),
      /or 100 in one object/,
    ],
    [
      "a list of wrong values",
      changed('"tail":[', `"tail":[${"true,".repeat(2_100_000)}`),
      /more than 2000000 values|ends|tail/,
    ],
  ])("refuses %s", (_name, hostile, reason) => {
    expect(problemOf(readEvidence(hostile)).reason).toMatch(reason);
  });

  test("a key of the prototype is an unknown key", () => {
    const result = readEvidence(changed('"cancelled":', '"__proto__":{"cancelled":true},"cancelled":'));
    expect(problemOf(result).reason).toMatch(/unknown key __proto__/);
  });

  test("a byte order mark is no matter", () => {
    expect(mustRead(readEvidence(`\uFEFF${text}`))).toEqual(sampleEvidence);
  });
});
