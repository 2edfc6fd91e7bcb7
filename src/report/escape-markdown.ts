import { visibleCharacters } from "./visible-characters.ts";

/**
 * GitHub links mentions, issue numbers, commits and addresses in the text that it has already rendered, so a character
 * reference or a backslash does not stop it. A zero-width space inside the trigger does.
 */
const gap = "\u200B";

/** Characters that begin or end something in Markdown or HTML, wherever they stand. */
const special = /[&<>`*_~[\]|\\#]/g;

/** A word that no table cell could break. */
const longWord = /\S{50}(?=\S{10})/gu;

/** What begins a list, a rule or a heading's underline when it stands first. */
const leading = /^(?:-(?=[-\s]|$)|\+(?=\s|$)|=(?==|\s|$)|\d{1,9}(?=[.)](?:\s|$)))/;

/**
 * Escapes untrusted text for the running text of a Markdown line, a list item or a table cell, so that it comes out as
 * the characters it is made of: no link, image, HTML, mention, issue or commit reference, address, emoji or math.
 *
 * @param text any text; line ends and unseen characters are written out
 */
export function escapeMarkdown(text: string): string {
  return (
    visibleCharacters(text)
      .trim()
      .replace(/ {2,}/g, " ")
      .replace(longWord, `$&${gap}`)
      .replace(/@/g, `@${gap}`)
      .replace(/#(?=\w)/g, `#${gap}`)
      .replace(/:(?=[\w+/-])/g, `:${gap}`)
      .replace(/www\./gi, (found) => `${found.slice(0, 3)}${gap}.`)
      .replace(/(?:GH|GHSA|CVE)-(?=\w)/gi, (found) => `${found}${gap}`)
      .replace(/[0-9a-fA-F]{7,}/g, splitHex)
      .replace(leading, (found) => `${found}${gap}`)
      .replace(special, (character) => `&#${character.charCodeAt(0)};`)
      // The way GitHub documents for a dollar sign that is no formula.
      .replace(/\$/g, () => "<span>$</span>")
  );
}

/**
 * Untrusted text as a piece of code inside a line. GitHub links nothing inside code, so names stay as they are and can
 * be copied. Safe in table cells too.
 *
 * @param text any text; the empty text becomes the words `(empty)`
 */
export function markdownCode(text: string): string {
  const shown = visibleCharacters(text).trim().replace(/ {2,}/g, " ");
  if (shown === "") return "(empty)";
  // A pipe would end a table cell even inside a code span, and renderers differ on how many backslashes save it.
  if (shown.includes("|")) return `<code>${escapeMarkdown(shown)}</code>`;
  const ticks = "`".repeat(longestRun(shown) + 1);
  const space = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
  return `${ticks}${space}${shown}${space}${ticks}`;
}

/**
 * Untrusted lines as a block of code, in a fence longer than any run of backticks inside.
 *
 * @param lines each is one line; line ends inside a line are written out
 */
export function markdownFence(lines: readonly string[]): string {
  const shown = lines.map(visibleCharacters);
  const longest = shown.reduce((most, line) => Math.max(most, longestRun(line)), 2);
  const ticks = "`".repeat(longest + 1);
  return [`${ticks}text`, ...shown, ticks].join("\n");
}

function longestRun(text: string): number {
  let longest = 0;
  for (const run of text.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  return longest;
}

/** Six characters are too few for a commit. */
function splitHex(found: string): string {
  return found.replace(/.{6}(?=.)/g, `$&${gap}`);
}
