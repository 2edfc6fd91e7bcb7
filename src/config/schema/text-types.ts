import { list, union } from "../../shape/compound-shapes.ts";
import { wrong } from "../../shape/issue.ts";
import { text } from "../../shape/scalar-shapes.ts";
import type { Shape } from "../../shape/shape.ts";
import type { UnitSpelling } from "../../units/parse-unit.ts";
import { knownUnits, parseUnit } from "../../units/parse-unit.ts";
import { nearestUnit, parseDuration, parseShare, parseSize, usualUnits, withUnits } from "../parse-amount.ts";
import { parseLimit } from "../parse-limit.ts";
import { notParsed, type Parsed, parsed } from "../parsed.ts";
import { quoteText } from "../quote-text.ts";

/** Text that means something: parsed while it is checked, so that nothing reads it twice. */
export function parsedText<T>(
  parse: (text: string) => Parsed<T>,
  expected: string,
  numberHint?: (number: string) => string,
) {
  return text((input) => kindWords(input, expected, numberHint)).read<T>((input, issues) => {
    const result = parse(input);
    if (result.ok) return result.value;
    const { problem } = result;
    issues.push({ code: "meaning", path: [], input, message: problem.message, detail: problem });
    return wrong;
  });
}

function kindWords(input: unknown, expected: string, numberHint?: (number: string) => string): string | undefined {
  if (input === undefined) return undefined;
  if (input === null) return `nothing is here; it needs ${expected}`;
  if (typeof input === "number" && numberHint !== undefined) return numberHint(String(input));
  return `this must be ${expected}`;
}

/** For a bare number where a unit belongs. */
export function missingUnit(units: readonly string[]): (number: string) => string {
  return (number) => `${number} has no unit: ${withUnits(number, units)}`;
}

const number = "[0-9][0-9_]*(\\.[0-9]+)?|\\.[0-9]+";

export function durationText(options: { zero?: boolean; maxMs?: number } = {}) {
  return parsedText(
    (text) => parseDuration(text, options),
    'a duration, such as "20 min"',
    missingUnit(["min", "s"]),
  ).annotate({
    pattern: `^\\s*\\+?\\s*(${number})([eE][+-]?[0-9]+)?\\s*(ps|ns|µs|μs|us|ms|s|sec|min|m|h|d)\\s*$`,
    examples: ["20 min", "90 s", "1 h"],
  });
}

export const sizeText = () =>
  parsedText(parseSize, 'a size, such as "1 GB"', missingUnit(["GB", "MB"])).annotate({
    pattern: `^\\s*\\+?\\s*(${number})([eE][+-]?[0-9]+)?\\s*([KkMGT]?B|[KMGT]iB)\\s*$`,
    examples: ["1 GB", "512 MiB"],
  });

export const shareText = () =>
  parsedText(parseShare, 'a percentage, such as "1 %"', missingUnit(["%"])).annotate({ examples: ["1 %"] });

export const limitText = () =>
  parsedText(parseLimit, 'a limit, such as "< 500 ms"', missingSide).annotate({
    pattern: "^\\s*([<>]=?|[=!]=|[≤≥≠]|[wW][iI][tT][hH][iI][nN]|[aA][lL][lL])",
    examples: ["< 500 ms", "< +10 %", "< +100 MB", "within 5 %", ">= 85 %", "== 0", "all of 15"],
  });

/** For a bare number where a limit belongs. */
export function missingSide(bare: string): string {
  return `${bare} does not say which side is good: write "< ${bare}", with its unit if it has one`;
}

export const unitText = () =>
  parsedText<UnitSpelling>((text) => {
    const unit = parseUnit(text);
    if (unit !== null) return parsed(unit);
    const hint = `did you mean ${quoteText(nearestUnit(text))}? Units: ${usualUnits}`;
    return notParsed({ message: `${quoteText(text)} is not a unit`, hint });
  }, 'a unit, such as "ms"').annotate({ enum: ["", ...knownUnits] });

const maxNameLength = 64;
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** A name that is also part of paths, titles and outputs: letters, digits, `-`, `_` and `.`. */
export function nameText(what: string, maxLength = maxNameLength) {
  const rule = `${what} is made of letters, digits, "-", "_" and ".", begins with a letter or digit, and has at most ${maxLength} characters`;
  return text((input) => (input === undefined ? undefined : `${rule}; put it in quotes if it is a number`))
    .matching(namePattern, rule)
    .max(maxLength, rule);
}

/** Text that must not be empty. */
export function filledText(what: string, maxLength = 8192) {
  return text().matching(/\S/, `${what} is empty`).max(maxLength, `${what} is longer than ${maxLength} characters`);
}

/** One item or a list of them; always a list afterwards. */
export function oneOrMore<Item>(item: Shape<Item>, expected: string) {
  return union(
    [item.transform((value) => [value]), list(item, { min: 1, tooFew: `the list is empty: it needs ${expected}` })],
    `this must be ${expected}, or a list of them`,
  );
}

/** A file below a stage's evidence folder. */
export function evidenceFile() {
  return parsedText(parseEvidenceFile, "a file in the stage's evidence folder").annotate({ minLength: 1 });
}

function parseEvidenceFile(text: string): Parsed<string> {
  const prefix = /^\$(?:EVIDENCE|\{EVIDENCE\})[/\\]/.exec(text)?.[0];
  if (prefix !== undefined) {
    const hint = `write ${quoteText(text.slice(prefix.length))}`;
    return notParsed({ message: "files are looked for in $EVIDENCE already", hint, offset: 0, length: prefix.length });
  }
  return parseInsidePath(text, "the stage's evidence folder", "have the command write the file into $EVIDENCE");
}

/** A path that stays inside a folder: relative, without `..`. */
export function parseInsidePath(text: string, folder: string, hint: string): Parsed<string> {
  if (text.trim() === "") return notParsed({ message: "the path is empty" });
  if (text.includes("\0")) return notParsed({ message: "the path holds a NUL character" });
  if (/^(?:[/\\~]|[A-Za-z]:)/.test(text) || text.split(/[/\\]/).includes("..")) {
    return notParsed({ message: `${quoteText(text)} leads out of ${folder}`, hint });
  }
  return parsed(text);
}

/** A day of the calendar, as text. */
export const dateText = () =>
  parsedText(parseDate, 'a date, such as "2026-03-31"').annotate({
    pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    examples: ["2026-03-31"],
  });

function parseDate(text: string): Parsed<string> {
  const form = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  const time = form === null ? Number.NaN : Date.parse(`${text}T00:00:00Z`);
  // Some engines take 30 February for 2 March.
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  if (isDay) return parsed(text);
  return notParsed({ message: `${quoteText(text)} is not a day`, hint: "write year, month and day: 2026-03-31" });
}
