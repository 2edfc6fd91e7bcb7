import { type Issue, type ValueKind, wrong } from "../shape/issue.ts";
import type { Shape } from "../shape/shape.ts";
import { nearestWord } from "./nearest-word.ts";
import { isTextProblem } from "./parsed.ts";
import type { KeyPath, ProblemDraft } from "./problem-draft.ts";
import { joinWords, quoteText } from "./quote-text.ts";
import type { ConfigInput } from "./schema/config-schema.ts";
import { noneOfThem } from "./schema/only-one-of.ts";

export type SchemaReading =
  | { readonly ok: true; readonly input: ConfigInput }
  | { readonly ok: false; readonly drafts: readonly ProblemDraft[] };

/** Checks plain values against the schema, and puts every complaint into words. */
export function checkSchema(schema: Shape<ConfigInput>, value: unknown): SchemaReading {
  const issues: Issue[] = [];
  const input = schema.parse(value, issues);
  if (input !== wrong) return { ok: true, input };
  return { ok: false, drafts: withoutEchoes(issues.flatMap((issue) => draftsOf(issue, []))) };
}

interface Draft extends ProblemDraft {
  /** Set for a complaint that something is not there: the key, or null for one of several. */
  readonly missing?: string | null;
}

const maxMisspelled = 100;

/** A misspelled key is one mistake: that the right one is missing is not told as well. */
function withoutEchoes(drafts: readonly Draft[]): readonly ProblemDraft[] {
  const misspelled = new Map<string, Set<string | null>>();
  const unknown = drafts.filter(({ path, at, word }) => at === "key" && word !== undefined && path.at(-1) === word);
  for (const { path, word, known } of unknown.slice(0, maxMisspelled)) {
    const parent = JSON.stringify(path.slice(0, -1));
    misspelled.set(parent, (misspelled.get(parent) ?? new Set([null])).add(nearestWord(word ?? "", known ?? [])));
  }
  return drafts.filter(({ path, missing }) => {
    if (missing === undefined) return true;
    return misspelled.get(JSON.stringify(missing === null ? path : path.slice(0, -1)))?.has(missing) !== true;
  });
}

/** The sentence for an issue whose place in the schema has none of its own. */
function wordsFor(issue: Issue): string {
  switch (issue.code) {
    case "kind":
      return `this must be ${kindWords(issue.expected)}, not ${valueWords(issue.input)}`;
    case "word":
      return `${valueWords(issue.input)} is not one of ${joinWords(issue.words, "or")}`;
    case "unknown-keys":
      return "this key is not known";
    case "union":
      return "this is none of the forms that are understood here";
    case "limit":
      return "this is too long, or out of its range";
    default:
      return "this is not understood";
  }
}

function kindWords(expected: ValueKind): string {
  switch (expected) {
    case "map":
      return 'a map of "key: value" lines';
    case "list":
    case "number":
    case "whole number":
      return `a ${expected}`;
    default:
      return expected;
  }
}

function valueWords(value: unknown): string {
  if (value === null) return "nothing";
  if (typeof value === "string") return quoteText(value);
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "boolean") return `${value}`;
  return Array.isArray(value) ? "a list" : "a map";
}

function draftsOf(issue: Issue, parent: KeyPath): readonly Draft[] {
  const path: KeyPath = [...parent, ...issue.path];
  const message = issue.message ?? wordsFor(issue);
  if (issue.input === undefined && issue.code !== "meaning") return [missingDraft(path)];
  switch (issue.code) {
    case "unknown-keys": {
      const { keys, known } = issue;
      const hint = known.length === 0 ? "" : `known here: ${known.join(", ")}`;
      return keys.map((key) => {
        return { path: [...path, key], at: "key", message: `unknown key ${quoteText(key)}`, hint, word: key, known };
      });
    }
    case "union":
      return unionDrafts(issue, path, message);
    case "key":
      return [{ path, at: "key", message: issue.issues[0]?.message ?? "this key is not understood" }];
    case "meaning": {
      const { detail } = issue;
      const missing = detail === noneOfThem ? { missing: null } : {};
      return [{ path, at: "value", message, ...(isTextProblem(detail) ? detail : {}), ...missing }];
    }
    case "word":
      return [{ path, at: "value", message, ...knownWords(issue) }];
    case "kind":
      return [{ path, at: "value", message, ...kindHint(issue, message) }];
    case "limit":
      return [{ path, at: "value", message }];
  }
}

function missingDraft(path: KeyPath): Draft {
  const key = String(path.at(-1) ?? "");
  return { path, at: "key", message: `${quoteText(key)} is missing`, missing: key };
}

type IssueOf<Code extends Issue["code"]> = Extract<Issue, { code: Code }>;

/** The alternative whose kind of value was written is the one that was meant; its problems are told, the others' are not. */
function unionDrafts(issue: IssueOf<"union">, path: KeyPath, message: string): readonly Draft[] {
  const meant = issue.alternatives.find((issues) => !issues.some(isOtherKind));
  if (meant !== undefined) return meant.flatMap((inner) => draftsOf(inner, path));
  const words = issue.alternatives.flat().find((inner) => inner.code === "word" && inner.path.length === 0);
  const hints = words?.code === "word" ? knownWords(words) : {};
  return [{ path, at: "value", message: issue.input === null ? `nothing is here: ${message}` : message, ...hints }];
}

/** Whether a value as a whole is of another kind than a shape wants. */
function isOtherKind(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === "kind" || issue.code === "word") return true;
  return issue.code === "union" && issue.alternatives.every((issues) => issues.some(isOtherKind));
}

function knownWords({ input, words }: IssueOf<"word">): Partial<ProblemDraft> {
  return typeof input === "string" ? { word: input, known: words } : {};
}

function kindHint({ input, expected }: IssueOf<"kind">, message: string): Partial<ProblemDraft> {
  if (input === null) return { hint: "give it a value, or remove the line" };
  const isScalar = typeof input === "number" || typeof input === "boolean";
  const saysHow = message.includes("unit") || message.includes("quotes") || message.includes("<");
  return expected === "text" && isScalar && !saysHow ? { hint: "put it in quotes" } : {};
}
