import type { Config } from "../domain/config.ts";
import type { PolicyChange } from "../domain/policy.ts";
import { type PolicyPart, policyParts } from "./policy-parts.ts";

const maxTextChars = 200;

interface PartChange {
  readonly part: PolicyPart;
  readonly change: PolicyChange;
}

/**
 * Where two configs differ in what a verdict depends on: whether a change of the config asks for less is told where that can be
 * told, and otherwise that it is a change. What only informs (facts, actions, contacts) is passed over. Pure.
 *
 * @returns what loosens first, then what changes, then what tightens; each in the order of the configs
 */
export function comparePolicies(before: Config, after: Config): readonly PolicyChange[] {
  const old = partsByKey(before);
  const now = partsByKey(after);
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  const changes = keys.flatMap((key) => changeOf(key, old.get(key) ?? null, now.get(key) ?? null));
  // A stage that comes or goes is one change, not one for each of its keys.
  const stagesOf = (config: Config) => new Set(config.stages.map((stage) => stage.name));
  const both = [stagesOf(before), stagesOf(after)];
  const told = changes.filter(({ part }) => {
    const { stage } = part;
    return stage === undefined || part.isStage === true || both.every((names) => names.has(stage));
  });
  return (["loosens", "changes", "tightens"] as const).flatMap((effect) =>
    told.flatMap(({ change }) => (change.effect === effect ? [change] : [])),
  );
}

function partsByKey(config: Config): ReadonlyMap<string, PolicyPart> {
  return new Map(policyParts(config).map((part) => [part.key, part]));
}

function changeOf(key: string, before: PolicyPart | null, after: PolicyPart | null): readonly PartChange[] {
  const part = before ?? after;
  if (part === null || sameMeaning(before, after)) return [];
  if (part.companion === true && (before === null || after === null)) return [];
  return [{ part, change: { key, before: textOf(before), after: textOf(after), effect: effectOf(before, after) } }];
}

/** `5 ms` and `0.005 s` are one limit. */
function sameMeaning(before: PolicyPart | null, after: PolicyPart | null): boolean {
  if (before === null || after === null) return false;
  if (before.strictness === undefined || after.strictness === undefined)
    return before.text === after.text && before.strictness === after.strictness;
  return before.strictness === after.strictness && before.scale === after.scale;
}

function effectOf(before: PolicyPart | null, after: PolicyPart | null): PolicyChange["effect"] {
  const sense = before?.sense ?? after?.sense ?? "neutral";
  if (before === null || after === null) {
    if (sense === "neutral") return "changes";
    return (sense === "demand") === (before === null) ? "tightens" : "loosens";
  }
  if (before.strictness === undefined || after.strictness === undefined || before.scale !== after.scale)
    return "changes";
  return after.strictness > before.strictness ? "tightens" : "loosens";
}

function textOf(part: PolicyPart | null): string | null {
  if (part === null) return null;
  return part.text.length <= maxTextChars ? part.text : `${part.text.slice(0, maxTextChars - 1)}…`;
}
