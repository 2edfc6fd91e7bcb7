import type { Comparator, Limit } from "../domain/criterion.ts";
import { parseAmount } from "./parse-amount.ts";
import { notParsed, type Parsed, parsed } from "./parsed.ts";
import { quoteText } from "./quote-text.ts";

const maxLimitLength = 200;

const spellings: readonly (readonly [text: string, comparator: Comparator])[] = [
  ["<=", "<="],
  [">=", ">="],
  ["==", "=="],
  ["!=", "!="],
  ["≤", "<="],
  ["≥", ">="],
  ["≠", "!="],
  ["<", "<"],
  [">", ">"],
];

/** What people write where a comparator belongs, and what they mean by it; longest first. */
const mistakes: readonly (readonly [text: string, comparator: Comparator])[] = [
  ["===", "=="],
  ["<>", "!="],
  ["=<", "<="],
  ["=>", ">="],
  ["=", "=="],
];

const comparatorWords: readonly (readonly [words: RegExp, comparator: Comparator])[] = [
  [/^(?:at most|no more than|max(?:imum)?|up to)\b/i, "<="],
  [/^(?:at least|no less than|min(?:imum)?(?= ))\b/i, ">="],
  [/^(?:less than|below|under|fewer than)\b/i, "<"],
  [/^(?:more than|greater than|above|over)\b/i, ">"],
  [/^(?:equal to|equals?|exactly|is)\b/i, "=="],
];

/**
 * Reads a criterion's limit. A sign before the number makes it a change against the baseline arm; none makes it absolute.
 *
 *     < 500 ms   == 0   >= 85 %      absolute
 *     < +10 %    > -5 %              relative to the baseline
 *     < +100 MB                      difference from the baseline
 *     within 5 %   within 2 ms       unchanged
 *     all   all of 15                every item of a checklist
 *
 * @param text at most 200 characters
 */
export function parseLimit(text: string): Parsed<Limit> {
  const trimmed = text.trim();
  const start = text.length - text.trimStart().length;
  if (trimmed === "")
    return notParsed({ message: "the limit is empty", hint: 'write one, such as "< 500 ms" or "< +10 %"' });
  if (trimmed.length > maxLimitLength)
    return notParsed({ message: `the limit is longer than ${maxLimitLength} characters` });
  if (/^all(?![\w-])/i.test(trimmed)) return parseAll(trimmed);
  if (/^within(?![\w-])/i.test(trimmed)) return parseWithin(trimmed, start);
  const found = spellings.find(([spelling]) => trimmed.startsWith(spelling));
  if (found === undefined || trimmed.startsWith("===") || trimmed.startsWith("<>")) return refuseForm(trimmed);
  const [spelling, comparator] = found;
  const rest = trimmed.slice(spelling.length);
  if (/^\s*[<>=!≤≥≠]/u.test(rest)) return refuseForm(trimmed);
  return parseCompared(comparator, rest, start + spelling.length, trimmed);
}

function parseCompared(comparator: Comparator, rest: string, offset: number, text: string): Parsed<Limit> {
  const amount = parseAmount(rest, offset);
  if (!amount.ok) return amount;
  const { sign, value, unit } = amount.value;
  if (sign === null) return parsed({ kind: "absolute", comparator, value, unit, text });
  if (comparator === "==" || comparator === "!=") {
    const size = rest.trim().replace(/^[+\-−]\s*/u, "");
    return notParsed({
      message: `${quoteText(text)} makes no sense: a measured change is never exactly a given number`,
      hint: `write ${quoteText(`within ${size}`)} for unchanged, or ${quoteText(`< +${size}`)} for no worse than`,
    });
  }
  if (unit !== "%") return parsed({ kind: "difference", comparator, value, unit, text });
  if (value <= -100) {
    const message = "nothing measured can fall by 100 % or more";
    return notParsed({
      message,
      hint: 'a sign means a change against the baseline: "> -5 %" is no more than 5 % below it',
    });
  }
  return parsed({ kind: "relative", comparator, change: value / 100, text });
}

function parseWithin(text: string, start: number): Parsed<Limit> {
  const rest = text.slice("within".length);
  const hint = 'say how much change is still none, such as "within 5 %" or "within 2 ms"';
  if (rest.trim() === "") return notParsed({ message: '"within" has no margin', hint });
  if (/^\s*(?:±|\+\/?[-−]|\+)/u.test(rest)) {
    const size = rest.replace(/^[\s±+/\-−]+/u, "");
    return notParsed({ message: 'the margin of "within" has no sign', hint: `write ${quoteText(`within ${size}`)}` });
  }
  const amount = parseAmount(rest, start + "within".length);
  if (!amount.ok) return amount;
  const { value, unit } = amount.value;
  if (value <= 0) {
    const message =
      value === 0
        ? "a margin of zero can never be met: two measurements are never the same"
        : "the margin must be above zero";
    return notParsed({ message, hint });
  }
  if (unit !== "%") return parsed({ kind: "within-difference", margin: value, unit, text });
  if (value >= 100) {
    return notParsed({ message: "a margin of 100 % or more lets everything pass, down to nothing at all", hint });
  }
  return parsed({ kind: "within-relative", margin: value / 100, text });
}

function parseAll(text: string): Parsed<Limit> {
  const rest = text.slice("all".length).trim();
  if (rest === "") return parsed({ kind: "all", count: null, text });
  const match = /^of\s+(\d{1,6})$/i.exec(rest);
  const count = Number(match?.[1] ?? "0");
  if (match !== null && count > 0) return parsed({ kind: "all", count, text });
  if (match !== null)
    return notParsed({ message: '"all of 0" asks for nothing', hint: 'write how many items there must be, or "all"' });
  const number = /\d{1,6}/.exec(rest)?.[0];
  const hint =
    number === undefined ? 'write "all", or "all of 15" to hold the count as well' : `write "all of ${number}"`;
  return notParsed({ message: `${quoteText(text)} is not understood`, hint });
}

function refuseForm(text: string): Parsed<never> {
  const mistake = mistakes.find(([spelling]) => text.startsWith(spelling));
  if (mistake !== undefined) {
    const hint = `write ${quoteText(`${mistake[1]} ${text.slice(mistake[0].length).trim()}`)}`;
    return notParsed({ message: `"${mistake[0]}" is not a comparison`, hint, offset: 0, length: mistake[0].length });
  }
  for (const [words, comparator] of comparatorWords) {
    const match = words.exec(text);
    if (match === null) continue;
    const rest = text.slice(match[0].length).trim();
    return notParsed({
      message: `${quoteText(text)} has no comparison sign`,
      hint: `write ${quoteText(`${comparator} ${rest}`)}`,
    });
  }
  if (/^[+\-−.\d]/u.test(text)) {
    const hint = `write ${quoteText(`< ${text}`)}, or with <=, >, >=, == or !=`;
    return notParsed({ message: `${quoteText(text)} does not say which side is good`, hint });
  }
  const hint = 'write it as "< 500 ms", "< +10 %", "within 5 %" or "all of 15"';
  if (/^[<>=!≤≥≠]/u.test(text)) return notParsed({ message: `${quoteText(text)} is not a comparison`, hint });
  return notParsed({
    message: `${quoteText(text)} is not a limit`,
    hint,
    word: text.split(/\s/, 1)[0] ?? "",
    known: ["within", "all"],
  });
}
