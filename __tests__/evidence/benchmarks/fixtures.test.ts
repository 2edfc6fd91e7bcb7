import { describe, expect, test } from "@jest/globals";
import { fixture } from "./fixture.ts";
import { problemOf, readingOf, seriesOf } from "./outcome.ts";

/** For a fixture: one series in it, with the values that stand in the file, converted by hand. */
const known: readonly (readonly [file: string, name: string, unit: string, direction: string, launches: number[][]])[] =
  [
    ["asv.json", "suite.Fib.time_fib(8, 'a')", "ns", "lower-is-better", [[11741.999969672179]]],
    ["asv.json", "suite.mem_list", "B", "lower-is-better", [[2104]]],
    ["asv.json", "suite.track_size", "", "?", [[42]]],
    ["bencher.json", "fib 10", "ns", "lower-is-better", [[88]]],
    ["bencher.json", "fib 10 (throughput)", "1/s", "higher-is-better", [[5.55]]],
    ["bencher.json", "build (build-time)", "ns", "lower-is-better", [[87e9]]],
    ["bencher.json", "model (score)", "", "?", [[0.75]]],
    ["benchmark-ips.json", "fib 10", "1/s", "higher-is-better", [[95135.17705047884]]],
    ["benchmark-ips.txt", "a rather long label, with words", "1/s", "higher-is-better", [[1.133e6]]],
    ["benchmark-js.txt", "RegExp#test x 2", "1/s", "higher-is-better", [[18909747]]],
    [
      "benchmarkdotnet-full.json",
      "Sample.Fib.Loop(n: 8)",
      "ns",
      "lower-is-better",
      [
        [21, 22, 23],
        [21, 22, 23],
      ],
    ],
    ["benchmarkdotnet-full.json", "Sample.Fib.Loop(n: 8) (allocated)", "B", "lower-is-better", [[48]]],
    ["benchmarkdotnet-brief.json", "Sample.Fib.Loop(n: 8)", "ns", "lower-is-better", [[22]]],
    ["catch2.xml", "fib 5", "ns", "lower-is-better", [[34.438]]],
    ["criterion.txt", "fib 20", "ns", "lower-is-better", [[94098]]],
    ["criterion.txt", "sum/a long name for a benchmark that wraps/1000", "ns", "lower-is-better", [[1120.4]]],
    ["criterion-change.txt", "sum/a long name for a benchmark that wraps/100", "ns", "lower-is-better", [[50.863]]],
    ["dart.txt", "ListCopy", "ns", "lower-is-better", [[12500]]],
    ["github-action-benchmark.json", "parse", "ns", "lower-is-better", [[12.5e6]]],
    ["github-action-benchmark.json", "bundle", "B", "lower-is-better", [[307200]]],
    ["github-action-benchmark.json", "requests", "1/s", "higher-is-better", [[1250.5]]],
    ["go.txt", "BenchmarkFib", "ns", "lower-is-better", [[470.1, 2046, 495.5]]],
    ["go.txt", "BenchmarkSub/n=5 (MB/s)", "B/s", "higher-is-better", [[77.6e6, 589.28e6, 119.06e6]]],
    ["go.txt", "BenchmarkSub/n=8 (hits/op)", "hits/op", "?", [[16, 16, 16]]],
    ["go.txt", "BenchmarkSub/n=8 (allocs/op)", "allocs/op", "lower-is-better", [[1, 1, 1]]],
    ["go.txt", "BenchmarkLogs", "ns", "lower-is-better", [[125.1, 54.91, 38.69]]],
    ["go.jsonl", "BenchmarkFib", "ns", "lower-is-better", [[456.3, 555.8]]],
    ["go-cpu.txt", "BenchmarkFib-2", "ns", "lower-is-better", [[354.4]]],
    ["google-benchmark.json", "BM_Fib/8", "ns", "lower-is-better", [[8.196170696623188]]],
    ["google-benchmark.json", "BM_Fib/8 (cpu time)", "ns", "lower-is-better", [[6.109735256582924]]],
    ["google-benchmark.json", "BM_Fib/8 (items_per_second)", "1/s", "higher-is-better", [[1309385703.968173]]],
    ["google-benchmark.json", "BM_Fib/8 (bytes_per_second)", "B/s", "higher-is-better", [[5237542815.872692]]],
    ["google-benchmark.json", "BM_Fib/8 (hits)", "", "?", [[3]]],
    ["gungraun.txt", "gung::g::bench_fib short:(10)", "instructions", "lower-is-better", [[1789]]],
    ["gungraun-summary.json", "gung::g::bench_fib short", "instructions", "lower-is-better", [[1789]]],
    ["gungraun-summary.json", "gung::g::bench_fib short (L1 Hits)", "l1 hits", "?", [[2560]]],
    ["iai-callgrind-0.16-summary.json", "iaic::g::bench_fib short", "instructions", "lower-is-better", [[1789]]],
    ["iai-callgrind-0.14-summary.json", "iaic::g::bench_fib short", "instructions", "lower-is-better", [[1789]]],
    ["iai-callgrind.txt", "iaic::g::bench_fib long:20", "instructions", "lower-is-better", [[219908]]],
    ["iai.txt", "short (Estimated Cycles)", "estimated cycles", "lower-is-better", [[2659]]],
    ["iai-change.txt", "long", "instructions", "lower-is-better", [[219926]]],
    [
      "jmh-modes.json",
      "org.sample.MyBenchmark.fib(n=8) (ss)",
      "ns",
      "lower-is-better",
      [
        [15128, 10851],
        [14146, 11621],
      ],
    ],
    [
      "jmh-modes.json",
      "org.sample.MyBenchmark.fib(n=8) (sample) (p0.50)",
      "ns",
      "lower-is-better",
      [
        [161, 170],
        [161, 160],
      ],
    ],
    ["julia.json", "fib/recursive", "ns", "lower-is-better", [[210, 205]]],
    ["julia.json", "sum", "ns", "lower-is-better", [[77.5]]],
    ["julia.json", "fib/recursive (memory)", "B", "lower-is-better", [[48]]],
    ["k6-handle-summary.json", "my_latency (p(95))", "ns", "lower-is-better", [[18.55e6]]],
    ["k6-handle-summary.json", "checks", "%", "higher-is-better", [[100]]],
    ["k6-handle-summary.json", "things (rate)", "1/s", "higher-is-better", [[302.54789957255275]]],
    ["k6-summary-export.json", "iteration_duration (med)", "ns", "lower-is-better", [[4509584]]],
    ["k6-summary-export.json", "my_latency (med)", "", "?", [[5.5]]],
    ["k6-machine-readable.json", "iteration_duration (p95)", "ns", "lower-is-better", [[10646789.750000015]]],
    ["libtest.txt", "fib_20", "ns", "lower-is-better", [[31044.28]]],
    ["libtest.jsonl", "fib_20", "ns", "lower-is-better", [[28473.159868421055]]],
    ["luau.txt", "base64", "ns", "lower-is-better", [[14203000]]],
    ["luau.json", "chess", "ns", "lower-is-better", [[61200000, 61500000, 61740000]]],
    ["tinybench-table.json", "fib 10", "ns", "lower-is-better", [[1332]]],
    ["vitest.json", "a.bench.js > fib > inner > fib 15", "ns", "lower-is-better", [[13135.00000003387]]],
  ];

