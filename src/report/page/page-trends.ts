import type { History } from "../../domain/history.ts";
import type { PageTrend } from "../../domain/page.ts";
import type { Report } from "../../domain/report.ts";
import { displayUnit, formatTogether } from "../../units/format-together.ts";
import { visibleCharacters } from "../visible-characters.ts";
import { escapeHtml } from "./escape-html.ts";

/** What the page draws of the ledger, in the order of its lines. */
export function pageTrends(history: History | undefined): readonly PageTrend[] {
  if (history === undefined) return [];
  const switches = history.switches.map(({ at, flag }) => ({ atMs: Date.parse(at), flag }));
  return history.lines.map(({ subject, unit, points }) => {
    const largest = points.reduce((most, { value }) => Math.max(most, Math.abs(value)), 0);
    const shown = displayUnit(largest, unit);
    return {
      label: `${visibleCharacters(subject)} over ${points.length} runs`,
      unit: shown.name,
      points: points.map(({ at, value }) => ({ atMs: Date.parse(at), value: value / shown.size })),
      switches,
    };
  });
}

/** The trends over the ledger, with the first and the last figure in words; empty where there are none. */
export function trendPart({ history }: Report): string {
  if (history === undefined || history.lines.length === 0) return "";
  const figures = history.lines.map(({ subject, unit, from, points }, at) => {
    const [first = "", last = ""] = formatTogether([points[0]?.value ?? 0, points.at(-1)?.value ?? 0], unit);
    const whose = from === "gate" ? "passing runs of the default branch" : "looks at production";
    const words = `${first} → ${last} over ${points.length} ${whose}`;
    return `<figure class="trend"><figcaption><span class="name">${escapeHtml(subject)}</span> ${escapeHtml(words)}</figcaption><div class="chart" data-trend="${at}"></div></figure>`;
  });
  const title = `Trend over the ledger (${history.lines.length})`;
  return `<section aria-labelledby="trends"><h2 id="trends">${title}</h2>${figures.join("\n")}</section>`;
}
