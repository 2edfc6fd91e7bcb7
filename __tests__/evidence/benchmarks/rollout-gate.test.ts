import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { benchmarkFormats } from "../../../src/evidence/benchmarks/benchmark-formats.ts";
import { benchmarkJsonSchema } from "../../../src/evidence/benchmarks/benchmark-json-schema.ts";
import { fixture } from "./fixture.ts";
import { problemOf, seriesOf } from "./outcome.ts";

function file(...benchmarks: unknown[]): string {
  return JSON.stringify({ schema: "rollout-gate/benchmark/1", benchmarks });
}

const good = { name: "a", unit: "ms", launches: [{ samples: [1] }] };

describe("the project's own benchmark file", () => {
  test("launches, units and directions", () => {
    expect(seriesOf(fixture("rollout-gate.json"), "rollout-gate")).toEqual([
      {
        name: "parse",
        unit: "ns",
        direction: "lower-is-better",
        launches: [
          [1.25e6, 1.2e6, 1.3e6],
          [1.22e6, 1.26e6],
        ],
      },
      { name: "cache hits", unit: "hits", direction: "higher-is-better", launches: [[981]] },
    ]);
  });

  test("both arms from one process: a series for each, with the pairs in the order of the launches", () => {
    expect(seriesOf(fixture("rollout-gate-paired.json"))).toEqual([
      {
        name: "chat",
        unit: "ns",
        direction: "lower-is-better",
        arm: "baseline",
        launches: [
          [12.1e6, 12.4e6],
          [12.2e6, 12e6],
        ],
        pairs: [0, 1],
      },
      {
        name: "chat",
        unit: "ns",
        direction: "lower-is-better",
        arm: "candidate",
        launches: [
          [12.6e6, 12.2e6],
          [12.5e6, 12.3e6],
        ],
        pairs: [0, 1],
      },
    ]);
  });

  test.each([
    ["an unknown key", file({ ...good, units: "ms" }), /benchmarks\[0\]: .*units/],
    [
      "an unknown key in a launch",
      file({ ...good, launches: [{ samples: [1], arms: "baseline" }] }),
      /benchmarks\[0\]\.launches\[0\]: .*arms/,
    ],
    ["no benchmark", file(), /benchmarks: /],
    ["no launch", file({ ...good, launches: [] }), /benchmarks\[0\]\.launches: /],
    ["no sample", file({ ...good, launches: [{ samples: [] }] }), /benchmarks\[0\]\.launches\[0\]\.samples: /],
    ["a sample as text", file({ ...good, launches: [{ samples: ["1"] }] }), /launches\[0\]\.samples\[0\]: /],
    ["a null sample", file({ ...good, launches: [{ samples: [1, null] }] }), /launches\[0\]\.samples\[1\]: /],
    ["NaN", file({ ...good, launches: [{ samples: [77] }] }).replace("77", "NaN"), /launches\[0\]\.samples\[0\]: /],
    ["1e999", file({ ...good, launches: [{ samples: [77] }] }).replace("77", "1e999"), /launches\[0\]\.samples\[0\]: /],
    ["a wrong arm", file({ ...good, launches: [{ arm: "old", samples: [1] }] }), /launches\[0\]\.arm: /],
    ["no name", file({ ...good, name: "" }), /benchmarks\[0\]\.name: /],
    ["another version", '{"schema":"rollout-gate/benchmark/9","benchmarks":[]}', /schema: /],
    ["an unknown unit", file({ ...good, unit: "mss" }), /benchmarks\[0\]\.unit: "mss" is not a known unit/],
    ["a negative time", file({ ...good, launches: [{ samples: [-1] }] }), /"a" is negative/],
    ["a name twice", file(good, good), /"a" is in the file twice/],
    [
      "arms here and there",
      file({ ...good, launches: [{ arm: "baseline", samples: [1] }, { samples: [1] }] }),
      /launches\[1\]: some launches name their arm/,
    ],
    [
      "a pair without an arm",
      file({ ...good, launches: [{ pair: 0, samples: [1] }] }),
      /launches\[0\]\.pair: a pair needs an `arm`/,
    ],
    [
      "half a pair",
      file({ ...good, launches: [{ arm: "baseline", pair: 0, samples: [1] }] }),
      /pair 0 has a launch of one arm only/,
    ],
    [
      "a pair of one arm",
      file({
        ...good,
        launches: [
          { arm: "baseline", pair: 0, samples: [1] },
          { arm: "baseline", pair: 0, samples: [1] },
        ],
      }),
      /launches\[1\]\.pair: pair 0 has two launches of the baseline/,
    ],
    [
      "pairs here and there",
      file({
        ...good,
        launches: [
          { arm: "baseline", pair: 0, samples: [1] },
          { arm: "candidate", samples: [1] },
        ],
      }),
      /launches\[1\]: some launches have a `pair`/,
    ],
  ])("%s is refused with its path", (_, text, reason) => {
    expect(problemOf(text).reason).toMatch(reason);
  });

  test("all complaints are told at once, up to a few", () => {
    const bad = { name: 1, unit: 2, launches: 3 };
    const { reason } = problemOf(file(bad, bad, bad));
    expect(reason).toMatch(/benchmarks\[0\]\.name: .*; benchmarks\[0\]\.unit: .*; and 4 more\.$/);
  });

  test("the published JSON Schema is made from the schema that checks", () => {
    const published = JSON.parse(
      readFileSync(new URL("../../../schema/benchmark.schema.json", import.meta.url), "utf8"),
    );
    expect(published).toEqual(benchmarkJsonSchema());
  });
});

describe("docs/reference/benchmark-formats.md", () => {
  const page = readFileSync(new URL("../../../docs/reference/benchmark-formats.md", import.meta.url), "utf8");

  test("its examples are read", () => {
    const examples = page.split("\n\n").filter((block) => block.startsWith("    {"));
    expect(examples).toHaveLength(2);
    for (const example of examples) expect(seriesOf(example, "rollout-gate")).toHaveLength(2);
  });

  test("it names every format, and no other", () => {
    const table = page.slice(page.indexOf("## The formats"), page.indexOf("## Where the test files come from"));
    const named = table.split("\n").flatMap((line) => /^\| `([^`]+)` \| .* \| .* \| .* \|/.exec(line)?.[1] ?? []);
    expect(named.filter((id) => id !== "format")).toEqual(benchmarkFormats.map((format) => format.id));
  });
});

test("a complaint is short, whatever the file holds", () => {
  const unknown = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`key-${at}-${"x".repeat(50)}`, 1]));
  const text = JSON.stringify({ schema: "rollout-gate/benchmark/1", benchmarks: [], ...unknown });
  expect(problemOf(text).reason.length).toBeLessThan(2000);
});
