import type { Change } from "../domain/finding.ts";
import { parseValue } from "../units/parse-value.ts";

const form = /^(<=|>=|<|>|within)\s*([+-]?)\s*(\S[^<>]*)$/;

/**
 * Where a limit lies on the axis of the measured values, for the picture alone: what is judged is judged elsewhere.
 *
 * @param limit in the config's words, e.g. `< +10 %`, `within 2 ms`, `< 500 ms`
 * @param baseline the baseline's centre, in the finding's unit; relative limits start from it and are not placed without it
 * @returns one position, two for `within`, none where the words are not understood
 */
export function limitPositions(limit: string, baseline: number, scale: Change["scale"]): readonly number[] {
  const match = form.exec(limit.trim());
  if (match === null) return [];
  const [, comparator, sign, text] = match;
  const amount = parseValue(text ?? "");
  if (amount === null) return [];
  if (comparator !== "within" && sign === "") return [amount.value];
  if (!Number.isFinite(baseline)) return [];
  const shift = scale === "ratio" && amount.unit === "%" ? (baseline * amount.value) / 100 : amount.value;
  if (comparator === "within") return [baseline - shift, baseline + shift];
  return [sign === "+" ? baseline + shift : baseline - shift];
}
