import { findCycle } from "./find-cycle.ts";
import { givenMetricNames, hasChecklist } from "./metric-names.ts";
import type { KeyPath, ProblemDraft } from "./problem-draft.ts";
import { joinWords, quoteText } from "./quote-text.ts";
import { entryOf, isMapValue, listedTexts, mapEntries } from "./raw-config.ts";
import { checkStageNames } from "./stage-names.ts";

/** What makes no sense in `stages:` though every line of it alone does. */
export function checkStages(config: unknown): readonly ProblemDraft[] {
  const stages = entryOf(config, "stages");
  return [...checkNeeds(stages), ...checkMeasures(stages), ...mapEntries(stages).flatMap(checkKeys)];
}

function checkNeeds(stages: unknown): readonly ProblemDraft[] {
  const entries = mapEntries(stages);
  const names = entries.map(([name]) => name);
  const drafts = entries.flatMap(([name, stage]) =>
    checkStageNames(entryOf(stage, "needs"), ["stages", name, "needs"], names),
  );
  const needs = new Map(
    entries.map(([name, stage]) => [name, listedTexts(entryOf(stage, "needs")).map(({ text }) => text)]),
  );
  const cycle = findCycle(needs);
  const [first] = cycle ?? [];
  if (cycle === null || first === undefined) return drafts;
  const shown = cycle.length > 8 ? [...cycle.slice(0, 7), "…", first] : cycle;
  const message =
    cycle.length === 2
      ? `the stage ${quoteText(first)} needs itself`
      : `these stages wait for each other: ${shown.map((name) => name.slice(0, 64)).join(" → ")}`;
  return [...drafts, { path: ["stages", first, "needs"], at: "value", message, hint: "remove one of the needs" }];
}

/** Names under `measure:` that would mean two things. */
function checkMeasures(stages: unknown): readonly ProblemDraft[] {
  const checklists = new Set(mapEntries(stages).flatMap(([name, stage]) => (hasChecklist(stage) ? [name] : [])));
  return mapEntries(stages).flatMap(([stage, value]) =>
    mapEntries(entryOf(value, "measure")).flatMap(([metric]): readonly ProblemDraft[] => {
      const path = ["stages", stage, "measure", metric];
      if (givenMetricNames.includes(metric)) {
        const hint = `choose another name; "${stage.slice(0, 64)}/${metric}" is a metric that the gate gives by itself`;
        return [{ path, at: "key", message: `${quoteText(metric)} is a name of the gate's own`, hint }];
      }
      if (!checklists.has(metric)) return [];
      return [
        {
          path,
          at: "key",
          message: `${quoteText(metric)} is also a stage with a checklist`,
          hint: "choose another name",
        },
      ];
    }),
  );
}

/** Keys of a stage that `validate:` takes the place of. */
const givenByValidate = ["shell", "input", "checklist", "benchmarks", "expect-benchmarks"];

/** Keys of a stage that exclude or need each other. */
function checkKeys([name, stage]: readonly [string, unknown]): readonly ProblemDraft[] {
  const drafts: ProblemDraft[] = [];
  const refuse = (key: string, message: string, hint: string) =>
    drafts.push({ path: ["stages", name, key], at: "value", message, hint });
  if (Array.isArray(entryOf(stage, "run")) && entryOf(stage, "shell") !== undefined) {
    refuse("shell", "no shell looks at a command that is a list", "write the command as text, or remove the shell");
  }
  if (entryOf(stage, "validate") !== undefined) {
    for (const key of givenByValidate.filter((one) => entryOf(stage, one) !== undefined)) {
      refuse(key, '"validate" has no command of yours, and reads what it wrote itself', "remove the line");
    }
  }
  const checklist = entryOf(stage, "checklist");
  if (entryOf(checklist, "only") !== undefined && entryOf(checklist, "expected") !== undefined) {
    refuse(
      "checklist",
      '"expected" and "only" exclude each other: others are a fault, or they are passed over',
      "keep one",
    );
  }
  const measures =
    entryOf(stage, "measure") !== undefined ||
    entryOf(stage, "benchmarks") !== undefined ||
    isMapValue(entryOf(stage, "arms"));
  if (measures && entryOf(stage, "alone") === false) {
    refuse("alone", "a stage that measures always runs alone: a neighbour would be measured too", "remove the line");
  }
  for (const [metric, measure] of mapEntries(entryOf(stage, "measure"))) {
    drafts.push(...checkMeasureKeys(["stages", name, "measure", metric], measure));
  }
  return drafts;
}

const measureFiles = ["benchmark", "json"];
const measureUnits = ["stdout", "stderr", "output", "json"];

function checkMeasureKeys(path: KeyPath, measure: unknown): readonly ProblemDraft[] {
  const has = (key: string) => entryOf(measure, key) !== undefined;
  const drafts: ProblemDraft[] = [];
  if (has("unit") && !measureUnits.some(has)) {
    const message = `a unit belongs to ${joinWords(measureUnits, "or")}; other sources know theirs`;
    drafts.push({ path: [...path, "unit"], at: "key", message, hint: "remove it" });
  }
  if (has("file") && !measureFiles.some(has)) {
    const message = `a file belongs to ${joinWords(measureFiles, "or")}`;
    drafts.push({ path: [...path, "file"], at: "key", message, hint: "remove it" });
  }
  if (has("json") && !has("file")) {
    const hint = 'add "file:" with the JSON file in $EVIDENCE; "json:" is the place of the value in it';
    drafts.push({ path, at: "key", message: '"file" is missing: which JSON file is read?', hint });
  }
  return drafts;
}
