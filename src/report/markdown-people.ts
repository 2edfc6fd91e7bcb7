import type { Report } from "../domain/report.ts";
import { listSection, type MarkdownSection, markdownEntries, wholeSection } from "./markdown-section.ts";
import { approvalLines } from "./render-tick-issue.ts";

/** Who approved in which role, and how much of what people are asked is given. */
export function peopleSections({ people, verdict }: Report): readonly MarkdownSection[] {
  if (people === undefined) return [];
  const { items, ticks } = people;
  if (ticks === null) {
    return [wholeSection("approvals", 1, ["### Approvals\n\nWho has approved what could not be read."])];
  }
  const given = ticks.standing.filter(({ id }) => items.some((item) => item.id === id)).length;
  const percent = verdict.judged === 0 ? 0 : Math.floor((100 * verdict.met) / verdict.judged);
  const summary = `Completion ${percent} %: ${verdict.met} of ${verdict.judged} checks, among them ${given} of ${items.length} that people give.`;
  const [, , ...rows] = approvalLines(items, ticks);
  if (rows.length === 0) return [wholeSection("approvals", 1, [`### Approvals\n\n${summary}`])];
  const open = ["### Approvals", "", summary, "", ...rows.slice(0, 2)].join("\n");
  return [
    listSection(
      "approvals",
      0.5,
      open,
      markdownEntries(rows.slice(2), (row) => row),
      "",
    ),
  ];
}
