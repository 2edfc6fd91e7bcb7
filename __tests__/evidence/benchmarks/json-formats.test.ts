import { describe, expect, test } from "@jest/globals";
import { fixture } from "./fixture.ts";
import { problemOf, readingOf, seriesOf } from "./outcome.ts";

type Json = Record<string, unknown>;

/** A fixture with something in it changed. */
function changed(name: string, change: (file: ReturnType<typeof JSON.parse>) => void): string {
  const file = JSON.parse(fixture(name));
  change(file);
  return JSON.stringify(file);
}

describe("asv", () => {
  const file = (row: unknown) =>
    JSON.stringify({
      commit_hash: "0",
      version: 2,
      result_columns: ["result", "params", "samples"],
      results: { "a.time_x": row },
    });

  test("the last parameter changes fastest, and raw samples are used where they are", () => {
    const params = [
      ["1", "2"],
      ["'a'", "'b'", "'c'"],
    ];
    const series = seriesOf(file([[1, 2, 3, 4, 5, 6], params, [[1, 1.5], null, [3], [4], [5], [6]]]));
    expect(series.map((one) => one.name)).toEqual([
      "a.time_x(1, 'a')",
      "a.time_x(1, 'b')",
      "a.time_x(1, 'c')",
      "a.time_x(2, 'a')",
      "a.time_x(2, 'b')",
      "a.time_x(2, 'c')",
    ]);
    expect(series[0]).toMatchObject({ launches: [[1e9, 1.5e9]] });
    expect(series[0]?.summarised).toBeUndefined();
    expect(series[1]).toMatchObject({ launches: [[2e9]], summarised: true });
  });

  test("a parameter combination that failed is named", () => {
    expect(problemOf(file([[1, null], [["1", "2"]]])).reason).toBe(
      'The benchmark "a.time_x(2)" failed (its result is null).',
    );
  });

  test("a file in which everything was skipped holds no benchmark", () => {
    expect(problemOf(file([["NaN"], []])).reason).toBe("The file holds no benchmark.");
  });

  test("the old version says what to do", () => {
    expect(problemOf('{"commit_hash":"0","version":1,"results":{"a.time_x":1}}').remedy).toMatch(/asv update/);
  });
});

describe("hyperfine", () => {
  test("one command twice is an error", () => {
    const text = changed("hyperfine.json", (file) => file.results.push(file.results[0]));
    expect(problemOf(text).reason).toMatch(/"true" is in the file twice/);
  });

  test("a run ended by a signal is an error", () => {
    const text = changed("hyperfine.json", (file) => {
      file.results[0].exit_codes[2] = null;
    });
    expect(problemOf(text).reason).toMatch(/"true" did not succeed in 1 of its runs \(a signal\)/);
  });

  test("memory, where a newer version measured it, is a series of its own", () => {
    const text = changed("hyperfine.json", (file) => {
      file.results[0].memory_usage_byte = [1024, 2048];
    });
    expect(seriesOf(text)).toContainEqual({
      name: "true (memory)",
      unit: "B",
      direction: "lower-is-better",
      launches: [[1024, 2048]],
    });
  });
});

describe("Google Benchmark", () => {
  test("NaN in an aggregate that is left out does no harm; in a counter that is read it does", () => {
    const text = fixture("google-benchmark-repetitions.json");
    const cv = text.replace(/("name": "BM_Fib\/8_cv"[^}]*"real_time": )[^,]*/, "$1NaN");
    expect(cv).not.toBe(text);
    expect(seriesOf(cv)).toEqual(seriesOf(text));
    const counter = text.replace(/"hits": 3\.0*e\+00/, '"hits": NaN');
    expect(problemOf(counter).reason).toMatch(/"BM_Fib\/8 \(hits\)" is no finite number/);
  });

  test("before 1.5 aggregates are known by their suffix alone", () => {
    const text = changed("google-benchmark-repetitions.json", (file) => {
      for (const one of file.benchmarks) {
        for (const key of ["run_type", "run_name", "aggregate_name", "repetition_index"]) delete one[key];
      }
    });
    expect(seriesOf(text)).toEqual(seriesOf(fixture("google-benchmark-repetitions.json")));
  });

  test("an unknown time unit is an error", () => {
    const text = changed("google-benchmark.json", (file) => {
      file.benchmarks[0].time_unit = "fortnights";
    });
    expect(problemOf(text).reason).toMatch(/"BM_Fib\/8" has the unknown time unit "fortnights"/);
  });

  test("nothing left by the filter", () => {
    expect(problemOf('{"context":{},"benchmarks":[]}').remedy).toMatch(/benchmark_filter/);
  });
});

