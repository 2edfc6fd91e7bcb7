import type { ChecklistItem, ItemStatus } from "../../domain/evidence.ts";
import { isObject, type JsonObject, kindOf, own } from "../json/json-value.ts";
import { plainName } from "../plain-name.ts";
import { parseStatus } from "./status-word.ts";

const nameKeys = ["name", "id", "title", "component", "check", "test", "item", "label", "key"];
const booleanKeys = ["passed", "ok", "success", "valid", "pass", "succeeded", "successful", "healthy", "ready"];
const wordKeys = ["status", "state", "result", "outcome", "verdict", "conclusion"];
const messageKeys = ["error", "message", "reason", "details", "detail", "description"];

const maxNameChars = 200;
const maxMessageChars = 500;

/** The name of an item; null when it has none. */
export function nameOf(item: JsonObject): string | null {
  for (const key of nameKeys) {
    const value = own(item, key);
    const name = typeof value === "string" ? plainName(value, maxNameChars) : "";
    if (name !== "") return name;
    if (typeof value === "number" && Number.isFinite(value)) return String(value);
  }
  return null;
}

/** Whether anything in the object says how it went. */
export function hasStatus(item: JsonObject): boolean {
  return saysOf(item).length > 0;
}

/** An item of a checklist out of its own object, or out of a bare status (`true`, `"ok"`). */
export function readItem(name: string, value: unknown): ChecklistItem {
  if (!isObject(value)) {
    const status = parseStatus(value);
    return status === null
      ? { name, status: "unknown", message: `Its status is ${kindOf(value)}.` }
      : { name, status, ...(status === "unknown" ? { message: strange(value) } : {}) };
  }
  const { status, doubt } = judge(value);
  const category = own(value, "category") ?? own(value, "group");
  const critical = own(value, "critical");
  const durationMs = own(value, "duration_ms") ?? own(value, "durationMs") ?? own(value, "elapsed_ms");
  const message = doubt ?? messageOf(value);
  return {
    name,
    status,
    ...(typeof category === "string" && category !== "" ? { category: plainName(category, maxNameChars) } : {}),
    ...(typeof critical === "boolean" ? { critical } : {}),
    ...(typeof durationMs === "number" && durationMs >= 0 ? { durationMs } : {}),
    ...(message === null ? {} : { message }),
  };
}

interface Said {
  readonly key: string;
  readonly value: unknown;
  readonly status: ItemStatus | null;
}

/** Everything in the item that speaks of its status. */
function saysOf(item: JsonObject): Said[] {
  const said: Said[] = [];
  for (const key of booleanKeys) {
    const value = own(item, key);
    const bit = value === 1 ? true : value === 0 ? false : value;
    if (typeof bit === "boolean" || typeof bit === "string") said.push({ key, value, status: parseStatus(bit) });
  }
  for (const key of wordKeys) {
    const value = own(item, key);
    if (typeof value === "boolean" || typeof value === "string") said.push({ key, value, status: parseStatus(value) });
    else if (value !== undefined && value !== null && !isObject(value) && !Array.isArray(value)) {
      said.push({ key, value, status: "unknown" });
    }
  }
  for (const key of ["skipped", "skip"]) {
    if (own(item, key) === true) said.push({ key, value: true, status: "skipped" });
  }
  return said;
}

/** Passed only when all that speaks of it says so. */
function judge(item: JsonObject): { status: ItemStatus; doubt: string | null } {
  const said = saysOf(item);
  const known = said.filter(({ status }) => status !== null);
  const statuses = new Set(known.map(({ status }) => status));
  if (known.length === 0) {
    const neutral = said[0];
    return { status: "unknown", doubt: neutral === undefined ? "It has no status." : strange(neutral.value) };
  }
  const unknown = known.find(({ status }) => status === "unknown");
  if (unknown !== undefined) return { status: "unknown", doubt: strange(unknown.value) };
  if (statuses.has("skipped")) {
    // A skipped item may say that it did not fail, or that it did not pass.
    return { status: "skipped", doubt: null };
  }
  const [only] = statuses;
  if (statuses.size > 1 || only === undefined || only === null) {
    return {
      status: "unknown",
      doubt: `It contradicts itself: ${known.map(({ key, status }) => `${key} says ${status}`).join(", ")}.`,
    };
  }
  const error = own(item, "error");
  if (only === "passed" && typeof error === "string" && error.trim() !== "") {
    return {
      status: "unknown",
      doubt: `It says that it passed and tells an error: ${plainName(error, maxMessageChars)}`,
    };
  }
  return { status: only, doubt: null };
}

function messageOf(item: JsonObject): string | null {
  for (const key of messageKeys) {
    const value = own(item, key);
    if (typeof value === "string" && value.trim() !== "") return plainName(value, maxMessageChars);
  }
  return null;
}

function strange(value: unknown): string {
  return typeof value === "string"
    ? `Its status "${plainName(value, 40)}" is neither passed nor failed.`
    : `Its status is ${kindOf(value)}.`;
}
