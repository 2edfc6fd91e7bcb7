import { matchMetric } from "./match-metric.ts";
import type { MetricNames } from "./metric-names.ts";
import type { ProblemDraft } from "./problem-draft.ts";
import { quoteText } from "./quote-text.ts";
import { entryOf, mapEntries } from "./raw-config.ts";

/** Whether every waiver names what a criterion is about, one of them at most, and an owner there is. */
export function checkWaivers(config: unknown, names: MetricNames): readonly ProblemDraft[] {
  const waivers = entryOf(config, "waivers");
  if (!Array.isArray(waivers)) return [];
  const watched = mapEntries(entryOf(entryOf(config, "verify"), "windows")).map(([, window]) => window);
  const keys = [config, ...watched].flatMap((part) => mapEntries(entryOf(part, "criteria")).map(([key]) => key));
  const roles = mapEntries(entryOf(config, "contacts")).map(([role]) => role);
  const seen = new Set<string>();
  return waivers.flatMap((waiver: unknown, index) => {
    const metric = entryOf(waiver, "metric");
    const drafts = [ownerProblem(entryOf(waiver, "owner"), index, roles)];
    if (typeof metric === "string") {
      drafts.push(metricProblem(metric, index, keys, names), seen.has(metric) ? twice(metric, index) : null);
      seen.add(metric);
    }
    return drafts.filter((draft) => draft !== null);
  });
}

function metricProblem(
  metric: string,
  index: number,
  keys: readonly string[],
  names: MetricNames,
): ProblemDraft | null {
  if (keys.some((key) => covers(key, metric, names))) return null;
  return {
    path: ["waivers", index, "metric"],
    at: "value",
    message: `no criterion is about ${quoteText(metric)}`,
    word: metric,
    known: keys,
    hint: metric.includes("*")
      ? "a waiver is for one metric, or for all of a criterion by its very key"
      : "name a key of criteria",
  };
}

/** A `*` of its own would waive more than anybody looked at. */
function covers(key: string, metric: string, names: MetricNames): boolean {
  if (key === metric) return true;
  if (metric.includes("*")) return false;
  if (matchMetric(key, metric)) return true;
  const slash = metric.indexOf("/");
  const isKnown = names.full.has(metric) || names.openStages.has(metric.slice(0, slash));
  return slash > 0 && isKnown && matchMetric(key, metric.slice(slash + 1));
}

function twice(metric: string, index: number): ProblemDraft {
  return {
    path: ["waivers", index, "metric"],
    at: "value",
    message: `${quoteText(metric)} is waived already`,
    hint: "keep one of the two",
  };
}

function ownerProblem(owner: unknown, index: number, roles: readonly string[]): ProblemDraft | null {
  // What is neither a handle nor a role by its look is told by the schema.
  if (typeof owner !== "string" || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(owner) || roles.includes(owner)) return null;
  return {
    path: ["waivers", index, "owner"],
    at: "value",
    message: `${quoteText(owner)} is not a role of "contacts"`,
    word: owner,
    known: roles,
    hint: `for a GitHub user write "@${owner.slice(0, 39)}"`,
  };
}
