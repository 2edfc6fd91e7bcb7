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
  const people = mapEntries(entryOf(config, "contacts"));
  const channels = mapEntries(entryOf(escalate, "channels"));
  const words = [...people, ...channels].map(([name]) => name).concat("all");
  const known = new Set(words);
  const sendsMail = channels.some(([, channel]) => entryOf(channel, "email") !== undefined);
  const unreachable = new Set(people.filter(([, contact]) => !isReachable(contact, sendsMail)).map(([role]) => role));
  for (const [name] of channels) unreachable.delete(name);
  return levels.flatMap((level: unknown, position) =>
    listedTexts(entryOf(level, "tell")).flatMap(({ text, index }): readonly ProblemDraft[] => {
      const tell = ["escalate", "levels", position, "tell"];
      const path = index === null ? tell : [...tell, index];
      if (!known.has(text)) {
        const message = `${quoteText(text)} is neither a role of "contacts" nor a channel`;
        return [{ path, at: "value", message, word: text, known: words }];
      }
      if (!unreachable.has(text)) return [];
      const hint = 'give the contact a "handle", or an "email" and a channel with a mail server';
      return [{ path, at: "value", message: `nobody can be told by ${quoteText(text)}`, hint }];
    }),
  );
}

function isReachable(contact: unknown, sendsMail: boolean): boolean {
  if (typeof contact === "string") return true;
  return entryOf(contact, "handle") !== undefined || (sendsMail && entryOf(contact, "email") !== undefined);
}
