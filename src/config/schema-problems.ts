import type { z } from "zod";
import { nearestWord } from "./nearest-word.ts";
import { isTextProblem } from "./parsed.ts";
import type { KeyPath, ProblemDraft } from "./problem-draft.ts";
import { joinWords, quoteText } from "./quote-text.ts";
import { type ConfigInput, configSchema } from "./schema/config-schema.ts";

type Issue = z.core.$ZodIssue;

/** The keys that were allowed, by the map in which an unknown one was found. */
type AllowedKeys = Map<unknown, readonly string[]>;

export type SchemaReading =
  | { readonly ok: true; readonly input: ConfigInput }
  | { readonly ok: false; readonly drafts: readonly ProblemDraft[] };

/** Checks plain values against the schema. Every complaint is in our words; none of the library's reaches a user. */
export function checkSchema(value: unknown): SchemaReading {
  const allowed: AllowedKeys = new Map();
  const result = configSchema.safeParse(value, { jitless: true, error: (issue) => wordsFor(issue, allowed) });
  if (result.success) return { ok: true, input: result.data };
  return {
    ok: false,
    drafts: withoutEchoes(result.error.issues.flatMap((issue) => draftsOf(issue, [], value, allowed))),
  };
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

type RawIssue = z.core.$ZodRawIssue;

/** The sentence for an issue whose place in the schema has none of its own. */
function wordsFor(issue: RawIssue, allowed: AllowedKeys): string {
  switch (issue.code) {
    case "unrecognized_keys":
      allowed.set(issue.input, allowedKeys(issue.inst));
      return "this key is not known";
    case "invalid_type":
      return `this must be ${typeWords(issue.expected)}, not ${valueWords(issue.input)}`;
    case "invalid_value":
      return `${valueWords(issue.input)} is not one of ${joinWords(issue.values.map(String), "or")}`;
    case "invalid_union":
      return "this is none of the forms that are understood here";
    case "too_small":
      return `this is too small or too short: at least ${issue.minimum}`;
    case "too_big":
      return `this is too large or too long: at most ${issue.maximum}`;
    default:
      return "this is not understood";
  }
}

function allowedKeys(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null || !("_zod" in schema)) return [];
  const { _zod: internals } = schema;
  if (typeof internals !== "object" || internals === null || !("def" in internals)) return [];
  const { def } = internals;
  if (typeof def !== "object" || def === null || !("shape" in def)) return [];
  return typeof def.shape === "object" && def.shape !== null ? Object.keys(def.shape) : [];
}

function typeWords(expected: string): string {
  switch (expected) {
    case "string":
      return "text";
    case "int":
      return "a whole number";
    case "number":
      return "a number";
    case "boolean":
      return "true or false";
    case "array":
    case "tuple":
      return "a list";
    default:
      return 'a map of "key: value" lines';
  }
}

function valueWords(value: unknown): string {
  if (value === null) return "nothing";
  if (typeof value === "string") return quoteText(value);
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "boolean") return `${value}`;
  return Array.isArray(value) ? "a list" : "a map";
}

function draftsOf(issue: Issue, parent: KeyPath, root: unknown, allowed: AllowedKeys): readonly Draft[] {
  const path: KeyPath = [...parent, ...issue.path.map((step) => (typeof step === "number" ? step : String(step)))];
  const here = valueAt(root, path);
  if (here === undefined && issue.code !== "custom") return [missingDraft(path)];
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = allowed.get(here) ?? [];
      const hint = known.length === 0 ? "" : `known here: ${known.join(", ")}`;
      return issue.keys.map((key) => {
        const message = `unknown key ${quoteText(key)}`;
        return { path: [...path, key], at: "key", message, hint, word: key, known };
      });
    }
    case "invalid_union":
      return unionDrafts(issue, path, root, allowed);
    case "invalid_key":
      return [{ path, at: "key", message: issue.issues[0]?.message ?? "this key is not understood" }];
    case "custom": {
      const problem: unknown = issue.params?.problem;
      const missing = issue.params?.missing === true ? { missing: null } : {};
      return [{ path, at: "value", message: issue.message, ...(isTextProblem(problem) ? problem : {}), ...missing }];
    }
    case "invalid_value":
      return [{ path, at: "value", message: issue.message, ...enumWords(issue, here) }];
    case "invalid_type":
      return [{ path, at: "value", message: issue.message, ...typeHint(issue, here) }];
    default:
      return [{ path, at: "value", message: issue.message }];
  }
}

function missingDraft(path: KeyPath): Draft {
  const key = String(path.at(-1) ?? "");
  return { path, at: "key", message: `${quoteText(key)} is missing`, missing: key };
}

/** The alternative whose kind of value was written is the one that was meant; its problems are told, the others' are not. */
function unionDrafts(
  issue: Extract<Issue, { code: "invalid_union" }>,
  path: KeyPath,
  root: unknown,
  allowed: AllowedKeys,
): readonly Draft[] {
  const meant = issue.errors.filter((issues) => !issues.some((inner) => inner.path.length === 0 && isOtherKind(inner)));
  const chosen = meant.find((issues) => issues.length > 0);
  if (chosen !== undefined) return chosen.flatMap((inner) => draftsOf(inner, path, root, allowed));
  const words = issue.errors.flat().find((inner) => inner.code === "invalid_value" && inner.path.length === 0);
  const here = valueAt(root, path);
  const hints = words?.code === "invalid_value" ? enumWords(words, here) : {};
  return [
    { path, at: "value", message: here === null ? `nothing is here: ${issue.message}` : issue.message, ...hints },
  ];
}

function isOtherKind(issue: Issue): boolean {
  if (issue.code === "invalid_type" || issue.code === "invalid_value") return true;
  return (
    issue.code === "invalid_union" &&
    issue.errors.every((issues) => issues.some((inner) => inner.path.length === 0 && isOtherKind(inner)))
  );
}

function enumWords(issue: Extract<Issue, { code: "invalid_value" }>, here: unknown): Partial<ProblemDraft> {
  if (typeof here !== "string") return {};
  return { word: here, known: issue.values.map(String) };
}

function typeHint(issue: Extract<Issue, { code: "invalid_type" }>, here: unknown): Partial<ProblemDraft> {
  if (here === null) return { hint: "give it a value, or remove the line" };
  const isScalar = typeof here === "number" || typeof here === "boolean";
  const saysHow = issue.message.includes("unit") || issue.message.includes("quotes") || issue.message.includes("<");
  return issue.expected === "string" && isScalar && !saysHow ? { hint: "put it in quotes" } : {};
}

function valueAt(root: unknown, path: KeyPath): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}
