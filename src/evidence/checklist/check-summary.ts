import type { ChecklistItem } from "../../domain/evidence.ts";
import { type JsonObject, own } from "../json/json-value.ts";
import { listNames, plainName } from "../plain-name.ts";
import { parseStatus } from "./status-word.ts";

const totalKeys = ["total", "count", "total_items", "total_checks", "total_tests", "total_validations"];
const passedKeys = ["passed", "pass", "passing", "succeeded", "ok"];
const failedKeys = ["failed", "fail", "failing", "failures"];
const overallKeys = [
  "passed",
  "ok",
  "success",
  "valid",
  "all_passed",
  "overall",
  "status",
  "result",
  "outcome",
  "overall_status",
];

/**
 * Holds what a file says of itself against its items.
 *
 * @param summary the object that sums up, or the top level itself
 * @returns the contradiction in words; null when there is none
 */
export function contradiction(summary: JsonObject, items: readonly ChecklistItem[]): string | null {
  const count = (status: ChecklistItem["status"]) => items.filter((item) => item.status === status).length;
  const passed = count("passed");
  const failed = count("failed");
  const wrong = items.filter((item) => item.status !== "passed" && item.status !== "skipped");
  const seen =
    wrong.length === 0
      ? `${passed} passed`
      : `${passed} passed; not passed: ${listNames(wrong.map((item) => item.name))}`;

  const total = numberAt(summary, totalKeys);
  if (total !== null && total !== items.length) return `it says that it has ${total} items and holds ${items.length}`;
  const saysPassed = numberAt(summary, passedKeys);
  if (saysPassed !== null && saysPassed !== passed)
    return `it says that ${saysPassed} passed, and its items say ${seen}`;
  const saysFailed = numberAt(summary, failedKeys);
  if (saysFailed !== null && saysFailed !== failed && saysFailed !== wrong.length) {
    return `it says that ${saysFailed} failed, and its items say ${seen}`;
  }
  for (const key of overallKeys) {
    const value = own(summary, key);
    const overall = typeof value === "boolean" || typeof value === "string" ? parseStatus(value) : null;
    if (overall === "passed" && failed > 0) return `its ${plainName(key)} says passed, and its items say ${seen}`;
    if (overall === "failed" && wrong.length === 0)
      return `its ${plainName(key)} says failed, and its items say ${seen}`;
  }
  return null;
}

function numberAt(object: JsonObject, keys: readonly string[]): number | null {
  for (const key of keys) {
    const value = own(object, key);
    if (typeof value === "number") return value;
  }
  return null;
}