describe("the fixtures", () => {
  test.each(known)("%s: %s", (file, name, unit, direction, launches) => {
    const found = seriesOf(fixture(file)).filter((one) => one.name === name);
    expect(found).toHaveLength(1);
    expect(found[0]?.unit).toBe(unit);
    expect(found[0]?.direction ?? "?").toBe(direction);
    expect(found[0]?.launches.length).toBe(launches.length);
    launches.forEach((samples, index) => {
      expect(found[0]?.launches[index]).toHaveLength(samples.length);
      samples.forEach((sample, at) => {
        expect(found[0]?.launches[index]?.[at]).toBeCloseTo(sample, 6);
      });
    });
  });

  test.each([
    ["asv.json", 7],
    ["bencher.json", 5],
    ["benchmark-ips.json", 2],
    ["benchmark-ips.txt", 2],
    ["benchmark-js.txt", 2],
    ["cargo-criterion.jsonl", 3],
    ["catch2.xml", 3],
    ["criterion.txt", 3],
    ["criterion-change.txt", 3],
    ["dart.txt", 3],
    ["go.txt", 14],
    ["go.jsonl", 14],
    ["google-benchmark-repetitions.json", 12],
    ["google-benchmark-aggregates.json", 12],
    ["hyperfine-parameters.json", 6],
    ["iai.txt", 10],
    ["jmh-throughput.json", 4],
    ["libtest.txt", 2],
    ["luau.json", 2],
    ["tinybench-tasks.json", 2],
    ["vitest.json", 3],
  ])("%s holds %i series, and no more", (file, count) => {
    expect(seriesOf(fixture(file))).toHaveLength(count);
  });

  test.each([
    ["cargo-criterion.jsonl", false],
    ["criterion-sample.json", false],
    ["criterion.txt", true],
    ["google-benchmark-repetitions.json", false],
    ["google-benchmark-aggregates.json", true],
    ["jmh-average.json", false],
    ["libtest.txt", true],
    ["luau.txt", true],
    ["luau.json", false],
    ["tinybench-2-tasks.json", false],
    ["tinybench-4-tasks.json", false],
    ["tinybench-tasks.json", false],
    ["vitest.json", true],
  ])("%s: summaries are flagged, raw samples are not (%s)", (file, summarised) => {
    const { series, notes } = readingOf(fixture(file));
    expect(series.every((one) => (one.summarised === true) === summarised)).toBe(true);
    expect(notes.some((note) => note.includes("no raw samples"))).toBe(summarised);
  });

  test.each([
    ["asv-failed.json", /"suite\.time_broken" failed/],
    ["google-benchmark-error.json", /"BM_Bad" ended with an error: "no data" \(and 1 more such problem\)\./],
    ["hyperfine-failed.json", /"false" did not succeed in 8 of its runs \(exit code 1\)/],
    ["tinybench-results.json", /bear no names/],
  ])("%s: what failed makes the file invalid", (file, reason) => {
    expect(problemOf(fixture(file)).reason).toMatch(reason);
  });

  test("raw samples agree with what the tool itself made of them", () => {
    const mean = (numbers: readonly number[] = []) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
    const samplesOf = (file: string, name: string) =>
      seriesOf(fixture(file)).find((one) => one.name === name)?.launches;
    // cargo-criterion's own mean, in the same message.
    const message = JSON.parse(fixture("cargo-criterion.jsonl").split("\n")[0] ?? "");
    expect(mean(samplesOf("cargo-criterion.jsonl", "fib 20")?.[0])).toBeCloseTo(message.mean.estimate, 3);
    // JMH's score is the mean over all forks.
    const [entry] = JSON.parse(fixture("jmh-throughput.json"));
    const forks = samplesOf("jmh-throughput.json", "org.sample.MyBenchmark.fib(n=8)") ?? [];
    expect(forks).toHaveLength(2);
    expect(mean(forks.flat()) / 1e6).toBeCloseTo(entry.primaryMetric.score, 9);
    // Google Benchmark's mean aggregate.
    const { benchmarks } = JSON.parse(fixture("google-benchmark-repetitions.json"));
    const own = benchmarks.find((one: { name: string }) => one.name === "BM_Fib/8_mean");
    expect(mean(samplesOf("google-benchmark-repetitions.json", "BM_Fib/8")?.[0])).toBeCloseTo(own.real_time, 9);
    // hyperfine's mean, in seconds.
    const { results } = JSON.parse(fixture("hyperfine.json"));
    expect(mean(samplesOf("hyperfine.json", "true")?.[0]) / 1e9).toBeCloseTo(results[0].mean, 9);
    // tinybench's mean of the samples that it retained, in milliseconds.
    const [task] = JSON.parse(fixture("tinybench-tasks.json"));
    expect(mean(samplesOf("tinybench-tasks.json", "fib 10")?.[0]) / 1e6).toBeCloseTo(task.result.latency.mean, 9);
  });
});
