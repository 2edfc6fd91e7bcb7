import { checkWarn } from "./check-criteria.ts";
import { matchMetric } from "./match-metric.ts";
import type { MetricNames } from "./metric-names.ts";
import { parseLimit } from "./parse-limit.ts";
import type { ProblemDraft } from "./problem-draft.ts";
import { quoteText } from "./quote-text.ts";
import { entryOf, listedTexts, mapEntries } from "./raw-config.ts";

/** Names in `verify:` and `escalate:`. */
export function checkResponse(config: unknown, names: MetricNames): readonly ProblemDraft[] {
  return [...checkWindows(entryOf(config, "verify"), names), ...checkTell(config)];
}

/** A window's criteria name metrics of the sources; `all` has nothing to look at there. */
function checkWindows(verify: unknown, names: MetricNames): readonly ProblemDraft[] {
  const known = new Set<string>();
  for (const [source, value] of mapEntries(entryOf(verify, "sources"))) {
    for (const [, kind] of mapEntries(value)) {
      for (const [metric] of mapEntries(entryOf(kind, "metrics"))) known.add(metric).add(`${source}/${metric}`);
    }
  }
  const words = [...known];
  const drafts: ProblemDraft[] = [];
  for (const [window, value] of mapEntries(entryOf(verify, "windows"))) {
    for (const [key, criterion] of mapEntries(entryOf(value, "criteria"))) {
      const path = ["verify", "windows", window, "criteria", key];
      drafts.push(...checkWarn(criterion, path));
      const found = key.includes("*") ? words.slice(0, 1000).some((word) => matchMetric(key, word)) : known.has(key);
      if (!found) {
        const ofGate = names.full.has(key) || names.bare.has(key);
        const hint = ofGate
          ? "this is a metric of a stage; windows look at what production wrote"
          : 'name it under "metrics:" of a source';
        drafts.push({
          path,
          at: "key",
          message: `no source has a metric ${quoteText(key)}`,
          word: key,
          known: words,
          hint,
        });
      }
      const pass = typeof criterion === "string" ? criterion : entryOf(criterion, "pass");
      const limit = typeof pass === "string" ? parseLimit(pass) : null;
      if (limit?.ok === true && limit.value.kind === "all") {
        drafts.push({
          path,
          at: "key",
          message: '"all" is for checklists, and a window has none',
          hint: 'compare with a number, such as "== 0"',
        });
      }
    }
  }
  return drafts;
}

function checkTell(config: unknown): readonly ProblemDraft[] {
  const escalate = entryOf(config, "escalate");
  const levels = entryOf(escalate, "levels");
  if (!Array.isArray(levels)) return [];
  const people = mapEntries(entryOf(config, "contacts")).map(([role]) => role);
  const channels = mapEntries(entryOf(escalate, "channels")).map(([channel]) => channel);
  const words = [...people, ...channels, "all"];
  const known = new Set(words);
  return levels.flatMap((level: unknown, position) =>
    listedTexts(entryOf(level, "tell"))
      .filter(({ text }) => !known.has(text))
      .map(({ text, index }): ProblemDraft => {
        const path = ["escalate", "levels", position, "tell"];
        return {
          path: index === null ? path : [...path, index],
          at: "value",
          message: `${quoteText(text)} is neither a role of "contacts" nor a channel`,
          word: text,
          known: words,
        };
      }),
  );
}
