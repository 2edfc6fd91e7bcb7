import type { Report } from "../domain/report.ts";
import { findingNames } from "./finding-names.ts";

/**
 * What to do now: the verdict's conditions, then the actions of findings that did not pass, each once, worst first.
 *
 * @param maxSteps at least 1; what is beyond it is counted in `omitted`
 */
export function nextSteps(
  report: Report,
  maxSteps: number,
): { readonly steps: readonly { readonly text: string; readonly subject: string | null }[]; readonly omitted: number } {
  const seen = new Set<string>();
  const steps: { text: string; subject: string | null }[] = [];
  let omitted = 0;
  const add = (text: string, subject: string | null): void => {
    const key = text.trim();
    if (key === "" || seen.has(key)) return;
    seen.add(key);
    if (steps.length < maxSteps) steps.push({ text: key, subject });
    else omitted += 1;
  };
  for (const condition of report.verdict.conditions) add(condition, null);
  const conditions = report.verdict.conditions;
  const names = findingNames(report.findings);
  for (const finding of report.findings) {
    if (finding.outcome === "pass" || conditions.some((condition) => condition.includes(finding.action))) continue;
    add(finding.action, names.get(finding) ?? finding.subject);
  }
  return { steps, omitted };
}
