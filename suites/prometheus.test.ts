import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { QueryMetric } from "../src/domain/verify.ts";
import type { WatchReport } from "../src/domain/watch-report.ts";
import { openLedgerFolder } from "../src/entry/open-ledger.ts";
import { stampEvent } from "../src/ledger/stamp-event.ts";
import { createHttp } from "../src/system/create-http.ts";
import { createLogFiles } from "../src/system/create-log-files.ts";
import { readOpenMetrics } from "../src/telemetry/openmetrics/read-openmetrics.ts";
import { readPrometheus } from "../src/telemetry/prometheus/read-prometheus.ts";
import { cliDoor, runDoor } from "./run-program.ts";

/*
 * A real Prometheus on loopback scrapes a small exporter every second, is asked as the gate asks it, and is killed midway.
 */
const http = createHttp({});
const folder = mkdtempSync(join(tmpdir(), "prometheus-"));
let exporter: Server | null = null;
let server: ChildProcess | null = null;
let address = "";
let exporterAddress = "";
let requests = 0;

/** Debian's own package; on other machines it has to be there. */
function ensureInstalled(): void {
  if (spawnSync("prometheus", ["--version"]).status === 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update", "-qq"], { env });
  const run = spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "prometheus"], { env });
  if (run.status !== 0) throw new Error(`Prometheus could not be installed:\n${run.stderr}`);
}

/** OpenMetrics of a service that answers 9 of 10 requests in under 100 ms, the others in under half a second. */
function exposition(): string {
  requests += 20;
  return [
    "# TYPE request_seconds histogram",
    `request_seconds_bucket{le="0.1"} ${requests * 0.9}`,
    `request_seconds_bucket{le="0.5"} ${requests} # {trace_id="a b}"} 0.3`,
    `request_seconds_bucket{le="+Inf"} ${requests}`,
    `request_seconds_count ${requests}`,
    `request_seconds_sum ${requests * 0.08}`,
    "# TYPE memory_bytes gauge",
    "memory_bytes 2.5e+08",
    "# TYPE idle_seconds histogram",
    'idle_seconds_bucket{le="1.0"} 0',
    'idle_seconds_bucket{le="+Inf"} 0',
    "idle_seconds_count 0",
    "idle_seconds_sum 0",
    "# EOF\n",
  ].join("\n");
}

/** What the server has scraped before it is started here: an hour of a memory that hardly moves. */
function backfill(): void {
  const nowS = Math.floor(Date.now() / 1000);
  const samples = Array.from({ length: 240 }, (_, index) => {
    const atS = nowS - 3600 + 15 * index;
    return `stored_bytes ${250_000_000 + 1_000_000 * (index % 3)} ${atS}`;
  });
  const file = join(folder, "stored.txt");
  writeFileSync(file, ["# TYPE stored_bytes gauge", ...samples, "# EOF\n"].join("\n"));
  const made = spawnSync("promtool", ["tsdb", "create-blocks-from", "openmetrics", file, join(folder, "data")]);
  if (made.status !== 0) throw new Error(`The hour before could not be stored: ${made.stderr}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const socket = createSocket().listen(0, "127.0.0.1", () => {
      const { port } = socket.address() as AddressInfo;
      socket.close(() => resolve(port));
    });
  });
}

const pause = (durationMs: number) => new Promise((resolve) => setTimeout(resolve, durationMs));

beforeAll(async () => {
  ensureInstalled();
  exporter = createServer((_request, response) => {
    response.setHeader("content-type", "application/openmetrics-text; version=1.0.0; charset=utf-8");
    response.end(exposition());
  });
  const listening = exporter;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const { port: exporterPort } = listening.address() as AddressInfo;
  exporterAddress = `http://127.0.0.1:${exporterPort}/metrics`;
  const config = [
    "global: { scrape_interval: 1s, scrape_timeout: 1s }",
    "scrape_configs:",
    `  - { job_name: shop, static_configs: [{ targets: ["127.0.0.1:${exporterPort}"] }] }`,
  ];
  writeFileSync(join(folder, "prometheus.yml"), `${config.join("\n")}\n`);
  backfill();
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  server = spawn(
    "prometheus",
    [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: "ignore" },
  );
  for (let tries = 0; tries < 100; tries++) {
    const answer = await http.send({
      method: "GET",
      url: `${address}/-/ready`,
      headers: {},
      body: null,
      timeoutMs: 1000,
      maxBytes: 10_000,
    });
    if (answer.ok && answer.status === 200) break;
    await pause(200);
  }
  // Long enough for two steps of a query, both with scrapes behind them.
  await pause(24_000);
}, 280_000);

afterAll(async () => {
  server?.kill("SIGKILL");
  await new Promise((resolve) => (exporter === null ? resolve(null) : exporter.close(resolve)));
  rmSync(folder, { recursive: true, force: true });
});

const query = (name: string, text: string, scale = 1, unit = ""): QueryMetric => ({
  name,
  direction: null,
  query: text,
  unit,
  scale,
});

async function ask(metrics: readonly QueryMetric[], timeoutMs = 5000) {
  const toMs = Date.now();
  const source = { name: "server", kind: "prometheus", url: "$SERVER", token: null, timeoutMs, metrics } as const;
  return readPrometheus({ http, env: { SERVER: address } }, source, { fromMs: toMs - 15_000, toMs });
}

