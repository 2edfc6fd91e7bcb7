import { describe, expect, test } from "@jest/globals";
import { fixture } from "./fixture.ts";
import { problemOf, readingOf, seriesOf } from "./outcome.ts";

const texts = [
  "go.txt",
  "libtest.txt",
  "criterion.txt",
  "iai.txt",
  "gungraun.txt",
  "benchmark-js.txt",
  "dart.txt",
  "benchmark-ips.txt",
  "luau.txt",
];

describe("formats that are printed for people", () => {
  test.each(texts)("%s is read among other lines and behind colours", (file) => {
    const noise =
      "2026-01-01 10:00:00 INFO starting: time: none, 3 x faster\n[1, 2]\n{not json}\nwarning: unused `x`\n";
    const coloured = fixture(file)
      .split("\n")
      .map((line) => (line === "" || line.startsWith("\u001b") ? line : `\u001b[1;32m${line}\u001b[0m`))
      .join("\n");
    expect(seriesOf(noise + coloured + noise)).toEqual(seriesOf(fixture(file)));
  });

  test.each(["libtest.txt", "criterion.txt", "iai.txt", "benchmark-js.txt", "dart.txt", "benchmark-ips.txt"])(
    "%s twice over is two launches of each benchmark",
    (file) => {
      const once = seriesOf(fixture(file));
      const twice = seriesOf(fixture(file) + fixture(file));
      expect(twice.map((one) => one.name)).toEqual(once.map((one) => one.name));
      expect(twice.every((one) => one.launches.length === 2)).toBe(true);
    },
  );

  test.each([
    [
      "libtest",
      "test a ... bench:  1 ns/iter (+/- 0)\ntest b ... bench:  2 ns/iter (+/- 0)\ntest a ... bench:  3 ns/iter (+/- 0)\n",
    ],
    ["dart", "A(RunTime): 1 us.\nB(RunTime): 2 us.\nA(RunTime): 3 us.\n"],
    [
      "benchmark.js",
      "a x 1 ops/sec ±1.00% (9 runs sampled)\nb x 2 ops/sec ±1.00% (9 runs sampled)\na x 3 ops/sec ±1.00% (9 runs sampled)\n",
    ],
  ])("%s: a name that comes oftener than another is an error, never the first", (_, text) => {
    const problem = problemOf(text);
    expect(problem.reason).toMatch(/"(?:a|A)" comes 2 times and "(?:b|B)" comes once/);
  });

  test.each([
    ["a test alone", "test a ... ok\n"],
    ["a heading of Go", "goos: linux\nBenchmarkFib\n"],
    ["a Go name without a result", "BenchmarkFib-8   \t 1000\n"],
    ["a lower-case Go name", "Benchmarking-8 10 12 ns/op\n"],
    ["Criterion's change alone", "change:\n    time:   [-1.5% +0.3% +2.1%] (p = 0.7 > 0.05)\n"],
    ["a rate without runs", "a x 12 ops/sec\n"],
    ["a comparison", "fib:    95135.2 i/s - 11.91x  slower\n"],
    ["Dart without a unit", "A(RunTime): 12\n"],
    ["indented instructions that are prose", "Instructions: read the manual\n  Instructions: see above\n"],
  ])("%s is no result line", (_, text) => {
    expect(problemOf(text).reason).toMatch(/No benchmark format was recognised/);
  });
});