describe("Catch2", () => {
  const results = (name: string, inner = '<mean value="12.5"/>') =>
    `<BenchmarkResults name="${name}">${inner}</BenchmarkResults>`;
  const file = (body: string) => `<?xml version="1.0"?>\n<Catch2TestRun name="t">${body}</Catch2TestRun>`;

  test("one name in two test cases is told apart; once more in its own case it is a further sample", () => {
    const a = `<TestCase name="A">${results("x")}${results("x")}${results("y")}</TestCase>`;
    const b = `<TestCase name="B">${results("x")}</TestCase>`;
    expect(seriesOf(file(a + b)).map((one) => [one.name, one.launches])).toEqual([
      ["A/x", [[12.5, 12.5]]],
      ["y", [[12.5]]],
      ["B/x", [[12.5]]],
    ]);
  });

  test.each([
    [
      "a failed benchmark",
      file(`<TestCase name="A">${results("x", '<failed message="boom"/>')}</TestCase>`),
      /"x" failed: "boom"/,
    ],
    ["no mean", file(results("x", "")), /"x" is no finite number/],
    ["a mean that is no number", file(results("x", '<mean value="nan"/>')), /"x" is no finite number/],
    ["cut off", file(results("x")).slice(0, -12), /ends in the middle/],
  ])("%s", (_, text, reason) => {
    expect(problemOf(text).reason).toMatch(reason);
  });

  test("names are unescaped", () => {
    expect(seriesOf(file(results("a &lt;b&gt; &amp; c")))[0]?.name).toBe("a <b> & c");
  });
});

describe("JMH", () => {
  test("a score that is NaN is an error with the benchmark's name", () => {
    const text = changed("jmh-average.json", (file) => {
      file[0].primaryMetric.rawData[1][0] = "NaN";
    });
    expect(problemOf(text).reason).toMatch(/Sample 1 of the benchmark "org\.sample\.MyBenchmark\.fib\(n=8\)" .*"NaN"/);
  });

  test("profilers' figures are left out but for the allocation of one operation", () => {
    const names = seriesOf(fixture("jmh-average.json")).map((one) => one.name);
    expect(names.filter((name) => name.includes("gc."))).toEqual([
      "org.sample.MyBenchmark.fib(n=8) (gc.alloc.rate.norm)",
      "org.sample.MyBenchmark.fib(n=12) (gc.alloc.rate.norm)",
    ]);
  });

  test("the same benchmark, mode and parameters twice are an error", () => {
    const text = changed("jmh-average.json", (file) => file.push(file[0]));
    expect(problemOf(text).reason).toMatch(/is in the file twice/);
  });

  test.each([
    ["a fork without iterations", [[]], /has no samples/],
    ["no fork", [], /has no samples/],
    ["an empty histogram", null, /is no finite number: a list/],
  ])("%s", (_, rawData, reason) => {
    const text = changed("jmh-average.json", (file) => {
      const metric: Json = { scoreUnit: "us/op", score: 1 };
      if (rawData === null) metric.rawDataHistogram = [[[]]];
      else metric.rawData = rawData;
      file[0].primaryMetric = metric;
    });
    expect(problemOf(text).reason).toMatch(reason);
  });
});

