import type { BenchmarkFormat } from "./benchmark-format.ts";
import { pytestBenchmark } from "./pytest-benchmark.ts";

/** Every format that is understood, in the order in which they are listed to people. */
export const benchmarkFormats: readonly BenchmarkFormat[] = [pytestBenchmark];
