import { asv } from "./asv.ts";
import { bencher } from "./bencher.ts";
import { benchmarkDotNet } from "./benchmark-dotnet.ts";
import type { BenchmarkFormat } from "./benchmark-format.ts";
import { benchmarkIps } from "./benchmark-ips.ts";
import { benchmarkJs } from "./benchmark-js.ts";
import { cargoCriterion } from "./cargo-criterion.ts";
import { catch2 } from "./catch2.ts";
import { criterion } from "./criterion.ts";
import { criterionSample } from "./criterion-sample.ts";
import { dart } from "./dart.ts";
import { githubActionBenchmark } from "./github-action-benchmark.ts";
import { goTest } from "./go-test.ts";
import { googleBenchmark } from "./google-benchmark.ts";
import { gungraunSummary } from "./gungraun-summary.ts";
import { hyperfine } from "./hyperfine.ts";
import { iai } from "./iai.ts";
import { jmh } from "./jmh.ts";
import { julia } from "./julia.ts";
import { k6 } from "./k6.ts";
import { libtest } from "./libtest.ts";
import { luau } from "./luau.ts";
import { pytestBenchmark } from "./pytest-benchmark.ts";
import { rolloutGate } from "./rollout-gate.ts";
import { tinybench } from "./tinybench.ts";
import { vitest } from "./vitest.ts";

/** Every format that is understood, in the order in which they are listed to people. */
export const benchmarkFormats: readonly BenchmarkFormat[] = [
  pytestBenchmark,
  asv,
  hyperfine,
  googleBenchmark,
  catch2,
  jmh,
  benchmarkDotNet,
  goTest,
  libtest,
  criterion,
  criterionSample,
  cargoCriterion,
  iai,
  gungraunSummary,
  vitest,
  tinybench,
  benchmarkJs,
  julia,
  dart,
  benchmarkIps,
  luau,
  k6,
  bencher,
  githubActionBenchmark,
  rolloutGate,
];