/** A run of the built program: the flag went on when the server had been scraped for some seconds. */
async function look() {
  const place = mkdtempSync(join(tmpdir(), "prometheus-look-"));
  try {
    mkdirSync(join(place, ".github"));
    writeFileSync(
      join(place, ".github/rollout-gate.yml"),
      `rollout: shop
ledger: { folder: ledger }
stages: { unit: { run: [node, -e, ""] } }
verify:
  windows:
    at-once: { after: 1 s, every: 1 s, over: 40 min, criteria: { memory: "< 300 MB", memory-limit: "< 200 MB", young: "< 300 MB", idle: "< 1 s" } }
  sources:
    server:
      prometheus:
        url: $SERVER
        metrics:
          memory: { query: stored_bytes, unit: B }
          memory-limit: { query: stored_bytes, unit: B }
          young: { query: memory_bytes, unit: B }
          idle: { query: "histogram_quantile(0.9, rate(idle_seconds_bucket[10s]))", unit: s }
`,
    );
    const at = new Date(Date.now() - 50 * 60_000).toISOString();
    const ledger = await openLedgerFolder(join(place, "ledger"), place);
    await ledger.append("shop", [
      stampEvent({
        kind: "flag-enabled",
        rollout: "shop",
        at,
        tool: "rollout-gate",
        run: null,
        commit: null,
        operation: "enable-1",
        configDigest: "d",
        way: "script",
        flagBefore: "off",
        facts: {},
        knownIssues: [],
        backup: null,
        rollbackTo: null,
        decideBy: at,
        override: null,
      }),
    ]);
    const { status, stderr } = await runDoor(cliDoor, ["verify"], {
      cwd: place,
      env: { HOME: place, SERVER: address },
    });
    const path = join(place, ".rollout-gate/report/watch.json");
    if (!existsSync(path)) throw new Error(stderr);
    return { status, report: JSON.parse(readFileSync(path, "utf8")) as WatchReport };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

describe("a real Prometheus", () => {
  test("gauges, rates and quantiles of histograms", async () => {
    const readings = await ask([
      query("memory", "memory_bytes", 1, "B"),
      query("rate", "sum(rate(request_seconds_count[10s]))", 1, "1/s"),
      query("p95", "histogram_quantile(0.95, sum by (le) (rate(request_seconds_bucket[10s])))", 1e9, "ns"),
    ]);
    const means = readings.map((reading) => {
      if (!reading.ok) return reading.problem.reason;
      const blocks = reading.records[0]?.blocks ?? [];
      return blocks.reduce((sum, block) => sum + block.sum, 0) / blocks.reduce((sum, block) => sum + block.count, 0);
    });
    expect(means[0]).toBe(2.5e8);
    expect(means[1]).toBeGreaterThan(8);
    expect(means[1]).toBeLessThan(40);
    // Half way through the bucket from 0.1 s to 0.5 s.
    expect(means[2]).toBeCloseTo(0.3e9, -6);
  });

  test("what is no figure is none: no traffic, no such metric, several series, a wrong query", async () => {
    const readings = await ask([
      query("idle", "histogram_quantile(0.9, rate(idle_seconds_bucket[10s]))"),
      query("none", "no_such_metric"),
      query("several", "request_seconds_bucket"),
      query("wrong", "sum("),
      query("divided", "memory_bytes / 0"),
    ]);
    expect(
      readings.map((reading) => (reading.ok ? "read" : `${reading.problem.kind}: ${reading.problem.reason}`)),
    ).toEqual([
      expect.stringMatching(/^missing: all values are NaN/),
      expect.stringMatching(/^missing: the query gives nothing/),
      expect.stringMatching(/^invalid: the query gives 3 series/),
      expect.stringMatching(/^invalid: .*parse error/),
      expect.stringMatching(/^invalid: .*infinite/),
    ]);
  });

  test("its own page of metrics, and the exporter's, are read as text", async () => {
    const metric = (name: string, sample: string, quantile: number | null = null) =>
      ({ name, direction: null, sample, labels: {}, quantile, unit: "", scale: 1 }) as const;
    const ports = { http, files: createLogFiles(), nowMs: Date.now() };
    const own = {
      name: "own",
      kind: "openmetrics",
      from: `${address}/metrics`,
      metrics: [metric("fds", "process_open_fds")],
    } as const;
    expect(await readOpenMetrics(ports, own)).toMatchObject([{ ok: true }]);
    const exported = { ...own, from: exporterAddress, metrics: [metric("p95", "request_seconds", 0.95)] };
    const [reading] = await readOpenMetrics(ports, exported);
    expect(reading?.ok === true ? reading.records[0]?.figure?.value : reading?.problem.reason).toBeCloseTo(0.3, 6);
  });

  test("through verify whole: asked for how things are, for what is not met, and for what is not there", async () => {
    const { status, report } = await look();
    const findings = report.looks[0]?.findings ?? [];
    expect(Object.fromEntries(findings.map(({ subject, outcome }) => [subject, outcome]))).toEqual({
      memory: "pass",
      "memory-limit": "fail",
      // It was scraped for half a minute of forty, and the rest is not made up.
      young: "invalid",
      idle: "missing",
    });
    expect([report.decision, status]).toEqual(["ROLL BACK NOW", 1]);
  });

  test("killed midway, it is not a pass: every query of it says that nobody answers", async () => {
    const before = await ask([query("memory", "memory_bytes")]);
    expect(before).toMatchObject([{ ok: true }]);
    const ended = new Promise((resolve) => server?.on("exit", resolve));
    server?.kill("SIGKILL");
    await ended;
    const after = await ask([query("memory", "memory_bytes"), query("rate", "rate(request_seconds_count[10s])")]);
    for (const reading of after) expect(reading).toMatchObject({ ok: false, problem: { kind: "invalid" } });
    // And a look at it that was well before says that it is not known: it neither keeps the flag on its word nor rolls back.
    const { status, report } = await look();
    expect(report.looks[0]?.findings.map(({ outcome }) => outcome)).toEqual([
      "invalid",
      "invalid",
      "invalid",
      "invalid",
    ]);
    expect([report.decision, status]).toEqual(["INVESTIGATE", 1]);
  });
});
