// How long the report's page takes to open in a real browser, from asking for the file to the first charts drawn: 200
// benchmarks of 48 launches and 5,000 tests, against an empty page. Limit: 1 s. Needs Chromium; set CHROMIUM for one elsewhere.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { renderPage } from "../build/report/page/render-page.js";
import { buildPage } from "../scripts/build-page.mjs";
import { median, printLimit } from "./measure.mjs";

const rounds = Number(process.argv[2] ?? 9);
const folder = mkdtempSync(join(tmpdir(), "page-speed-"));
const { assets } = await buildPage();
const arm = (name, centre) => {
  const perLaunch = Array.from({ length: 24 }, (_, at) => centre * (1 + ((at * 7919) % 13) / 500));
  return { arm: name, launches: 24, samples: 240, centre, perLaunch };
};
const findings = Array.from({ length: 200 }, (_, at) => ({
  subject: `benchmark ${at}`,
  kind: "criterion",
  outcome: at % 7 === 0 ? "fail" : "pass",
  severity: "critical",
  reason: "as it is",
  limit: "< +10 %",
  action: "",
  unit: "ns",
  baseline: arm("baseline", 1e6),
  candidate: arm("candidate", 1.05e6),
  change: { scale: "ratio", estimate: 0.05, lower: 0.02, upper: 0.08, confidence: 0.99 },
  footnotes: [],
  places: [],
}));
const cases = Array.from({ length: 5000 }, (_, at) => ({
  name: `test ${at}`,
  suite: "a suite with a name",
  status: at % 500 === 0 ? "failed" : "passed",
  durationMs: at,
}));
const evidence = {
  origin: { repository: null, commit: null, ref: null, dirty: null },
  machine: { os: "linux", architecture: "x64", cpuModel: "a processor", cores: 2, memoryBytes: 8e9, runtime: "node" },
  startedAt: "2026-01-01T00:00:00Z",
  finishedAt: "2026-01-01T00:10:00Z",
  stages: [],
  measurements: [],
  tests: [{ stage: "unit", total: 5000, passed: 4990, failed: 10, errors: 0, skipped: 0, omitted: 0, cases }],
  coverage: [],
  checklists: [],
  facts: [],
  requirements: [],
  flag: [],
  gaps: [],
};
const report = {
  rollout: "large",
  verdict: { decision: "NO-GO", because: "29 failed", conditions: [], met: 171, judged: 200, risk: "high" },
  findings,
  evidence: [evidence],
  concludedAt: "2026-01-01T00:10:00Z",
  tool: "bench",
};
const pages = { report: renderPage(report, assets), empty: "<!doctype html><title>empty</title><p>empty" };
for (const [name, html] of Object.entries(pages)) writeFileSync(join(folder, `${name}.html`), html);
console.log(
  `the page: ${(pages.report.length / 1e6).toFixed(2)} MB, ${(assets.script.length / 1e3).toFixed(0)} kB of it script`,
);

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const took = { report: [], empty: [] };
for (let round = 0; round < rounds; round++) {
  for (const name of Object.keys(pages)) {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    const began = performance.now();
    await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
    if (name === "report") await page.waitForSelector("[data-chart] svg");
    took[name].push(performance.now() - began);
    await page.close();
  }
}
await browser.close();
rmSync(folder, { recursive: true, force: true });
console.log(
  `an empty page: ${median(took.empty).toFixed(0)} ms; ratio ${(median(took.report) / median(took.empty)).toFixed(1)}`,
);
process.exit(printLimit("the report's page", median(took.report), 1000, "ms") ? 0 : 1);
