import { parseAmount } from "../config/parse-amount.ts";
import { parseLimit } from "../config/parse-limit.ts";
import type { TextProblem } from "../config/parsed.ts";
import type { Arm } from "../domain/arm.ts";
import type { Criterion, Limit } from "../domain/criterion.ts";
import type { NamedPath } from "../modes/compare.ts";

/** What `compare` was asked for. */
export interface ComparisonArguments {
  readonly paths: readonly NamedPath[];
  readonly criterion: Criterion | null;
  readonly benchmarks: readonly string[];
}

/** What `parseArgs` tells of one word, as far as it matters here. */
type Token =
  | { readonly kind: "option"; readonly name: string; readonly value?: string | undefined }
  | { readonly kind: "positional"; readonly value: string }
  | { readonly kind: "option-terminator" };

interface Texts {
  readonly criterion: string | undefined;
  readonly floor: string | undefined;
  readonly benchmark: readonly string[] | undefined;
}

/**
 * Reads what follows `compare`. The order of the words counts: files after `--baseline` are the baseline's until `--candidate`
 * comes, so that a pattern that the shell expands goes with it, and `--` parts the two sides.
 *
 * @param tokens of the whole command line, the mode first among the positional ones
 * @returns a sentence for people where something is wrong
 */
export function readComparisonArguments(tokens: readonly Token[], texts: Texts): ComparisonArguments | string {
  const paths = readPaths(tokens);
  if (typeof paths === "string") return paths;
  const criterion = readCriterion(texts.criterion, texts.floor);
  if (typeof criterion === "string") return criterion;
  return { paths, criterion, benchmarks: texts.benchmark ?? [] };
}

function readPaths(tokens: readonly Token[]): readonly NamedPath[] | string {
  const paths: NamedPath[] = [];
  let side: Arm | null = null;
  let modeSeen = false;
  let ended = false;
  for (const token of tokens) {
    if (token.kind === "positional") {
      if (ended && token.value.startsWith("-"))
        return `${token.value} stands after --, where only files are: put options before it.`;
      if (modeSeen) paths.push({ path: token.value, side });
      modeSeen = true;
    } else if (token.kind === "option" && (token.name === "baseline" || token.name === "candidate")) {
      side = token.name;
      paths.push({ path: token.value ?? "", side });
    } else if (token.kind === "option-terminator") {
      ended = true;
      if (side !== null || paths.length === 0) continue;
      side = "candidate";
      for (const [at, { path }] of paths.entries()) paths[at] = { path, side: "baseline" };
    }
  }
  if (paths.some(({ path }) => path === "")) return "compare was given a file without a name.";
  if (paths.length === 0) return "compare needs files: rollout-gate compare BASELINE CANDIDATE.";
  const stray = paths.find((one) => one.side === null);
  const sides = new Set(paths.map((one) => one.side));
  if (stray !== undefined && sides.size > 1)
    return `${stray.path} stands before --baseline and --candidate, so it belongs to neither side.`;
  if (stray !== undefined || sides.size > 1) return paths;
  return `compare was given no ${sides.has("baseline") ? "candidate" : "baseline"}.`;
}

function readCriterion(text: string | undefined, floorText: string | undefined): Criterion | null | string {
  if (text === undefined) {
    return floorText === undefined ? null : "--floor is a part of a criterion: give --criterion as well.";
  }
  const limit = parseLimit(text);
  if (!limit.ok) return complaint("--criterion", limit.problem);
  if (limit.value.kind === "all") return '--criterion "all" is for checklists; write it as "< +10 %" or "within 5 %".';
  const floor = readFloor(floorText, limit.value);
  if (typeof floor === "string") return floor;
  return {
    metric: "*",
    pass: limit.value,
    warn: null,
    severity: "critical",
    action: "",
    floor: floor.value,
    floorUnit: floor.unit,
    direction: null,
  };
}

function readFloor(text: string | undefined, limit: Limit): { readonly value: number; readonly unit: string } | string {
  if (text === undefined) return { value: 0, unit: "" };
  if (limit.kind === "absolute") return "--floor does nothing here: the criterion does not compare with the baseline.";
  const amount = parseAmount(text);
  if (!amount.ok) return complaint("--floor", amount.problem);
  const { sign, value, unit } = amount.value;
  if (sign !== null || value <= 0) return '--floor is an amount above 0 with its unit, such as "0.05 ms".';
  return { value, unit };
}

function complaint(option: string, { message, hint }: TextProblem): string {
  return `${option}: ${message}${hint === undefined ? "" : `; ${hint}`}.`;
}
