import { givenMetricNames, type KnownMetric, type MetricNames, metricsMatching } from "./metric-names.ts";
import type { ProblemDraft } from "./problem-draft.ts";
import { joinWords, quoteText } from "./quote-text.ts";

/** What a key of `criteria:` names. `unknown` metrics belong to stages whose benchmarks no config can list. */
export interface MetricTarget {
  readonly metrics: readonly KnownMetric[];
  readonly unknown: { readonly stage: string; readonly bothArms: boolean } | null;
}

/** The metrics that a criterion's key names, or why it names none. */
export function resolveMetric(
  key: string,
  names: MetricNames,
  words: readonly string[],
): MetricTarget | Omit<ProblemDraft, "path" | "at"> {
  const slash = key.indexOf("/");
  if (key.includes("*")) {
    const metrics = metricsMatching(key, names);
    const prefix = slash === -1 ? "" : key.slice(0, slash);
    const open = [...names.openStages].filter(([stage]) => prefix === stage || prefix.includes("*"));
    const [first] = open;
    if (metrics.length > 0 || first !== undefined) {
      const unknown = first === undefined ? null : { stage: first[0], bothArms: open.every(([, both]) => both) };
      return { metrics, unknown };
    }
    return { message: `no metric matches ${quoteText(key)}`, hint: listHint(words) };
  }
  const exact = names.full.get(key);
  if (exact !== undefined) return { metrics: [exact], unknown: null };
  if (slash !== -1) {
    const stage = key.slice(0, slash);
    const bothArms = names.openStages.get(stage);
    if (bothArms !== undefined && slash < key.length - 1) return { metrics: [], unknown: { stage, bothArms } };
    return {
      message: `there is no metric ${quoteText(key)}`,
      word: key,
      known: words,
      hint: missingSource(key, stage, names) || listHint(words),
    };
  }
  const sharing = names.bare.get(key) ?? [];
  if (sharing.length > 1) {
    const full = sharing.slice(0, 10).map((metric) => quoteText(`${metric.stage}/${metric.metric}`));
    return { message: `${quoteText(key)} is measured by more than one stage`, hint: `write ${joinWords(full, "or")}` };
  }
  if (sharing.length === 1) return { metrics: sharing, unknown: null };
  const inStage = [...names.full.keys()].filter((name) => name.endsWith(`/${key}`)).slice(0, 10);
  if (inStage.length > 0) {
    return {
      message: `there is no metric ${quoteText(key)}`,
      hint: `write ${joinWords(inStage.map(quoteText), "or")}`,
    };
  }
  if (givenMetricNames.includes(key)) {
    const hint = `write "STAGE/${key}"; the stage needs a "${sourceOf(key)}:" line`;
    return { message: `no stage gives ${quoteText(key)}`, hint };
  }
  return { message: `there is no metric ${quoteText(key)}`, word: key, known: words, hint: listHint(words) };
}

/** `unit/coverage` is right but for the line that says where the coverage comes from. */
function missingSource(key: string, stage: string, names: MetricNames): string {
  const metric = key.slice(stage.length + 1);
  if (!givenMetricNames.includes(metric) || !names.metrics.some((known) => known.stage === stage)) return "";
  return `the stage ${quoteText(stage)} has no "${sourceOf(metric)}:" line`;
}

function sourceOf(metric: string): string {
  if (metric.endsWith("-vulnerabilities")) return "vulnerabilities";
  return metric === "coverage" ? "coverage" : metric === "failed-items" ? "checklist" : "tests";
}

/** Every name that a criterion may use, for suggestions; those without a stage come first. */
export function metricWords(names: MetricNames): readonly string[] {
  return [...names.bare.keys(), ...names.full.keys()];
}

function listHint(words: readonly string[]): string {
  if (words.length === 0) return 'name metrics under "measure:" of a stage';
  const shown = words.slice(0, 8).map((word) => word.slice(0, 64));
  return `metrics here: ${shown.join(", ")}${words.length > shown.length ? ", …" : ""}`;
}
