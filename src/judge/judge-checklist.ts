import type { Stage } from "../domain/config.ts";
import type { Criterion } from "../domain/criterion.ts";
import type { Checklist, ChecklistItem } from "../domain/evidence.ts";
import type { Finding, Outcome } from "../domain/finding.ts";
import type { Problem } from "../domain/problem.ts";

const mostNamed = 8;

/**
 * Judges a checklist: every item must have passed, the items must be the expected ones where the config names them, and as many as
 * a criterion asks for (`all of 15`).
 *
 * @param criterion null where the config has none for this checklist: every item must pass all the same
 * @param checklist null when there is none
 */
export function judgeChecklist(
  subject: string,
  stage: Stage,
  criterion: Criterion | null,
  checklist: Checklist | null,
  problem: Problem | null,
): Finding {
  const count = criterion?.pass.kind === "all" ? criterion.pass.count : null;
  const find = (outcome: Outcome, reason: string, remedy: string, footnotes: readonly string[] = []): Finding => ({
    subject,
    kind: "criterion",
    outcome,
    severity: criterion?.severity ?? stage.severity,
    reason,
    limit: criterion?.pass.text ?? "all",
    action: outcome === "pass" ? "" : criterion?.action || remedy,
    unit: "",
    footnotes,
    places: [],
  });
  if (checklist === null) {
    const reason = problem?.reason ?? `stage ${stage.name} left no checklist`;
    return find(problem?.kind ?? "missing", reason, problem?.remedy ?? "Check that the stage writes the file it names");
  }
  const items = checklist.items;
  if (items.length === 0) return find("invalid", "the checklist is empty", "Check that the stage wrote its items");
  const names = items.map((item) => item.name);
  const present = new Set(names);
  const expected = stage.checklist?.expected ?? null;
  const wanted = new Set(expected);
  const missing = expected?.filter((name) => !present.has(name)) ?? [];
  const extra = expected === null ? [] : names.filter((name) => !wanted.has(name));
  const twice = repeated(names);
  const failed = items.filter((item) => item.status === "failed");
  const open = items.filter((item) => item.status === "skipped" || item.status === "unknown");
  const complaints = [
    ...(failed.length > 0 ? [`${failed.length} of ${items.length} failed: ${listed(failed.map(itemWords))}`] : []),
    ...(missing.length > 0 ? [`missing: ${listed(missing)}`] : []),
    ...(extra.length > 0 ? [`not expected: ${listed(extra)}`] : []),
    ...(twice.length > 0 ? [`listed more than once: ${listed(twice)}`] : []),
    ...(count !== null && count !== items.length
      ? [`${items.length} items, expected ${count}${expected === null ? `; there are: ${listed(names)}` : ""}`]
      : []),
  ];
  if (complaints.length > 0)
    return find("fail", complaints.join("; "), "Mend the items named, or correct the expected ones");
  if (open.length > 0)
    return find("missing", `no result for ${listed(open.map(itemWords))}`, "Run the items that were left out");
  return find("pass", `all ${items.length} passed`, "");
}

function itemWords(item: ChecklistItem): string {
  return item.message === undefined || item.message === "" ? item.name : `${item.name} (${item.message.slice(0, 120)})`;
}

function repeated(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const name of names) (seen.has(name) ? again : seen).add(name);
  return [...again];
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).join(", ");
  return names.length > mostNamed ? `${shown} and ${names.length - mostNamed} more` : shown;
}
