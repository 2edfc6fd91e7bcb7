import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { PageModel } from "../../../src/domain/page.ts";
import { escapeHtml, scriptJson } from "../../../src/report/page/escape-html.ts";
import { renderPage } from "../../../src/report/page/render-page.ts";
import { hostileText } from "../hostile-text.ts";
import { arm, finding, hostile, report, sampleReports } from "../sample-reports.ts";

const assets = { script: "run();", style: "p{}", drawn: ["q{}"] };

function modelOf(html: string): PageModel {
  const text = /<script type="application\/json" id="model">(.*?)<\/script>/s.exec(html)?.[1] ?? "";
  return JSON.parse(text);
}

describe("renderPage", () => {
  test.each(Object.entries({ ...sampleReports, hostile }))(
    "%s: says what the report says, without its script",
    (_name, sample) => {
      const html = renderPage(sample, assets);
      expect(html).toContain(`<h1>${sample.verdict.decision}</h1>`);
      expect(html).toContain(escapeHtml(sample.verdict.because));
      for (const { outcome, reason } of sample.findings.slice(0, 50)) {
        if (outcome === "fail" && !sample.verdict.because.includes(reason)) expect(html).toContain(escapeHtml(reason));
      }
    },
  );

  test.each(Object.entries({ ...sampleReports, hostile }))("%s: holds no element but its own", (_name, sample) => {
    const html = renderPage(sample, assets).replace(/<(script|style)[^>]*>.*?<\/\1>/gs, "");
    const known = new Set(
      "!doctype html head meta title body header main section article details summary div span p h1 h2 h3 dl dt dd ol li table thead tbody tr th td pre label input noscript footer".split(
        " ",
      ),
    );
    const names = [...html.matchAll(/<\/?([^\s>/]+)/g)].map(([, name = ""]) => name);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
    expect(html).not.toMatch(/<[^>]*\s(?:on\w+|style|src|href)=/);
  });

  test("its policy allows its own script and styles by their digests, and nothing else", () => {
    const html = renderPage(report("GO", "all passed", [finding("a")], []), assets);
    const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    expect(policy).toBe(
      `default-src 'none'; script-src ${hash("run();")}; style-src ${hash("p{}")} ${hash("q{}")}; base-uri 'none'; form-action 'none'`,
    );
  });

  test("a chart gets the launches in a unit that people read, its limit, and the change", () => {
    const html = renderPage(
      report(
        "NO-GO",
        "one failed",
        [
          finding("latency", {
            outcome: "fail",
            unit: "ns",
            limit: "< +10 %",
            baseline: arm("baseline", [1e6, 2e6, 3e6]),
            candidate: arm("candidate", [3e6, 4e6, 5e6]),
            change: { scale: "ratio", estimate: 1, lower: 0.5, upper: Number.POSITIVE_INFINITY, confidence: 0.99 },
          }),
          finding("once", { unit: "ns", value: 5, candidate: arm("candidate", [5]) }),
        ],
        [],
      ),
      assets,
    );
    expect(modelOf(html).charts).toEqual([
      {
        label: "latency: one dot for each launch",
        unit: "ms",
        size: 1e6,
        arms: [
          { arm: "baseline", centre: 2, each: "launch", values: [1, 2, 3] },
          { arm: "candidate", centre: 4, each: "launch", values: [3, 4, 5] },
        ],
        limits: [{ at: 2.2, text: "< +10 %" }],
        change: {
          unit: "%",
          estimate: 100,
          lower: 50,
          upper: null,
          limits: [{ at: expect.closeTo(10, 9), text: "< +10 %" }],
          confidence: "99 %",
        },
      },
    ]);
    expect(html.match(/data-chart="/g)).toHaveLength(1);
    expect(html).toContain("a dot is one launch, the long line their centre");
    expect(html).toContain("<summary>The launches in numbers");
  });

  test("the dots of a recorded baseline are called runs, and those of the candidate launches", () => {
    const latency = finding("latency", {
      unit: "ns",
      limit: "< +10 %",
      recorded: { of: "runs", runs: 3 },
      baseline: arm("baseline", [1e6, 2e6, 3e6]),
      candidate: arm("candidate", [3e6, 4e6]),
    });
    const html = renderPage(report("GO", "all passed", [latency], []), assets);
    expect(modelOf(html).charts).toMatchObject([
      {
        label: "latency: one dot for each recorded run in the baseline, and for each launch in the candidate",
        arms: [
          { arm: "baseline", each: "run", values: [1, 2, 3] },
          { arm: "candidate", each: "launch", values: [3, 4] },
        ],
      },
    ]);
    expect(html).toContain("a dot is one launch, or in a recorded baseline one run, the long line their centre");
    expect(html).toContain("<summary>The runs and launches in numbers");
  });
});

describe("escaping", () => {
  test("text cannot begin or end anything, and is the same text again", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"'`]|&(?!(?:amp|lt|gt|quot|#39|#96);)/);
      }),
    );
  });

  test("JSON in a script element cannot end it, and reads as the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), hostileText, (value, text) => {
        const json = scriptJson({ value, text: `${text}</script><!--` });
        expect(json).not.toMatch(/[<>&\u2028\u2029]/);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, text: `${text}</script><!--` })));
      }),
    );
  });
});