describe("BenchmarkDotNet", () => {
  test("warm-up, pilot, jitting and overhead rows are never samples; without result rows the actual ones are", () => {
    const text = changed("benchmarkdotnet-full.json", (file) => {
      for (const one of file.Benchmarks) {
        one.Measurements = one.Measurements.filter((row: Json) => row.IterationStage !== "Result");
      }
    });
    // 2,100 ns of overhead over 1,024 operations stay in.
    expect(seriesOf(text)[0]?.launches[0]?.[0]).toBeCloseTo(21 + 2100 / 1024, 9);
  });

  test("rows of versions before 0.11", () => {
    const row = (mode: string, launch: number, time: number) => ({
      IterationMode: mode,
      LaunchIndex: launch,
      Operations: 2,
      Nanoseconds: time,
    });
    const text = changed("benchmarkdotnet-full.json", (file) => {
      file.Benchmarks[0].Measurements = [
        row("MainWarmup", 1, 99),
        row("MainTarget", 1, 22),
        row("Result", 1, 20),
        row("Result", 2, 24),
      ];
    });
    expect(seriesOf(text)[0]?.launches).toEqual([[10], [12]]);
  });

  test("one method under two jobs", () => {
    const text = changed("benchmarkdotnet-brief.json", (file) => {
      file.Benchmarks.push({ ...file.Benchmarks[0], DisplayInfo: "Fib.Loop: Job-B [n=8]" });
    });
    const names = seriesOf(text).map((one) => one.name);
    expect(names.filter((name) => !name.includes("allocated"))).toEqual([
      "Fib.Loop: DefaultJob [n=8]",
      "Fib.Loop: Job-B [n=8]",
    ]);
  });

  test.each([
    ["failed", { Statistics: null }, /has no statistics: it failed/],
    [
      "no operations",
      { Measurements: [{ IterationMode: "Workload", IterationStage: "Result", Operations: 0, Nanoseconds: 5 }] },
      /no finite number/,
    ],
  ])("%s", (_, change, reason) => {
    const text = changed("benchmarkdotnet-brief.json", (file) => Object.assign(file.Benchmarks[0], change));
    expect(problemOf(text).reason).toMatch(reason);
  });
});

describe("Criterion sample.json", () => {
  test("its name comes from the option", () => {
    expect(seriesOf(fixture("criterion-sample.json"), "criterion-sample", { benchmarkHint: "fib 20" })[0]?.name).toBe(
      "fib 20",
    );
    expect(readingOf(fixture("criterion-sample.json")).notes[0]).toMatch(/does not name its benchmark/);
  });

  test.each([
    ["target/criterion/fib 20/new/sample.json", "fib 20"],
    ["/home/a/target/criterion/sum/by ref/1000/base/sample.json", "sum/by ref/1000"],
    ["target\\criterion\\fib\\new\\sample.json", "fib"],
    ["target/criterion/new/sample.json", null],
    ["elsewhere/fib/new/sample.json", null],
    ["target/criterion/fib/new/estimates.json", null],
  ])("%s belongs to %s", (path, name) => {
    const text = fixture("criterion-sample.json");
    expect(seriesOf(text, "criterion-sample", { path })[0]?.name).toBe(name ?? "benchmark");
    expect(seriesOf(text, "criterion-sample", { path, benchmarkHint: "hint" })[0]?.name).toBe("hint");
  });

  test.each([
    ["no iterations", { iters: [0], times: [5] }],
    ["fewer iterations than times", { iters: [1], times: [5, 6] }],
    ["a time that is null", { iters: [1], times: [null] }],
    ["nothing", { iters: [], times: [] }],
  ])("%s is invalid", (_, file) => {
    expect(problemOf(JSON.stringify(file)).reason).toMatch(/no finite number|has no samples/);
  });
});

