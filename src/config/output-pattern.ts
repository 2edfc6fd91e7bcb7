import { RE2JS } from "re2js";
import { notParsed, type Parsed, parsed } from "./parsed.ts";
import { quoteText } from "./quote-text.ts";

const maxPatternLength = 1000;

/** Checks a pattern of the config; see `checkPattern`. */
export type PatternCheck = (pattern: string, groups: "value" | "any") => Parsed<string>;

/**
 * Checks a pattern of the config: RE2 syntax, which runs in linear time whatever it is given.
 *
 * @param groups `value`: exactly one capturing group, or one named `value`, must hold the number; `any`: groups do not matter
 */
export function checkPattern(pattern: string, groups: "value" | "any"): Parsed<string> {
  if (pattern === "") return notParsed({ message: "the pattern is empty" });
  if (pattern.length > maxPatternLength)
    return notParsed({ message: `the pattern is longer than ${maxPatternLength} characters` });
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (error) {
    return notParsed(describeFault(pattern, error));
  }
  const count = compiled.groupCount();
  if (groups === "any" || count === 1 || Object.hasOwn(compiled.namedGroups(), "value")) return parsed(pattern);
  const hint = "put brackets around the number alone: 'took ([0-9.]+) ms'; other groups are written (?:…)";
  if (count === 0) return notParsed({ message: "the pattern has no group that holds the value", hint });
  return notParsed({
    message: `the pattern has ${count} groups: which one holds the value?`,
    hint: `name it (?P<value>…), or ${hint}`,
  });
}

function describeFault(pattern: string, error: unknown) {
  const description = error instanceof Error ? error.message : String(error);
  if (/\(\?(?:<?[=!]|>)/.test(pattern)) {
    const offset = pattern.search(/\(\?(?:<?[=!]|>)/);
    const message = "look-ahead, look-behind and atomic groups are not part of RE2, which runs in linear time";
    return { message, hint: "match what stands around it and put brackets around the number", offset, length: 3 };
  }
  const backReference = /\\[1-9]/.exec(pattern);
  if (backReference !== null) {
    const message = "back-references are not part of RE2, which runs in linear time";
    return { message, hint: "write the text out", offset: backReference.index, length: 2 };
  }
  // re2js ends its message with the fragment that it stopped at, in back quotes.
  const fragment = /`([^`]*)`$/.exec(description)?.[1] ?? "";
  const at = fragment === "" ? -1 : pattern.indexOf(fragment);
  const what = description.replace(/^error parsing regexp:\s*/, "").replace(/:?\s*`[^`]*`$/, "");
  const message = `the pattern cannot be read: ${quoteText(what).slice(1, -1)}${fragment === "" ? "" : ` at ${quoteText(fragment)}`}`;
  const place = at === -1 ? {} : { offset: at, length: fragment.length };
  return { message, hint: "patterns are written in RE2 syntax", ...place };
}
