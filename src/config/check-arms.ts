import { parseLaunches } from "./parse-launches.ts";
import type { KeyPath, ProblemDraft } from "./problem-draft.ts";
import { quoteText } from "./quote-text.ts";
import { entryOf, isMapValue, mapEntries } from "./raw-config.ts";

/** What `arms:`, `effect:`, `expect-benchmarks:` and `baseline:` ask for and cannot have. */
export function checkArms(config: unknown): readonly ProblemDraft[] {
  const flag = entryOf(config, "flag");
  const settable = entryOf(flag, "set") !== undefined;
  const drafts: ProblemDraft[] = [];
  if (settable && entryOf(flag, "read") === undefined) {
    const message = "nothing reads the flag back, so nothing proves that setting it works";
    const hint = 'add "read:" with a command that prints the value the program really sees';
    drafts.push({ path: ["flag"], at: "key", message, hint, severity: "warning" });
  }
  const stages = mapEntries(entryOf(config, "stages"));
  for (const [name, stage] of stages) {
    const arms = entryOf(stage, "arms");
    if (!settable) drafts.push(...checkUnsettable(["stages", name, "arms"], arms));
    if (entryOf(arms, "baseline") === "ledger") drafts.push(...checkLedgerArms(["stages", name, "arms"], arms));
    drafts.push(
      ...checkExpected(["stages", name, "expect-benchmarks"], stage),
      ...checkEffect(["stages", name], stage),
    );
  }
  drafts.push(...checkLedger(config, stages));
  return drafts;
}

/** Whether there is a ledger for those who ask it, and somebody who asks. */
function checkLedger(config: unknown, stages: readonly (readonly [string, unknown])[]): readonly ProblemDraft[] {
  const asking = stages.find(([, stage]) => entryOf(entryOf(stage, "arms"), "baseline") === "ledger");
  if (asking !== undefined && entryOf(config, "ledger") === undefined) {
    const message = "the baseline is the ledger's, and nothing says where that is";
    const hint = 'add "ledger: { branch: rollout-gate }", unless every run names one with --ledger';
    return [{ path: ["stages", asking[0], "arms", "baseline"], at: "key", message, hint, severity: "warning" }];
  }
  if (asking !== undefined || entryOf(config, "baseline") === undefined) return [];
  const message = "no stage takes its baseline from the ledger";
  const hint = 'write "arms: { launches: 8, baseline: ledger }" in a stage, or remove this';
  return [{ path: ["baseline"], at: "key", message, hint, severity: "warning" }];
}

/** An arm can only be chosen where the flag can be set. */
function checkUnsettable(path: KeyPath, arms: unknown): readonly ProblemDraft[] {
  const inProcess = entryOf(arms, "in-process") === true;
  const recorded = entryOf(arms, "baseline") !== undefined;
  const chooses = typeof arms === "string" ? arms !== "as-is" : isMapValue(arms) && !inProcess && !recorded;
  if (!chooses) return [];
  const message = "the stage runs with the flag set, and nothing says how to set it";
  const hint = 'add "flag:" with "set:", such as "set: [{ env: MY_FLAG }]"';
  return [{ path, at: "value", message, hint }];
}

/** One side is launched, and it is held against the ledger once: there are no looks, and no arms to switch. */
function checkLedgerArms(path: KeyPath, arms: unknown): readonly ProblemDraft[] {
  const drafts: ProblemDraft[] = [];
  if (entryOf(arms, "in-process") === true) {
    const message = "a process that measures both arms has its baseline beside it";
    drafts.push({ path: [...path, "baseline"], at: "key", message, hint: "remove the line" });
  }
  const launches = parseLaunches(entryOf(arms, "launches"));
  if (launches !== null && launches.min !== launches.max) {
    const message = "runs are held against the ledger once, when all launches were made, so it must be said how many";
    drafts.push({ path: [...path, "launches"], at: "value", message, hint: `write ${Math.min(launches.max, 8)}` });
  }
  if (launches !== null && launches.max < fewestForMildest) {
    const message = `with ${launches.max === 1 ? "1 launch" : `${launches.max} launches`} a run, a burst of noise cannot be told from a change`;
    const hint = `write at least ${fewestForMildest}`;
    drafts.push({ path: [...path, "launches"], at: "value", message, hint, severity: "warning" });
  }
  return drafts;
}

/** A fail must hold for the mildest of a run's launches, which says little among few. */
const fewestForMildest = 5;

function checkExpected(path: KeyPath, stage: unknown): readonly ProblemDraft[] {
  if (entryOf(stage, "expect-benchmarks") === undefined || entryOf(stage, "benchmarks") !== undefined) return [];
  const message = "it is not said which files hold the benchmarks";
  const hint = 'add "benchmarks:" with the files in $EVIDENCE';
  return [{ path, at: "key", message, hint }];
}

function checkEffect(path: KeyPath, stage: unknown): readonly ProblemDraft[] {
  const effect = entryOf(stage, "effect");
  if (effect === undefined) return [];
  const arms = entryOf(stage, "arms");
  const at: KeyPath = [...path, "effect"];
  if (!isMapValue(arms) || entryOf(arms, "baseline") !== undefined) {
    const message = "an effect is what differs between the arms, and the stage is not launched in both";
    return [{ path: at, at: "key", message, hint: 'add "arms: { launches: 5..24 }" to the stage' }];
  }
  if (entryOf(effect, "run") !== undefined && entryOf(arms, "in-process") === true) {
    const message = "the process switches the flag itself, so a command beside it runs in no arm";
    return [{ path: [...at, "run"], at: "key", message, hint: 'name a metric instead: "effect: { metric: NAME }"' }];
  }
  const drafts: ProblemDraft[] = [];
  for (const key of ["shell", "timeout"]) {
    if (entryOf(effect, "run") !== undefined || entryOf(effect, key) === undefined) continue;
    drafts.push({ path: [...at, key], at: "key", message: `"${key}" belongs to "run"`, hint: "remove it" });
  }
  const metric = entryOf(effect, "run") === undefined ? entryOf(effect, "metric") : undefined;
  const known = mapEntries(entryOf(stage, "measure")).map(([name]) => name);
  if (typeof metric !== "string" || known.includes(metric) || entryOf(stage, "benchmarks") !== undefined) return drafts;
  const message = `the stage measures no ${quoteText(metric)}`;
  return [
    ...drafts,
    {
      path: [...at, "metric"],
      at: "value",
      message,
      word: metric,
      known,
      ...(known.length === 0 ? { hint: 'name it under "measure:"' } : {}),
    },
  ];
}