describe("Vitest and tinybench", () => {
  test("samples, where they are included, are used", () => {
    const text = changed("vitest.json", (file) => {
      file.files[0].groups[0].benchmarks[0].samples = [0.5, 0.25];
    });
    expect(seriesOf(text)[0]).toEqual({
      name: "a.bench.js > top",
      unit: "ns",
      direction: "lower-is-better",
      launches: [[500000, 250000]],
    });
  });

  test("a bench that did not run has no figures", () => {
    const text = changed("vitest.json", (file) => {
      file.files[0].groups[0].benchmarks[0] = { name: "top", samples: [] };
    });
    expect(problemOf(text).reason).toMatch(/"a\.bench\.js > top" is no finite number: nothing/);
  });

  test("a task that ended with an error makes the file invalid", () => {
    const text = changed("tinybench-tasks.json", (file) => {
      file[1].result = { state: "errored", error: {} };
    });
    expect(problemOf(text).reason).toBe('The task "fib 12" did not complete.');
  });

  test("tasks under `tasks`", () => {
    expect(seriesOf(`{"tasks":${fixture("tinybench-tasks.json")}}`)).toEqual(seriesOf(fixture("tinybench-tasks.json")));
  });
});

describe("Julia", () => {
  test("a group that is nested deeper than its tool would write is an error, not a crash", () => {
    const depth = 500;
    const text = `[{"Julia":"1","BenchmarkTools":"1"},[${'["BenchmarkGroup",{"data":{"a":'.repeat(depth)}1${"}}]".repeat(depth)}]]`;
    expect(problemOf(text).reason).toMatch(/nests deeper than 200 levels/);
  });

  test("a suite that was not run is an error", () => {
    const text = '[{"Julia":"1","BenchmarkTools":"1"},[["BenchmarkGroup",{"data":{"a":["TrialJudgement",{}]}}]]]';
    expect(problemOf(text).reason).toMatch(/"a" is a "TrialJudgement", which holds no times/);
  });

  test("trials without a group are numbered", () => {
    const trial = ["Trial", { times: [5] }];
    const text = JSON.stringify([{ Julia: "1", BenchmarkTools: "1" }, [trial, trial]]);
    expect(seriesOf(text, "julia", { benchmarkHint: "sort" }).map((one) => one.name)).toEqual(["sort 1", "sort 2"]);
  });
});

describe("github-action-benchmark and Bencher", () => {
  const list = (...items: unknown[]) => JSON.stringify(items);

  test("where the unit does not say the direction, the option does, and only there", () => {
    const options = { direction: "higher-is-better" } as const;
    const series = seriesOf(fixture("github-action-benchmark.json"), "github-action-benchmark", options);
    expect(series.map((one) => one.direction)).toEqual([
      "lower-is-better",
      "lower-is-better",
      "higher-is-better",
      "higher-is-better",
    ]);
    expect(readingOf(fixture("github-action-benchmark.json")).notes[0]).toMatch(/"points" does not say which way/);
  });

  test.each([
    ["a value as text", list({ name: "a", unit: "ms", value: "12" }), /"a" is no finite number: "12"/],
    ["no unit", list({ name: "a", unit: "ms", value: 1 }, { name: "b", value: 1 }), /"b" has no unit/],
    ["no name", list({ name: "", unit: "ms", value: 1 }), /has no name/],
    [
      "twice",
      list({ name: "a", unit: "ms", value: 1 }, { name: "a", unit: "ms", value: 2 }),
      /"a" is in the file twice/,
    ],
    ["negative time", list({ name: "a", unit: "ms", value: -1 }), /"a" is negative/],
    ["Bencher: a value as text", '{"a":{"latency":{"value":"1"}}}', /"a" is no finite number/],
  ])("%s is invalid", (_, text, reason) => {
    expect(problemOf(text).reason).toMatch(reason);
  });

  test("a negative count is a value like any other", () => {
    expect(seriesOf(list({ name: "balance", unit: "points", value: -3 }))[0]?.launches).toEqual([[-3]]);
  });

  test("hostile names are data", () => {
    const text = '{"__proto__":{"latency":{"value":1}},"constructor":{"throughput":{"value":2}}}';
    expect(seriesOf(text).map((one) => one.name)).toEqual(["__proto__", "constructor (throughput)"]);
    expect(Object.prototype).not.toHaveProperty("latency");
  });
});

describe("k6", () => {
  test("a trend without a number is an error", () => {
    const text = changed("k6-handle-summary.json", (file) => {
      file.metrics.my_latency.values.avg = null;
    });
    expect(problemOf(text).reason).toMatch(/"my_latency \(avg\)" is no finite number: null/);
  });
});
