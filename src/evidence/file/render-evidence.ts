import type { Evidence } from "../../domain/evidence.ts";
import { type Issue, wrong } from "../../shape/issue.ts";
import { describeIssues } from "./evidence-complaint.ts";
import { evidenceSchema } from "./evidence-schema.ts";

/**
 * Evidence as its file: keys in the order of the schema, one line for each entry, so that two files can be compared.
 *
 * @throws TypeError when it is not evidence by its own schema, e.g. when a number is not finite: that is a mistake in
 * this program, and a file that hides it would only be refused later
 */
export function renderEvidence(evidence: Evidence): string {
  const issues: Issue[] = [];
  const checked = evidenceSchema.parse(evidence, issues);
  if (checked === wrong) throw new TypeError(`The evidence cannot be written: ${describeIssues(issues)}`);
  const fields = Object.entries(checked).map(([key, value]) => `${JSON.stringify(key)}:${renderField(value)}`);
  return `{\n${fields.join(",\n")}\n}\n`;
}

function renderField(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  return `[\n${value.map((entry) => JSON.stringify(entry)).join(",\n")}\n]`;
}
