import type { Finding } from "../domain/finding.ts";

/**
 * How findings are called in a report. A stage and its checklist's criterion often bear one name; the subjects then differ by a
 * number, which tells a reader nothing, so the kind stands in its place: `parts` and `parts (stage)`.
 */
export function findingNames(findings: readonly Finding[]): ReadonlyMap<Finding, string> {
  const subjects = new Set(findings.map((finding) => finding.subject));
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const name = baseName(finding.subject, subjects);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [finding]);
    else group.push(finding);
  }
  const names = new Map<Finding, string>();
  for (const [name, group] of groups) {
    const kinds = new Set(group.map((finding) => finding.kind));
    const apart = kinds.size === group.length && group.length > 1;
    for (const finding of group) {
      const kind = finding.kind === "criterion" ? name : `${name} (${finding.kind})`;
      names.set(finding, (apart ? kind : finding.subject).trim());
    }
  }
  return names;
}

/** `parts` for `parts (2)`, where something else is called `parts`. */
function baseName(subject: string, subjects: ReadonlySet<string>): string {
  const name = subject.replace(/ \(\d{1,4}\)$/, "");
  return subjects.has(name) ? name : subject;
}