describe("Go", () => {
  const row = (name: string, value: string) => `${name}\t 100\t ${value}\n`;

  test("a package that is run again gives a further launch; -count gives samples", () => {
    const run = `pkg: example.com/a\n${row("BenchmarkA-8", "1 ns/op")}${row("BenchmarkA-8", "2 ns/op")}PASS\n`;
    expect(seriesOf(run + run)).toEqual([
      {
        name: "BenchmarkA",
        unit: "ns",
        direction: "lower-is-better",
        launches: [
          [1, 2],
          [1, 2],
        ],
      },
    ]);
  });

  test("one name in two packages is told apart by the package", () => {
    const text = `pkg: x/a\n${row("BenchmarkA-8", "1 ns/op")}pkg: x/b\n${row("BenchmarkA-8", "2 ns/op")}`;
    expect(seriesOf(text).map((one) => one.name)).toEqual(["x/a.BenchmarkA", "x/b.BenchmarkA"]);
  });

  test.each([
    ["all names bear the same", ["BenchmarkA-8", "BenchmarkB/x=1-8"], ["BenchmarkA", "BenchmarkB/x=1"]],
    ["different processors", ["BenchmarkA-2", "BenchmarkA-4"], ["BenchmarkA-2", "BenchmarkA-4"]],
    ["one processor", ["BenchmarkA", "BenchmarkB/size-8"], ["BenchmarkA", "BenchmarkB/size-8"]],
  ])("the procs suffix: %s", (_, given, expected) => {
    expect(seriesOf(given.map((name) => row(name, "1 ns/op")).join("")).map((one) => one.name)).toEqual(expected);
  });

  test("a `Unit` line gives a direction", () => {
    const text = `Unit hits/op better=higher\n${row("BenchmarkA", "1 ns/op\t 5 hits/op")}`;
    expect(seriesOf(text)[1]).toMatchObject({ name: "BenchmarkA (hits/op)", direction: "higher-is-better" });
  });

  test.each([
    ["NaN ns/op", /"BenchmarkA" is no finite number/],
    ["+Inf ns/op", /"BenchmarkA" is no finite number/],
    ["-1 ns/op", /"BenchmarkA" is negative/],
  ])("%s is invalid", (value, reason) => {
    expect(problemOf(row("BenchmarkA", value)).reason).toMatch(reason);
  });

  test("a failed benchmark is not forgotten", () => {
    const text = `${row("BenchmarkA", "1 ns/op")}--- FAIL: BenchmarkB\n    x_test.go:3: no\nFAIL\n`;
    expect(problemOf(text).reason).toBe('The benchmark "BenchmarkB" failed.');
  });

  test("lines of packages that run side by side under -json are put together again", () => {
    const say = (pkg: string, output: string) =>
      `${JSON.stringify({ Action: "output", Package: pkg, Output: output })}\n`;
    const text =
      say("a", "BenchmarkA \t") + say("b", "BenchmarkB \t") + say("a", "10\t 1 ns/op\n") + say("b", "10\t 2 ns/op\n");
    expect(seriesOf(text).map((one) => [one.name, one.launches])).toEqual([
      ["BenchmarkA", [[1]]],
      ["BenchmarkB", [[2]]],
    ]);
  });
});

describe("Criterion", () => {
  test("a result without a name is an error", () => {
    expect(problemOf("                time:   [1.0 ns 2.0 ns 3.0 ns]\n").reason).toMatch(/no name before it/);
  });

  test("progress lines are not names", () => {
    const text =
      "Benchmarking a: Analyzing\na very long name\nBenchmarking x: Warming up\n      time:   [1.0 ns 2.0 ns 3.0 ns]\n";
    expect(seriesOf(text)[0]?.name).toBe("a very long name");
  });
});

describe("names and tool failures", () => {
  test("Luau: a failed test makes the file invalid", () => {
    expect(problemOf(`${fixture("luau.txt")}FAILED:  'sort' on 'luau'\n`).reason).toBe(
      "A benchmark failed: \"'sort' on 'luau'\".",
    );
  });

  test("libtest: a failed benchmark makes the file invalid", () => {
    expect(problemOf(`${fixture("libtest.txt")}test broken ... FAILED\n`).reason).toBe(
      'The benchmark "broken" failed.',
    );
    const message = '{ "type": "test", "name": "broken", "event": "failed" }\n';
    expect(problemOf(fixture("libtest.jsonl") + message).reason).toBe('The benchmark "broken" failed.');
  });

  test("libtest: thousands are read", () => {
    expect(seriesOf("test a ... bench:   1,234,567 ns/iter (+/- 1,000)\n")[0]?.launches).toEqual([[1234567]]);
  });

  test("a long name is cut, and that is said", () => {
    const { series, notes } = readingOf(`${"n".repeat(900)} x 12 ops/sec ±1.00% (9 runs sampled)\n`);
    expect(series[0]?.name).toBe(`${"n".repeat(499)}…`);
    expect(notes).toContain("Benchmark names above 500 characters were cut.");
  });

  test("two long names that become one by cutting are an error", () => {
    const line = (end: string) => `${"n".repeat(600)}${end} x 12 ops/sec ±1.00% (9 runs sampled)\n`;
    expect(problemOf(line("a") + line("b")).reason).toMatch(/agree in their first 500 characters/);
  });

  test("a line beyond any tool's length is not looked at", () => {
    expect(problemOf(`${"n".repeat(5000)} x 12 ops/sec ±1.00% (9 runs sampled)\n`).reason).toMatch(
      /No benchmark format/,
    );
  });
});
