import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import {
  arm,
  evidence,
  finding,
  hostile,
  report,
  sampleReports,
  stage,
  testReport,
} from "../__tests__/report/sample-reports.ts";
import type { Finding } from "../src/domain/finding.ts";
import type { History } from "../src/domain/history.ts";
import type { Report } from "../src/domain/report.ts";
import { renderPage } from "../src/report/page/render-page.ts";
import { startBrowser } from "./browser.ts";

// The page as a reader opens it: from a file, in a real browser, with the script and style of the committed build.

const assets = JSON.parse(readFileSync(new URL("../dist/cli/page.json", import.meta.url), "utf8"));
const axe = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const folder = mkdtempSync(join(tmpdir(), "page-"));
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A chart as the browser's own tree of elements has it. */
interface DrawnChart {
  readonly axis: { readonly domain: readonly [number, number]; readonly range: readonly [number, number] };
  readonly dots: readonly { readonly arm: string; readonly value: number; readonly x: number }[];
  readonly estimate: number;
}

interface Opened {
  readonly page: Page;
  /** Errors and warnings of the console, errors of the script, and requests beyond the file itself. */
  readonly troubles: string[];
  readonly openedMs: number;
}

async function open(value: Report, options: { width?: number; colorScheme?: "light" | "dark" } = {}): Promise<Opened> {
  const file = join(folder, "report.html");
  writeFileSync(file, renderPage(value, assets));
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1200, height: 900 },
    colorScheme: options.colorScheme ?? "light",
  });
  const troubles: string[] = [];
  const address = pathToFileURL(file).href;
  page.on("console", (message) => troubles.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (request.url() !== address) troubles.push(`request: ${request.url()}`);
  });
  page.on("dialog", (dialog) => troubles.push(`dialog: ${dialog.message()}`));
  const began = performance.now();
  await page.goto(address);
  await page.waitForFunction(
    `document.querySelector("[data-chart]") === null || document.querySelector("svg") !== null`,
  );
  return { page, troubles, openedMs: performance.now() - began };
}

