import { findingFigures } from "../finding-figures.ts";
import type { FindingRow } from "../finding-rows.ts";
import { outcomeWords, toneOfFinding } from "../outcome-words.ts";
import { escapeHtml } from "./escape-html.ts";

/** A finding with launches: its figures, a place for its chart, and one for its numbers as a table. */
export function findingCard(row: FindingRow, chart: number): string {
  const { finding, name } = row;
  const tone = toneOfFinding(finding);
  const figures = findingFigures(finding);
  const pairs: readonly (readonly [string, string])[] = [
    ["Baseline", figures.baseline],
    [figures.baseline === "" ? "Value" : "Candidate", figures.candidate],
    ["Change", figures.change],
    [
      finding.change === undefined ? "Interval" : `${Math.round(finding.change.confidence * 1000) / 10} % interval`,
      figures.interval,
    ],
    ["Limit", finding.limit],
  ];
  const shown = pairs.filter(([, value]) => value !== "");
  const dots = finding.recorded === undefined ? "launches" : "runs and launches";
  return `<article class="card ${tone}" data-card data-tone="${tone}">
<h3><span class="badge ${tone}">${escapeHtml(outcomeWords(finding))}</span> <span class="name">${escapeHtml(name)}</span></h3>
${reasonLines(row)}
<dl class="figures">${shown.map(([term, value]) => `<div><dt>${escapeHtml(term)}</dt><dd>${escapeHtml(value)}</dd></div>`).join("")}</dl>
<div class="chart" data-chart="${chart}"></div>
<details class="numbers" data-needs-script><summary>The ${dots} in numbers<span class="unseen">: ${escapeHtml(name)}</span></summary><div data-numbers="${chart}"></div></details>
</article>`;
}

/** Findings without launches, one row each. */
export function findingTable(rows: readonly FindingRow[]): string {
  const body = rows.map((row) => {
    const { finding, name } = row;
    const tone = toneOfFinding(finding);
    const figures = findingFigures(finding);
    return `<tr class="${tone}"><th scope="row"><span class="badge ${tone}">${escapeHtml(outcomeWords(finding))}</span> <span class="name">${escapeHtml(name)}</span>${reasonLines(row)}</th><td>${escapeHtml(figures.candidate)}</td><td>${escapeHtml(finding.limit)}</td></tr>`;
  });
  return `<table class="checks"><thead><tr><th scope="col">Check</th><th scope="col">Value</th><th scope="col">Limit</th></tr></thead><tbody>${body.join("\n")}</tbody></table>`;
}

function reasonLines({ reason, notes, finding }: FindingRow): string {
  const places = finding.places.slice(0, 5).map(({ file, line, message }) => {
    return `${line === undefined ? file : `${file}:${line}`}${message === "" ? "" : ` ${message}`}`;
  });
  const lines = [
    ...(reason === "" ? [] : [`<p class="reason">${escapeHtml(reason)}</p>`]),
    ...notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`),
    ...places.map((place) => `<p class="place">${escapeHtml(place.slice(0, 300))}</p>`),
  ];
  return lines.join("");
}
