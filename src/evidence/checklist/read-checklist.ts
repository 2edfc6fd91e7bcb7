import type { ChecklistItem } from "../../domain/evidence.ts";
import type { Reading } from "../../domain/problem.ts";
import { isObject, type JsonObject, kindOf, own } from "../json/json-value.ts";
import { parseJsonText } from "../json/parse-json-text.ts";
import { listNames, plainName } from "../plain-name.ts";
import { invalid, missing, type Refusal, read } from "../refusal.ts";
import { contradiction } from "./check-summary.ts";
import { hasStatus, nameOf, readItem } from "./read-item.ts";
import { isTable, readTable } from "./read-table.ts";
import { parseStatus } from "./status-word.ts";

/** More items than any checklist has; a file beyond it is something else. */
const maxItems = 10_000;

const listKeys = ["results", "items", "checks", "tests", "components", "validations", "checklist", "steps"];
const summaryKeys = ["summary", "totals", "overall"];
const remedy = 'Write [{"name": "…", "passed": true}, …], alone or under "results".';

/**
 * Reads a checklist: named items, each with a status. Understood are a list at the top or under `results`, `items`,
 * `checks`, `tests`, `components`, `validations`, `checklist`, `steps`, and an object from names to statuses in the same
 * places; and a table as programs print it for people ({@link readTable}).
 *
 * A status that is not known, missing or contradicts itself makes the item `unknown`, which is never passed. A file
 * whose items cannot be told, are none, share a name, or contradict its own summary is a problem.
 */
export function readChecklist(text: string): Reading<readonly ChecklistItem[]> {
  if (isTable(text)) return readTable(text);
  const parsed = parseJsonText(text);
  if (!parsed.ok) return parsed;
  const root = parsed.value;
  const found = findItems(root);
  if (!found.ok) return found;
  const named = typeof found.value === "string" ? wrong(found.value) : itemsOf(found.value);
  if (!named.ok) return named;
  const items = named.value;
  if (items.length === 0)
    return missing("it has no items", "Look whether the program that writes it checked anything.");
  if (items.every((item) => item.status === "unknown")) {
    return invalid(
      `none of its ${items.length} items has a status that is known; the first: ${items[0]?.message ?? ""}`,
      remedy,
    );
  }
  const unique = distinguish(items);
  if (!unique.ok) return unique;
  const against = isObject(root) && found.value !== root ? contradictionIn(root, unique.value) : null;
  if (against !== null)
    return invalid(against, "Find out which of the two is true, in the program that writes the file.");
  return unique;
}

function wrong(reason: string): Refusal {
  return invalid(reason, remedy);
}

/** The list or the object that holds the items. */
function findItems(root: unknown): Reading<unknown[] | JsonObject> {
  if (Array.isArray(root)) return read(root);
  if (!isObject(root)) return wrong(`it is ${kindOf(root)}, not a list of items`);
  const candidates = listKeys.filter((key) => {
    const value = own(root, key);
    return Array.isArray(value) || (isObject(value) && looksLikeMap(value));
  });
  const [key, second] = candidates;
  if (key !== undefined && second !== undefined) {
    return wrong(`it has items under both "${key}" and "${second}", and which are meant cannot be told`);
  }
  if (key !== undefined) {
    const value = own(root, key);
    return read(Array.isArray(value) ? value : (value as JsonObject));
  }
  if (Object.keys(root).length === 0) return missing("it has no items", "Look whether the program checked anything.");
  if (looksLikeMap(root)) return read(root);
  const seen = Object.entries(root).map(([name, value]) => `${plainName(name, 30)} (${kindOf(value)})`);
  return wrong(`no list of items is in it; at its top level are ${listNames(seen, 6)}`);
}

/** Names to statuses: every value is a status, or an object that has one. */
function looksLikeMap(object: JsonObject): boolean {
  return Object.entries(object).every(
    ([key, value]) =>
      typeof value === "boolean" ||
      (isObject(value) && (hasStatus(value) || summaryKeys.includes(key))) ||
      (typeof value === "string" && (parseStatus(value) ?? "unknown") !== "unknown"),
  );
}

function itemsOf(found: unknown[] | JsonObject): Reading<readonly ChecklistItem[]> {
  if (!Array.isArray(found)) {
    const entries = Object.entries(found).filter(([key, value]) => !(summaryKeys.includes(key) && isObject(value)));
    if (entries.length > maxItems) return wrong(`it has more than ${maxItems} items`);
    if (entries.some(([name]) => plainName(name) === "")) return wrong("one of its items has an empty name");
    return read(entries.map(([name, value]) => readItem(plainName(name, 200), value)));
  }
  if (found.length > maxItems) return wrong(`it has more than ${maxItems} items`);
  const items: ChecklistItem[] = [];
  for (const [i, value] of found.entries()) {
    if (!isObject(value)) return wrong(`item ${i + 1} is ${kindOf(value)}, not an object with a name and a status`);
    const name = nameOf(value);
    if (name === null) return wrong(`item ${i + 1} has no name; it has ${listNames(Object.keys(value), 6)}`);
    items.push(readItem(name, value));
  }
  return read(items);
}

/** Items of one name in several categories are told apart by those; within one they are a problem. */
function distinguish(items: readonly ChecklistItem[]): Reading<readonly ChecklistItem[]> {
  const counts = new Map<string, number>();
  for (const { name } of items) counts.set(name, (counts.get(name) ?? 0) + 1);
  const named = items.map((item) =>
    (counts.get(item.name) ?? 0) > 1 && item.category !== undefined
      ? { ...item, name: `${item.category}: ${item.name}` }
      : item,
  );
  const seen = new Set<string>();
  for (const { name } of named) {
    if (seen.has(name))
      return invalid(`two of its items are called ${plainName(name)}`, "Give each item a name of its own.");
    seen.add(name);
  }
  return read(named);
}

function contradictionIn(root: JsonObject, items: readonly ChecklistItem[]): string | null {
  for (const key of summaryKeys) {
    const summary = own(root, key);
    const found = isObject(summary) ? contradiction(summary, items) : null;
    if (found !== null) return `its ${key} contradicts it: ${found}`;
  }
  return contradiction(root, items);
}
