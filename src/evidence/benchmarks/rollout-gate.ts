import type { Direction } from "../../domain/arm.ts";
import type { Reading } from "../../domain/problem.ts";
import { list, strictMap } from "../../shape/compound-shapes.ts";
import { type Issue, wrong } from "../../shape/issue.ts";
import { exactly, finiteNumber, oneOf, text, wholeNumber } from "../../shape/scalar-shapes.ts";
import type { Infer } from "../../shape/shape.ts";
import { parseUnit } from "../../units/parse-unit.ts";
import { issueSentence } from "../issue-sentence.ts";
import { formatPath } from "../json/json-path.ts";
import { plainName } from "../plain-name.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { documentOf } from "./json-lists.ts";
import { quote, textOf } from "./json-shape.ts";
import { SeriesCollector } from "./series-collector.ts";
import { readToolUnit } from "./tool-unit.ts";

const benchmarkSchemaId = "rollout-gate/benchmark/1";

const launch = strictMap({
  arm: oneOf(["baseline", "candidate"])
    .describe("Which side this launch ran; left out when the file holds one side alone.")
    .optional(),
  pair: wholeNumber()
    .min(0)
    .describe("The number of the process: one launch of each arm bears it when one process ran both.")
    .optional(),
  samples: list(finiteNumber(), { min: 1 }).describe("In the order taken, in the benchmark's unit."),
});

const benchmark = strictMap({
  name: text().min(1).max(500),
  unit: text()
    .max(60)
    .describe(
      'Such as ns, µs, ms, s, B, KiB, MB, %, 1/s, MB/s; "" for a count; any other word is a label and needs `direction`.',
    ),
  direction: oneOf(["lower-is-better", "higher-is-better"]).describe("Where the unit does not say it.").optional(),
  launches: list(launch, { min: 1 }).describe("Runs of their own, in the order in which they began."),
});

/** The shape of the project's own benchmark file; `schema/benchmark.schema.json` is made from it. */
export const benchmarkFileShape = strictMap({
  schema: exactly(benchmarkSchemaId),
  benchmarks: list(benchmark, { min: 1 }),
});

type Benchmark = Infer<typeof benchmark>;

/** The most complaints told at once. */
const maxComplaints = 5;
const maxComplaintChars = 300;

/**
 * The project's own format, for people who write their own harness. It is strict: an unknown key is an error with its path. A
 * process that switches the flag itself reports both arms, and gives its launches a `pair`.
 */
export const rolloutGate: BenchmarkFormat = {
  id: "rollout-gate",
  title: "Rollout Gate benchmark JSON",

  recognise(view: BenchmarkView): boolean {
    return textOf(documentOf(view)?.schema)?.startsWith("rollout-gate/benchmark/") === true;
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("error", options);
    const found: Issue[] = [];
    const file = benchmarkFileShape.parse(documentOf(view), found);
    if (file === wrong) {
      const issues = found
        .slice(0, maxComplaints)
        // Unknown keys are quoted, and the file may hold anything.
        .map((issue) =>
          plainName(`${formatPath(issue.path) || "the top"}: ${issueSentence(issue)}`, maxComplaintChars),
        );
      const more = found.length - issues.length;
      const reason = `The benchmark file does not fit its schema. ${issues.join("; ")}${more > 0 ? `; and ${more} more` : ""}.`;
      return { ok: false, problem: { kind: "invalid", reason, remedy: "See docs/reference/benchmark-formats.md." } };
    }
    file.benchmarks.forEach((one, index) => {
      addBenchmark(one, `benchmarks[${index}]`, collector);
    });
    return collector.finish("");
  },
};

function addBenchmark(one: Benchmark, path: string, collector: SeriesCollector): void {
  const unit = readToolUnit(one.unit);
  if (one.direction === undefined && unit.direction === undefined && parseUnit(one.unit) === null) {
    collector.reject(
      `${path}.unit: ${quote(one.unit)} is not a known unit.`,
      "Correct it, or give `direction` if it is a label of your own.",
    );
    return;
  }
  const complaint = complaintAboutArms(one, path);
  if (complaint !== null) {
    collector.reject(complaint);
    return;
  }
  const direction: { readonly direction?: Direction } = one.direction === undefined ? {} : { direction: one.direction };
  for (const arm of [undefined, "baseline", "candidate"] as const) {
    const launches = one.launches.filter((entry) => entry.arm === arm);
    if (launches.length === 0) continue;
    collector.addLaunches({
      name: one.name,
      unit,
      ...direction,
      ...(arm === undefined ? {} : { arm }),
      launches: launches.map((entry) => entry.samples),
      pairs: launches.map((entry) => entry.pair),
    });
  }
}

/** Arms are told by every launch or by none; a pair is one launch of each arm. */
function complaintAboutArms(one: Benchmark, path: string): string | null {
  const pairs = new Map<number, Set<string>>();
  const first = one.launches[0];
  for (const [index, entry] of one.launches.entries()) {
    const place = `${path}.launches[${index}]`;
    if ((entry.arm === undefined) !== (first?.arm === undefined))
      return `${place}: some launches name their arm and some do not.`;
    if ((entry.pair === undefined) !== (first?.pair === undefined))
      return `${place}: some launches have a \`pair\` and some do not.`;
    if (entry.pair === undefined) continue;
    if (entry.arm === undefined) return `${place}.pair: a pair needs an \`arm\`.`;
    const arms = pairs.get(entry.pair) ?? new Set();
    if (arms.has(entry.arm)) return `${place}.pair: pair ${entry.pair} has two launches of the ${entry.arm}.`;
    pairs.set(entry.pair, arms.add(entry.arm));
  }
  for (const [pair, arms] of pairs) if (arms.size !== 2) return `${path}: pair ${pair} has a launch of one arm only.`;
  return null;
}