/** Scrolls through the page, so that everything is drawn. */
async function readWhole(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    for (let at = 0; at < document.documentElement.scrollHeight; at += 500) {
      scrollTo(0, at);
      await new Promise((done) => setTimeout(done, 15));
    }
    for (const details of document.querySelectorAll("details")) details.open = true;
    scrollTo(0, 0);
    await new Promise((done) => setTimeout(done, 50));
  })()`);
}

const compared = (name: string, shift: number): Finding => {
  const values = (centre: number) => Array.from({ length: 24 }, (_, at) => centre * (1 + ((at * 7919) % 13) / 500));
  return finding(name, {
    unit: "ns",
    limit: "< +10 %",
    baseline: arm("baseline", values(1e6)),
    candidate: arm("candidate", values(1e6 * (1 + shift))),
    change: { scale: "ratio", estimate: shift, lower: shift - 0.02, upper: shift + 0.02, confidence: 0.99 },
  });
};

describe.each(Object.entries({ ...sampleReports, hostile }))("%s", (_name, sample) => {
  test.each([
    ["light", 1200],
    ["dark", 1200],
    ["light", 360],
  ] as const)(
    "%s, %i pixels wide: nothing is asked for, complained of, or hard to read",
    async (colorScheme, width) => {
      const { page, troubles } = await open(sample, { width, colorScheme });
      await readWhole(page);
      expect(troubles).toEqual([]);
      expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      await page.evaluate(axe);
      const violations = await page.evaluate(
        `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)).join(" | ")))`,
      );
      expect(violations).toEqual([]);
      await page.close();
    },
  );
});

describe("the trend over the ledger", () => {
  const history: History = {
    lines: [
      {
        subject: "order <b>totals</b>",
        unit: "ns",
        from: "gate",
        points: [3e6, 1e6, 2e6, 5e6].map((value, at) => ({ at: `2026-03-0${at + 1}T00:00:00Z`, value })),
      },
    ],
    switches: [
      { at: "2026-03-02T12:00:00Z", flag: "on" },
      { at: "2026-03-03T12:00:00Z", flag: "off" },
    ],
  };
  const value = { ...report("GO", "all passed", [], []), history };

  test("every dot stands where the ledger says, and the flag's switches are marked", async () => {
    const { page, troubles } = await open(value);
    const drawn = await page.evaluate<{ dots: readonly { value: number; x: number; y: number }[]; rules: number }>(
      `(() => {
        const place = document.querySelector("[data-trend]");
        return {
          dots: [...place.querySelectorAll("circle")].map((dot) => ({
            value: Number(dot.getAttribute("data-value")),
            x: Number(dot.getAttribute("cx")),
            y: Number(dot.getAttribute("cy")),
          })),
          rules: place.querySelectorAll(".switch line").length,
        };
      })()`,
    );
    expect(drawn.dots.map((dot) => dot.value)).toEqual([3, 1, 2, 5]);
    expect(drawn.rules).toBe(2);
    const [first, second, third, last] = drawn.dots;
    for (const [before, after] of [
      [first, second],
      [second, third],
      [third, last],
    ])
      expect(before?.x).toBeLessThan(after?.x ?? 0);
    // Equal steps of the value are equal steps on the page.
    const perUnit = ((second?.y ?? 0) - (last?.y ?? 0)) / 4;
    expect(perUnit).toBeGreaterThan(0);
    expect((second?.y ?? 0) - (first?.y ?? 0)).toBeCloseTo(2 * perUnit, 3);
    expect(await page.locator(".trend figcaption").textContent()).toContain(
      "order <b>totals</b> 3 ms → 5 ms over 4 passing runs of the default branch",
    );
    expect(troubles).toEqual([]);
    await page.close();
  });

  test.each([
    ["light", 1200],
    ["dark", 360],
  ] as const)("%s, %i pixels wide: read by everybody", async (colorScheme, width) => {
    const { page, troubles } = await open(value, { width, colorScheme });
    await readWhole(page);
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    await page.evaluate(axe);
    expect(await page.evaluate("axe.run().then(({ violations }) => violations.map(({ id }) => id))")).toEqual([]);
    expect(troubles).toEqual([]);
    await page.close();
  });
});

describe("charts", () => {
  test("every dot stands where report.json says, and the change and its interval as well", async () => {
    const findings = [compared("a", 0.03), compared("b", 0.3)];
    const { page, troubles } = await open(report("NO-GO", "one failed", findings, []));
    await readWhole(page);
    const charts = await page.evaluate<readonly DrawnChart[]>(
      `[...document.querySelectorAll("[data-chart]")].map((chart) => ({
        axis: JSON.parse(chart.querySelector("svg").getAttribute("data-axis")),
        dots: [...chart.querySelectorAll(".launch circle")].map((dot) => ({
          arm: dot.getAttribute("data-arm"),
          value: Number(dot.getAttribute("data-value")),
          x: Number(dot.getAttribute("cx")),
        })),
        estimate: Number(chart.querySelector("[data-estimate]").getAttribute("data-estimate")),
      }))`,
    );
    expect(charts).toHaveLength(2);
    charts.forEach(({ axis, dots, estimate }, at) => {
      const { baseline, candidate, change } = findings[at] ?? {};
      for (const side of [baseline, candidate]) {
        const own = dots.filter((dot) => dot.arm === side?.arm);
        expect(own.map(({ value }) => value)).toEqual(side?.perLaunch.map((value) => expect.closeTo(value, 3)));
      }
      const [from, to] = axis.domain;
      const [left, right] = axis.range;
      for (const { value, x } of dots) {
        expect(x).toBeCloseTo(left + ((value - from) / (to - from)) * (right - left), 3);
      }
      expect(estimate).toBeCloseTo((change?.estimate ?? 0) * 100, 6);
    });
    expect(troubles).toEqual([]);
    await page.close();
  });
});

describe("a recorded baseline", () => {
  test("its dots and numbers are told as runs, those of the candidate as launches", async () => {
    const latency: Finding = { ...compared("latency", 0.03), recorded: { of: "runs", runs: 24 } };
    const { page, troubles } = await open(report("GO", "all passed", [latency, compared("other", 0.03)], []));
    await readWhole(page);
    const said = await page.evaluate<readonly (readonly string[])[]>(
      `[...document.querySelectorAll("[data-card]")].map((card) => [
        card.querySelector("svg").getAttribute("aria-label"),
        ...["baseline", "candidate"].map((arm) =>
          card.querySelector(".launch circle[data-arm=" + arm + "] title").textContent.replace(/:.*/s, "")),
        ...[...card.querySelectorAll("[data-numbers] thead th")].map((cell) => cell.textContent),
      ])`,
    );
    expect(said).toEqual([
      [
        "latency: one dot for each recorded run in the baseline, and for each launch in the candidate",
        "run 1",
        "launch 1",
        "Number",
        "baseline, each run, ms",
        "candidate, each launch, ms",
      ],
      ["other: one dot for each launch", "launch 1", "launch 1", "Launch", "baseline, ms", "candidate, ms"],
    ]);
    expect(troubles).toEqual([]);
    await page.close();
  });
});

describe("a large report", () => {
  const large: Report = report(
    "NO-GO",
    "some failed",
    Array.from({ length: 200 }, (_, at) => compared(`benchmark ${at}`, (at % 20) / 100)),
    [
      evidence({
        stages: [stage("unit"), stage("benchmark")],
        tests: [
          testReport(
            "unit",
            Array.from({ length: 5000 }, (_, at) => ({
              name: `test ${at}`,
              suite: "suite",
              status: at % 500 === 499 ? ("failed" as const) : ("passed" as const),
              durationMs: 3,
              ...(at % 500 === 499 ? { message: `expected ${at}` } : {}),
            })),
          ),
        ],
      }),
    ],
  );

  test("opens, and its benchmarks and tests are found by their names", async () => {
    const { page, troubles } = await open(large);
    await page.fill('[data-filter="card"]', "benchmark 17");
    expect(await page.locator("[data-card]:visible").count()).toBe(11);
    expect(await page.textContent('[data-count="card"]')).toBe("11 of 200");
    const tests = page.locator("details:has([data-tests])");
    if ((await tests.getAttribute("open")) === null) await tests.locator("summary").first().click();
    expect(await page.locator("[data-tests] tbody tr").first().textContent()).toContain("expected");
    await page.fill('[data-filter="test"]', "test 4321");
    expect(await page.locator("[data-tests] tbody tr").count()).toBe(1);
    expect(troubles).toEqual([]);
    await page.close();
  });
});
