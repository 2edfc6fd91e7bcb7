import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { SampleMetric } from "../../../src/domain/verify.ts";
import { histogramQuantile } from "../../../src/telemetry/openmetrics/histogram-quantile.ts";
import { parseExposition } from "../../../src/telemetry/openmetrics/parse-exposition.ts";
import { readOpenMetrics } from "../../../src/telemetry/openmetrics/read-openmetrics.ts";
import { createMemoryLogs } from "../memory-log-files.ts";
import { page, pretendedServer } from "../pretended-server.ts";

const openMetrics = `# TYPE http_requests counter
# UNIT http_requests requests
# HELP http_requests All of them, with a \\\\ and a \\n.
http_requests_total{code="200",path="/a\\"b\\\\c\\nd"} 17 1795389433.5 # {trace_id="x} 1"} 0.67 1795389433.1
http_requests_total{code="500"} 3
# TYPE latency_seconds histogram
latency_seconds_bucket{le="0.1"} 50
latency_seconds_bucket{le="0.5"} 90
latency_seconds_bucket{le="+Inf"} 100
latency_seconds_count 100
latency_seconds_sum 21.5
process_resident_memory_bytes 1.2e+08
# EOF
`;
const prometheusText = `# HELP go_gc_duration_seconds A summary.
# TYPE go_gc_duration_seconds summary
go_gc_duration_seconds{quantile="0.5"} 4.9351e-05
go_gc_duration_seconds{quantile="0.99",} 0.001
msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9
# a comment
metric_without_timestamp_and_labels 12.47
something_weird{problem="division by zero"} +Inf -3982045
not_a_number NaN
`;

const nowMs = 1_795_389_500_000;
const metric = (more: Partial<SampleMetric>): SampleMetric => ({
  name: "m",
  direction: null,
  sample: "x",
  labels: {},
  quantile: null,
  unit: "",
  scale: 1,
  ...more,
});

async function read(text: string, more: Partial<SampleMetric>, headers = { "content-type": "text/plain" }) {
  const { http } = pretendedServer(page(text, { headers }));
  const source = {
    name: "s",
    kind: "openmetrics",
    from: "http://exporter.test/metrics",
    metrics: [metric(more)],
  } as const;
  const [reading] = await readOpenMetrics({ http, files: createMemoryLogs().files, nowMs }, source);
  if (reading === undefined) throw new Error("there is no reading");
  return reading.ok ? reading.records[0]?.figure : `${reading.problem.kind}: ${reading.problem.reason}`;
}

describe("the text's grammar", () => {
  test("OpenMetrics: escapes, an exemplar with a brace in it, times in seconds", () => {
    const parsed = parseExposition(openMetrics, null);
    expect(parsed).toMatchObject({ ok: true, value: { format: "openmetrics" } });
    const sample = parsed.ok ? parsed.value.samples[0] : undefined;
    expect(sample?.labels.get("path")).toBe('/a"b\\c\nd');
    expect([sample?.value, sample?.timeMs]).toEqual([17, 1_795_389_433_500]);
  });

  test("Prometheus' older text: times in milliseconds, a comma at the end", () => {
    const parsed = parseExposition(prometheusText, null);
    expect(parsed).toMatchObject({ ok: true, value: { format: "prometheus" } });
    const named = (name: string) =>
      parsed.ok ? parsed.value.samples.find((sample) => sample.name === name) : undefined;
    expect(named("something_weird")).toMatchObject({ value: Number.POSITIVE_INFINITY, timeMs: -3_982_045 });
    expect(named("msdos_file_access_time_seconds")?.labels.get("error")).toBe('Cannot find file:\n"FILE.TXT"');
  });

  test.each<[string, string, RegExp]>([
    ["OpenMetrics without its end", openMetrics.replace("# EOF\n", ""), /# EOF is missing/],
    ["text that was cut off within a line", prometheusText.slice(0, -5), /cut off/],
    ["something after the end", `${openMetrics}x 1\n`, /after # EOF/],
    ["an empty text", "", /empty/],
    ["a value that is none", "x y\n", /not a number/],
    ["a label that does not end", 'x{a="b 1\n', /does not end/],
    ["a label without quotes", "x{a=b} 1\n", /not in quotes/],
    ["a label that is there twice", 'x{a="1",a="2"} 1\n', /there twice/],
    ["a page", "<html>\n", /name of a metric/],
  ])("%s is invalid", (_name, text, why) => {
    expect(parseExposition(text, null)).toMatchObject({ ok: false, why: expect.stringMatching(why) });
  });

  test("a server that says OpenMetrics has to end with # EOF", () => {
    expect(parseExposition("x 1\n", true)).toMatchObject({ ok: false });
    expect(parseExposition("x 1\n", false)).toMatchObject({ ok: true });
  });

  test("labels of any text come back whole", () => {
    fc.assert(
      fc.property(fc.string(), fc.double({ noNaN: true }), (value, number) => {
        const escaped = value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
        const finite = Object.is(number, -0) ? "-0" : String(number);
        const text = Number.isFinite(number) ? finite : number > 0 ? "+Inf" : "-Inf";
        const parsed = parseExposition(`x{a="${escaped}"} ${text}\n`, false);
        expect(parsed.ok && [parsed.value.samples[0]?.labels.get("a"), parsed.value.samples[0]?.value]).toEqual([
          value,
          number,
        ]);
      }),
      { examples: [["", -0]] },
    );
  });

  test("no text makes it fail", () => {
    const part = fc.constantFrom(
      "x",
      "{",
      "}",
      '"',
      "a=",
      "\\",
      " ",
      "1",
      "# EOF",
      "\n",
      "# {",
      "NaN",
      "# TYPE x info",
      ",",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), fc.constantFrom(true, false, null), (parts, kind) => {
        expect(typeof parseExposition(parts.join(""), kind).ok).toBe("boolean");
      }),
    );
  });
});

