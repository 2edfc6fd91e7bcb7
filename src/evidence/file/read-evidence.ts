import type { Evidence } from "../../domain/evidence.ts";
import type { Reading } from "../../domain/problem.ts";
import { type Issue, wrong } from "../../shape/issue.ts";
import { hasRepeatedKeys } from "../json/has-repeated-keys.ts";
import type { JsonLimits } from "../json/json-bounds.ts";
import { isObject, kindOf, own } from "../json/json-value.ts";
import { parseJsonText } from "../json/parse-json-text.ts";
import { plainName } from "../plain-name.ts";
import { invalid, read } from "../refusal.ts";
import { describeIssues } from "./evidence-complaint.ts";
import { evidenceSchema, evidenceVersion } from "./evidence-schema.ts";

/** Characters of an evidence file: some five million samples. */
const maxEvidenceChars = 96 * 1024 * 1024;

/** A file that was made by code that is not trusted is refused before it costs more memory than a machine has. */
const limits: JsonLimits = { maxDepth: 16, maxContainers: 1_000_000 };
/** Values besides the numbers of lists of numbers; each that is wrong may cost a complaint. */
const maxValues = 2_000_000;
/** No part of evidence has as many fields. */
const maxFields = 100;

const remedy = "Collect it again with the same version of Rollout Gate.";

/**
 * Reads an evidence file that may come from a job nobody trusts. What it lets through has finite numbers, bounded lists and
 * texts, sums that agree, and no key that is not known.
 */
export function readEvidence(text: string): Reading<Evidence> {
  if (text.length > maxEvidenceChars) {
    return invalid(
      `it is longer than ${maxEvidenceChars} characters`,
      "Take fewer samples, or split the stages over several jobs.",
    );
  }
  const parsed = parseJsonText(text, limits);
  if (!parsed.ok) return parsed;
  const root = parsed.value;
  if (!isObject(root)) return invalid(`it is ${kindOf(root)}, not evidence`, "Name the file that collect wrote.");
  const version = own(root, "schema");
  if (version !== evidenceVersion) return otherVersion(version);
  if (isTooLarge(root)) return invalid(`it holds more than ${maxValues} values, or ${maxFields} in one object`, remedy);
  if (hasRepeatedKeys(text, root)) return invalid("it holds a key twice in one object", remedy);
  const issues: Issue[] = [];
  const evidence = evidenceSchema.parse(root, issues);
  return evidence === wrong ? invalid(`it is not evidence: ${describeIssues(issues)}`, remedy) : read(evidence);
}

function otherVersion(version: unknown): Reading<Evidence> {
  if (typeof version === "string" && version.startsWith("rollout-gate/evidence/")) {
    return invalid(
      `it is ${plainName(version, 40)}, and this version of Rollout Gate reads ${evidenceVersion}`,
      "Use one version of Rollout Gate for collect and conclude.",
    );
  }
  return invalid(
    `it is not an evidence file: its "schema" is ${typeof version === "string" ? plainName(version, 40) : kindOf(version)}`,
    `Name the file that collect wrote; its schema is ${evidenceVersion}.`,
  );
}

function isTooLarge(root: unknown): boolean {
  const pending: unknown[] = [root];
  let values = 0;
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const inner = Object.values(value);
    const onlyNumbers = Array.isArray(value) && inner.every((item) => typeof item === "number");
    values += onlyNumbers ? 1 : inner.length;
    if (values > maxValues || (!Array.isArray(value) && inner.length > maxFields)) return true;
    if (!onlyNumbers) for (const item of inner) if (typeof item === "object" && item !== null) pending.push(item);
  }
  return false;
}
