import type { Evidence } from "../../domain/evidence.ts";
import { formatPath, type PathStep } from "../json/json-path.ts";
import { evidenceSchema } from "./evidence-schema.ts";

/**
 * Evidence as its file: keys in the order of the schema, one line for each entry, so that two files can be compared.
 *
 * @throws TypeError when it is not evidence by its own schema, e.g. when a number is not finite: that is a mistake in
 * this program, and a file that hides it would only be refused later
 */
export function renderEvidence(evidence: Evidence): string {
  const checked = evidenceSchema.safeParse(evidence);
  if (!checked.success) {
    const [first] = checked.error.issues;
    const path = formatPath((first?.path ?? []).map((step): PathStep => (typeof step === "symbol" ? "?" : step)));
    throw new TypeError(`The evidence cannot be written: ${path || "its top level"}: ${first?.message ?? ""}`);
  }
  const fields = Object.entries(checked.data).map(([key, value]) => `${JSON.stringify(key)}:${renderField(value)}`);
  return `{\n${fields.join(",\n")}\n}\n`;
}

function renderField(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  return `[\n${value.map((entry) => JSON.stringify(entry)).join(",\n")}\n]`;
}
