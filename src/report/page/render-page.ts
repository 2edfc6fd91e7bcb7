import { createHash } from "node:crypto";
import type { PageChart } from "../../domain/page.ts";
import type { Report } from "../../domain/report.ts";
import { type FindingRow, findingRows } from "../finding-rows.ts";
import { toneOfDecision } from "../marks.ts";
import { nextSteps } from "../next-steps.ts";
import { escapeHtml, scriptJson } from "./escape-html.ts";
import { pageChart } from "./page-charts.ts";
import { detailSections } from "./page-details.ts";
import { findingCard, findingTable } from "./page-findings.ts";
import { pageModel } from "./page-model.ts";
import { approvalPart } from "./page-people.ts";
import { trendPart } from "./page-trends.ts";

/** What the page carries with it, so that it needs nothing else. */
export interface PageAssets {
  /** The script that draws and searches; trusted, ours. */
  readonly script: string;
  readonly style: string;
  /** Styles that the script's library puts into what it draws. */
  readonly drawn: readonly string[];
}

/**
 * The report as one HTML file that needs no network and may be opened from anywhere. Everything is text in the file itself, and
 * readable without its script, which draws the launches and searches the tests. A policy in the file allows that script and that
 * style and nothing else: no request, no frame, no form.
 */
export function renderPage(report: Report, assets: PageAssets): string {
  const { verdict } = report;
  const tone = toneOfDecision(verdict.decision);
  const rows = findingRows(report);
  const charts: PageChart[] = [];
  const cards: string[] = [];
  const plain: FindingRow[] = [];
  for (const row of rows) {
    const chart = pageChart(row.finding, row.name);
    if (chart === null) plain.push(row);
    else cards.push(findingCard(row, charts.push(chart) - 1));
  }
  const model = scriptJson(pageModel(report, charts));
  const title = `${verdict.decision}: ${report.rollout}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy(assets)}">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${assets.style}</style>
</head>
<body>
<header class="verdict ${tone}">
<p class="rollout">${escapeHtml(report.rollout)}</p>
<h1>${escapeHtml(verdict.decision)}</h1>
<p class="because">${escapeHtml(verdict.because)}</p>
<p class="counts">${verdict.met} of ${verdict.judged} checks passed · risk ${escapeHtml(verdict.risk)} · ${escapeHtml(moment(report.concludedAt))}</p>
</header>
<main>
${nextPart(report)}
${cards.length === 0 ? "" : measuredPart(cards, report)}
${plain.length === 0 ? "" : `<section aria-labelledby="checks"><h2 id="checks">${cards.length === 0 ? "Checks" : "Other checks"}</h2>${findingTable(plain)}</section>`}
${trendPart(report)}
${approvalPart(report)}
${timelinePart(report)}
${detailSections(report)}
</main>
<footer><p>${escapeHtml(report.tool)} · the numbers are in report.json beside this page</p></footer>
<script type="application/json" id="model">${model}</script>
<script>${assets.script}</script>
</body>
</html>
`;
}

/** Only what is in the file itself, each by its digest. */
function policy({ script, style, drawn }: PageAssets): string {
  const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${[style, ...drawn].map(hash).join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function nextPart(report: Report): string {
  const { steps, omitted } = nextSteps(report, 20);
  if (steps.length === 0) return "";
  const items = steps.map(({ text, subject }) => {
    const about =
      subject === null || text.includes(subject) ? "" : ` <span class="about">${escapeHtml(subject)}</span>`;
    return `<li>${escapeHtml(text)}${about}</li>`;
  });
  if (omitted > 0) items.push(`<li>and ${omitted} more</li>`);
  return `<section aria-labelledby="next"><h2 id="next">What to do next</h2><ol class="next">${items.join("")}</ol></section>`;
}

/** Many benchmarks are searched; a few are looked at. */
const worthSearching = 8;

function measuredPart(cards: readonly string[], { findings }: Report): string {
  const search =
    cards.length < worthSearching
      ? ""
      : `<div class="tools" data-needs-script><label>Find <input type="search" data-filter="card"></label>
<label><input type="checkbox" data-unmet> only what did not pass</label> <span role="status" data-count="card"></span></div>`;
  const isRecorded = findings.some(({ recorded }) => recorded !== undefined);
  const ofRuns = isRecorded ? ", or in a recorded baseline one run" : "";
  const key = `<p class="key" data-needs-script><span class="swatch baseline"></span> baseline, flag off
<span class="swatch candidate"></span> candidate, flag on · a dot is one launch${ofRuns}, the long line their centre, the dashed line the limit</p>`;
  return `<section aria-labelledby="measured"><h2 id="measured">What was measured</h2>${search}${key}
<div class="cards">${cards.join("\n")}</div></section>`;
}

function timelinePart(report: Report): string {
  if (report.evidence.every((one) => one.stages.length === 0)) return "";
  return `<section aria-labelledby="timeline"><h2 id="timeline">Stages in time</h2><div class="timeline" data-timeline></div></section>`;
}

/** `2026-01-02 03:04 UTC`. */
function moment(iso: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(iso) ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC` : iso;
}
