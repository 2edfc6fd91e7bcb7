import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { HttpOutcome } from "../../../src/domain/http.ts";
import { parseRange } from "../../../src/telemetry/prometheus/parse-range.ts";
import { readPrometheus, type ServerSource } from "../../../src/telemetry/prometheus/read-prometheus.ts";
import { page, pretendedServer } from "../pretended-server.ts";

const toMs = Date.UTC(2026, 10, 22, 12);
const span = { fromMs: toMs - 600_000, toMs };

const source = (more: Partial<ServerSource> = {}): ServerSource => ({
  name: "server",
  kind: "prometheus",
  url: "http://prometheus.test/base",
  token: null,
  timeoutMs: 1000,
  metrics: [{ name: "p95", direction: null, query: 'up{a="b"}', unit: "ns", scale: 1e9 }],
  ...more,
});

/** An answer with one series: a value every 15 s, up to `endMs`. */
function series(values: readonly string[], endMs = toMs, more: object = {}): HttpOutcome {
  const points = values.map((value, index) => [(endMs - (values.length - 1 - index) * 15_000) / 1000, value]);
  const data = { resultType: "matrix", result: [{ metric: {}, values: points }] };
  return page(JSON.stringify({ status: "success", data, ...more }));
}
const full = Array.from({ length: 41 }, () => "0.25");

async function read(answer: HttpOutcome, more: Partial<ServerSource> = {}, env: Record<string, string> = {}) {
  const { http, asked } = pretendedServer(answer);
  const [reading] = await readPrometheus({ http, env }, source(more), span);
  if (reading === undefined) throw new Error("there is no reading");
  return { reading, asked };
}

test("a query becomes a record of its values over time, in canonical units", async () => {
  const { reading, asked } = await read(series(full));
  expect(reading).toMatchObject({ ok: true, records: [{ kind: "values", unit: "ns", relativeError: 0 }] });
  expect(reading.ok && reading.records[0]?.blocks.flatMap((block) => block.values ?? [])).toEqual(
    full.map(() => 0.25e9),
  );
  const url = new URL(asked[0]?.url ?? "");
  expect(`${url.origin}${url.pathname}`).toBe("http://prometheus.test/base/api/v1/query_range");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    query: 'up{a="b"}',
    start: String(span.fromMs / 1000),
    end: String(span.toMs / 1000),
    step: "15",
  });
});

describe("what is no figure is never one", () => {
  test.each<[string, HttpOutcome, "missing" | "invalid", RegExp]>([
    ["nothing", page('{"status":"success","data":{"resultType":"matrix","result":[]}}'), "missing", /gives nothing/],
    ["NaN alone, as without traffic", series(full.map(() => "NaN")), "missing", /without traffic/],
    ["infinite values", series([...full.slice(1), "+Inf"]), "invalid", /infinite/],
    ["a series that ended", series(full.slice(0, 11), toMs - 450_000), "missing", /stale/],
    ["a series with large gaps", series(full.slice(0, 10)), "invalid", /only 10 of 41/],
    [
      "several series",
      page('{"status":"success","data":{"resultType":"matrix","result":[{"values":[]},{"values":[]}]}}'),
      "invalid",
      /gives 2 series.*one is needed/,
    ],
    [
      "a query that is wrong",
      page('{"status":"error","errorType":"bad_data","error":"parse error\\n@everyone"}', { status: 400 }),
      "invalid",
      /"bad_data: parse error @everyone"/,
    ],
    [
      "a native histogram",
      page('{"status":"success","data":{"resultType":"matrix","result":[{"histograms":[]}]}}'),
      "invalid",
      /histogram_quantile/,
    ],
    [
      "a scalar",
      page('{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}'),
      "invalid",
      /no series over time/,
    ],
    ["half an answer", page('{"status":"success","da'), "invalid", /not JSON/],
    [
      "a login page",
      page("<!DOCTYPE html><p>Sign in", { headers: { "content-type": "text/html" } }),
      "invalid",
      /web page/,
    ],
    [
      "a redirect",
      page("", { status: 302, headers: { location: "https://elsewhere.test/" } }),
      "invalid",
      /redirects to "https:\/\/elsewhere.test\/"/,
    ],
    ["no right to ask", page("no", { status: 403, headers: {} }), "invalid", /refuses to answer \(403\)/],
    ["a server in trouble", page("upstream", { status: 502, headers: {} }), "invalid", /error \(502\)/],
    ["no server", { ok: false, reason: "connect ECONNREFUSED" }, "invalid", /ECONNREFUSED/],
  ])("%s", async (_name, answer, kind, words) => {
    const { reading } = await read(answer);
    expect(reading).toMatchObject({ ok: false, problem: { kind, reason: expect.stringMatching(words) } });
  });

  test("some steps without a value, and warnings, are told", async () => {
    const { reading } = await read(
      series([...full.slice(0, 20), "NaN", ...full.slice(21)], toMs, { warnings: ["a\u0007b"] }),
    );
    expect(reading.ok && reading.records[0]?.notes).toEqual(['the server warns: "a b"', "1 of 41 steps have no value"]);
  });
});

describe("where the token goes", () => {
  test("to the configured host, from a variable", async () => {
    const { asked } = await read(series(full), { token: "TOKEN" }, { TOKEN: "s3cret" });
    expect(asked.map(({ url, headers }) => [new URL(url).host, headers.authorization])).toEqual([
      ["prometheus.test", "Bearer s3cret"],
    ]);
  });

  test("a redirect is not followed, so nobody else is told it", async () => {
    const answer = page("", { status: 307, headers: { location: "https://elsewhere.test/" } });
    const { asked } = await read(answer, { token: "TOKEN" }, { TOKEN: "s3cret" });
    expect(asked).toHaveLength(1);
  });

  test("a name and password in the address go into a header, and into no message", async () => {
    const { reading, asked } = await read(
      { ok: false, reason: "down" },
      { url: "$P" },
      { P: "http://me:hunter2@prometheus.test" },
    );
    expect(asked[0]?.url).not.toContain("hunter2");
    expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from("me:hunter2").toString("base64")}`);
    expect(JSON.stringify(reading)).not.toContain("hunter2");
  });

  test.each<[string, Partial<ServerSource>, Record<string, string>, RegExp]>([
    ["a variable that is not set", { url: "$NONE" }, {}, /NONE holds no address/],
    ["a token that is not set", { token: "T" }, {}, /T holds no token/],
    ["a token that would break the header", { token: "T" }, { T: "a\nb" }, /T holds no token/],
    ["another protocol", { url: "$P" }, { P: "file:///etc/passwd" }, /not http or https/],
  ])("%s: nothing is asked", async (_name, more, env, words) => {
    const { reading, asked } = await read(series(full), more, env);
    expect(asked).toEqual([]);
    expect(reading).toMatchObject({ ok: false, problem: { reason: expect.stringMatching(words) } });
  });
});

test("no answer makes the parser fail", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc
          .jsonValue()
          .map((result) => JSON.stringify({ status: "success", data: { resultType: "matrix", result: [result] } })),
      ),
      (body) => {
        const answer = parseRange(body);
        if (answer.kind === "points") for (const { timeMs } of answer.points) expect(typeof timeMs).toBe("number");
      },
    ),
  );
});
