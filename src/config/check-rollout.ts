import type { KeyPath, ProblemDraft } from "./problem-draft.ts";
import { quoteText } from "./quote-text.ts";
import { entryOf, isMapValue, listedTexts, mapEntries } from "./raw-config.ts";
import { checkStageNames } from "./stage-names.ts";

/** What `enable:` and `rollback:` refer to, and what they need of each other. */
export function checkRollout(config: unknown): readonly ProblemDraft[] {
  const enable = entryOf(config, "enable");
  const rollback = entryOf(config, "rollback");
  return [
    ...checkNamed(config, entryOf(enable, "validate"), ["enable", "validate"]),
    ...checkNamed(config, entryOf(enable, "smoke"), ["enable", "smoke"]),
    ...checkNamed(config, entryOf(entryOf(enable, "canary"), "stages"), ["enable", "canary", "stages"]),
    ...checkNamed(config, entryOf(rollback, "verify"), ["rollback", "verify"]),
    ...checkSettable(config, enable),
    ...checkCanary(config, enable),
    ...checkVersion(rollback),
  ];
}

/** Stages must be there, and must not turn the flag over while it is on for everybody. */
function checkNamed(config: unknown, value: unknown, path: KeyPath): readonly ProblemDraft[] {
  const stages = entryOf(config, "stages");
  const names = mapEntries(stages).map(([name]) => name);
  const comparing = listedTexts(value).filter(({ text }) => isMapValue(entryOf(entryOf(stages, text), "arms")));
  return [
    ...checkStageNames(value, path, names),
    ...comparing.map(({ text, index }): ProblemDraft => {
      const message = `the stage ${quoteText(text)} turns the flag on and off to compare, so it cannot run while the flag is set for good`;
      const hint = 'name a stage that runs in one arm, or with "arms: as-is"';
      return { path: index === null ? path : [...path, index], at: "value", message, hint };
    }),
  ];
}

function checkSettable(config: unknown, enable: unknown): readonly ProblemDraft[] {
  if (enable === undefined) return [];
  const flag = entryOf(config, "flag");
  const lacks = ["read", "set"].filter((key) => entryOf(flag, key) === undefined);
  if (lacks.length === 0) return [];
  const message = `turning the flag on needs "flag.${lacks[0]}"`;
  const hint = lacks[0] === "read" ? "nothing else tells whether it is on" : "nothing says how to set it";
  return [{ path: ["enable"], at: "key", message, hint }];
}

const percent = "$ROLLOUT_PERCENT";

/** Shares below 100 % reach the target only by a way that hands them on. */
function checkCanary(config: unknown, enable: unknown): readonly ProblemDraft[] {
  if (!isMapValue(entryOf(enable, "canary"))) return [];
  const ways = entryOf(entryOf(config, "flag"), "set");
  if (!Array.isArray(ways)) return [];
  const hands = ways.some((way: unknown) => {
    if (entryOf(way, "script") !== undefined) return true;
    return ["file", "env"].some((kind) => entryOf(entryOf(way, kind), "on") === percent);
  });
  if (hands) return [];
  const message = "no way to set the flag hands a share on";
  const hint = `set it by a script that reads ${percent}, or by a file or variable with "on: ${percent}"`;
  return [{ path: ["enable", "canary"], at: "key", message, hint }];
}

function checkVersion(rollback: unknown): readonly ProblemDraft[] {
  const has = (key: string) => entryOf(rollback, key) !== undefined;
  const at = (key: string, message: string, hint: string): ProblemDraft => ({
    path: ["rollback", key],
    at: "key",
    message,
    hint,
  });
  const drafts: ProblemDraft[] = [];
  const tries = listedTexts(entryOf(rollback, "try")).some(({ text }) => text === "version");
  if (tries && !(has("to") && has("install"))) {
    const lacks = has("to") ? "install" : "to";
    const hint =
      lacks === "to" ? 'add "to:" with an exact version or commit' : 'add "install:", which installs $VERSION';
    drafts.push(at("try", `going back to a version needs "rollback.${lacks}"`, hint));
  }
  if (has("install") && !has("to")) {
    drafts.push(at("install", 'there is no version to install: "rollback.to" is missing', 'add "to:"'));
  }
  const to = entryOf(rollback, "to");
  const isCommit = typeof to === "string" && /^[0-9a-f]{40}$/.test(to);
  if (has("install") && has("to") && !isCommit && !has("running")) {
    const hint = 'add "running:" with a command that prints it, such as "myapp --version"';
    drafts.push(at("install", "nothing tells which version runs, so nothing shows that installing worked", hint));
  }
  return drafts;
}
