import type { ItemStatus } from "../../domain/evidence.ts";

const words: ReadonlyMap<string, ItemStatus> = new Map<string, ItemStatus>([
  ...list(
    "passed",
    "pass passed passing ok okay success successful succeeded true yes ready green up healthy valid good",
  ),
  ...list("passed", "available ✓ ✔ ✅ 🟢 👍"),
  ...list("failed", "fail failed failing failure error errored false no red down unhealthy invalid bad broken missing"),
  ...list(
    "failed",
    "unavailable offline critical fatal timeout timed_out aborted cancelled canceled crashed ✗ ✘ ✖ ❌ ❎ 🔴 x",
  ),
  ...list("skipped", "skip skipped ignored disabled pending todo notrun not_run n/a na not_applicable"),
]);

/** They say that something came to its end, not how. */
const neutral = new Set(["completed", "complete", "done", "finished", "executed", "ran"]);

function list(status: ItemStatus, text: string): [string, ItemStatus][] {
  return text.split(" ").map((word) => [word, status]);
}

/**
 * What a status value means: a boolean, or a word as tools write it, with or without a sign (`✅ PASS`).
 *
 * @returns `unknown` for a word that is not known, which never counts as passed; null for one that says nothing either
 * way (`completed`, `done`, null) and for what is no status at all
 */
export function parseStatus(value: unknown): ItemStatus | null {
  if (typeof value === "boolean") return value ? "passed" : "failed";
  if (typeof value !== "string" || value.length > 100) return null;
  const text = value
    .replace(/[\ufe0e\ufe0f]/g, "")
    .trim()
    .toLowerCase();
  if (text === "") return null;
  const joined = text.replace(/[\s-]+/g, "_");
  const whole = words.get(text) ?? words.get(joined);
  if (whole !== undefined) return whole;
  if (neutral.has(text)) return null;
  if (/^not_(?:ok|ready|passed|valid|healthy|available)$/.test(joined)) return "failed";
  const parts = text.split(/[\s:!.[\]()]+/).filter((part) => part !== "");
  const statuses = new Set(parts.map((part) => words.get(part) ?? "unknown"));
  const [only] = statuses;
  return statuses.size === 1 && only !== undefined ? only : "unknown";
}
