import type { HistoryLine, HistorySwitch } from "../domain/history.ts";
import type { Report } from "../domain/report.ts";
import { formatTogether } from "../units/format-together.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { listSection, type MarkdownSection, markdownEntries } from "./markdown-section.ts";
import { sparkline } from "./sparkline.ts";

/** So many cells fit beside a name on a telephone. */
const mostCells = 16;

/** Metrics over the runs of the ledger, as small rows of blocks; none where the ledger was not read. */
export function trendSections({ history }: Report): readonly MarkdownSection[] {
  if (history === undefined || history.lines.length === 0) return [];
  const open = [
    "<details>",
    `<summary>Trend over the ledger (${history.lines.length})</summary>`,
    "",
    "Oldest first; `+` the flag went on, `-` it went off.",
    "",
    "| Check | | First → last |",
    "| :-- | :-- | :-- |",
  ].join("\n");
  const rows = markdownEntries(history.lines, (line) => rowOf(line, history.switches));
  return [listSection("the trend", 0.3, open, rows, "</details>")];
}

function rowOf({ subject, unit, points }: HistoryLine, switches: readonly HistorySwitch[]): string {
  const shown = points.slice(-mostCells);
  const began = Date.parse(shown[0]?.at ?? "");
  const marks = switches
    .filter(({ at }) => Date.parse(at) >= began)
    .map(({ at, flag }) => {
      const before = shown.findIndex((point) => Date.parse(point.at) > Date.parse(at));
      return { before: before === -1 ? shown.length : before, sign: flag === "on" ? "+" : "-" };
    });
  const picture = sparkline(
    shown.map(({ value }) => value),
    marks,
  );
  const [first = "", last = ""] = formatTogether([shown[0]?.value ?? 0, shown.at(-1)?.value ?? 0], unit);
  return `| ${escapeMarkdown(subject) || "(empty)"} | \`${picture}\` | ${escapeMarkdown(`${first} → ${last}`)} |`;
}
