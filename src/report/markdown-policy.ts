import type { Report } from "../domain/report.ts";
import { markdownName, markdownProse } from "./markdown-findings.ts";
import { listSection, type MarkdownSection, markdownEntries } from "./markdown-section.ts";
import { changeSides, effectWords, policyWords } from "./policy-words.ts";

/** How the change's own policy differs from the one that judges it; what asks for less comes first. */
export function policySections({ policy }: Report): readonly MarkdownSection[] {
  if (policy === undefined || policy.changes.length === 0) return [];
  const rows = markdownEntries(policy.changes, (change) => {
    const [before, after] = changeSides(change).map((text) => (text === "" ? "not there" : markdownName(text)));
    return `| ${markdownName(change.key)}<br>${effectWords(change)} | ${before} | ${after} |`;
  });
  const head = `**Policy**: ${markdownProse(policyWords(policy))}. The change brings another:`;
  const table = "| Key | Base | Change |\n| :-- | :-- | :-- |";
  return [listSection("changes of the policy", 0.4, `${head}\n\n${table}`, rows, "")];
}