describe("metrics of the text", () => {
  test.each<[string, string, Partial<SampleMetric>, unknown]>([
    [
      "a gauge",
      openMetrics,
      { sample: "process_resident_memory_bytes", unit: "B" },
      { value: 1.2e8, lower: 1.2e8, upper: 1.2e8 },
    ],
    [
      "one of several by label",
      openMetrics,
      { sample: "http_requests_total", labels: { code: "500" } },
      { value: 3, lower: 3, upper: 3 },
    ],
    [
      "a quantile of a histogram",
      openMetrics,
      { sample: "latency_seconds", quantile: 0.7, unit: "ns", scale: 1e9 },
      expect.objectContaining({ value: expect.closeTo(0.3e9, -2) }),
    ],
    [
      "a quantile beyond the last bound",
      openMetrics,
      { sample: "latency_seconds", quantile: 0.95 },
      { value: 0.5, lower: 0.5, upper: Number.POSITIVE_INFINITY },
    ],
    [
      "a quantile of a summary",
      prometheusText,
      { sample: "go_gc_duration_seconds", quantile: 0.99 },
      expect.objectContaining({ value: 0.001 }),
    ],
    ["several that fit", openMetrics, { sample: "http_requests_total" }, expect.stringMatching(/^invalid: 2 samples/)],
    ["none", openMetrics, { sample: "nothing" }, expect.stringMatching(/^missing: there is no sample/)],
    [
      "none with these labels",
      openMetrics,
      { sample: "http_requests_total", labels: { code: "404" } },
      expect.stringMatching(/^missing: no sample .* these labels/),
    ],
    ["not a number", prometheusText, { sample: "not_a_number" }, expect.stringMatching(/^invalid/)],
    ["a sample of long ago", "x 1 1000\n", {}, expect.stringMatching(/^missing: x is of 1970/)],
    [
      "a histogram without events",
      'x_bucket{le="1"} 0\nx_bucket{le="+Inf"} 0\n',
      { quantile: 0.5 },
      expect.stringMatching(/^missing: .* no event yet/),
    ],
    [
      "a histogram without its last bucket",
      'x_bucket{le="1"} 4\n',
      { quantile: 0.5 },
      expect.stringMatching(/^invalid/),
    ],
  ])("%s", async (_name, text, more, expected) => {
    expect(await read(text, more)).toEqual(expected);
  });

  test("a file that nobody writes any more is missing", async () => {
    const logs = createMemoryLogs();
    logs.append("/run/m.prom", "x 1\n");
    const source = { name: "s", kind: "openmetrics", from: "/run/m.prom", metrics: [metric({})] } as const;
    const { http } = pretendedServer({ ok: false, reason: "unused" });
    const fresh = await readOpenMetrics({ http, files: logs.files, nowMs: 1000 }, source);
    expect(fresh).toMatchObject([{ ok: true }]);
    const stale = await readOpenMetrics({ http, files: logs.files, nowMs: 1_000_000 }, source);
    expect(stale).toMatchObject([
      { ok: false, problem: { kind: "missing", reason: expect.stringContaining("written to last") } },
    ]);
  });
});

test("quantiles of histograms lie between their neighbours and grow with the quantile", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.nat(50)), { minLength: 1, maxLength: 8 }),
      (raw) => {
        let count = 0;
        const bounds = [...new Map(raw)].sort((a, b) => a[0] - b[0]).map(([upTo, more]) => ({ upTo, count: more }));
        for (const bound of bounds) {
          count += bound.count;
          bound.count = count;
        }
        const buckets = [...bounds, { upTo: Number.POSITIVE_INFINITY, count }];
        const quantiles = [0.1, 0.5, 0.9, 0.99].map((quantile) => histogramQuantile(buckets, quantile)?.value);
        if (count === 0) expect(quantiles).toEqual([null, null, null, null].map(() => undefined));
        else
          for (const [index, value] of quantiles.entries())
            expect(value).toBeGreaterThanOrEqual(quantiles[index - 1] ?? 0);
      },
    ),
  );
});
