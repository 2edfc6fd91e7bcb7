import { readdirSync } from "node:fs";

/** The format of each fixture, by the longest prefix of its name. */
const prefixes: readonly (readonly [prefix: string, format: string])[] = [
  ["asv", "asv"],
  ["bencher", "bencher"],
  ["benchmark-ips", "benchmark-ips"],
  ["benchmark-js", "benchmark.js"],
  ["benchmarkdotnet", "benchmarkdotnet"],
  ["cargo-criterion", "cargo-criterion"],
  ["catch2", "catch2"],
  ["criterion", "criterion"],
  ["criterion-sample", "criterion-sample"],
  ["dart", "dart"],
  ["github-action-benchmark", "github-action-benchmark"],
  ["go", "go"],
  ["google-benchmark", "google-benchmark"],
  ["gungraun", "iai"],
  ["gungraun-summary", "gungraun-summary"],
  ["hyperfine", "hyperfine"],
  ["iai", "iai"],
  ["iai-callgrind-0.14-summary", "gungraun-summary"],
  ["iai-callgrind-0.16-summary", "gungraun-summary"],
  ["jmh", "jmh"],
  ["julia", "julia"],
  ["k6", "k6"],
  ["libtest", "libtest"],
  ["luau", "luau"],
  ["pytest-benchmark", "pytest-benchmark"],
  ["rollout-gate", "rollout-gate"],
  ["tinybench", "tinybench"],
  ["vitest", "vitest"],
];

/** The id of the format that a fixture is in; undefined where its name is not known. */
export function formatOf(name: string): string | undefined {
  const fitting = prefixes.filter(([prefix]) => name.startsWith(prefix));
  return fitting.sort(([a], [b]) => b.length - a.length)[0]?.[1];
}

/** The files among the fixtures, by name. */
export const fixtureNames = readdirSync(new URL("fixtures", import.meta.url)).filter((name) => !name.endsWith(".md"));
