import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { escapeMarkdown, markdownCode, markdownFence } from "../../src/report/escape-markdown.ts";
import { visibleCharacters } from "../../src/report/visible-characters.ts";
import { hostileText } from "./hostile-text.ts";
import { readAsGithub } from "./read-as-github.ts";
import { hostileTexts } from "./sample-reports.ts";

/** Text as a person sees it: without the gaps that keep GitHub from linking, spaces and tabs as one. */
const seen = (text: string): string => text.replaceAll("\u200B", "").replace(/\s+/g, " ").trim();

describe("readAsGithub", () => {
  test.each([
    ["a mention", "@octocat"],
    ["a team", "hello @example/team"],
    ["an issue", "see #12"],
    ["an issue elsewhere", "example/repo#12"],
    ["a commit", "in deadbeef"],
    ["an emoji", ":rocket:"],
    ["an advisory", "CVE-2021-44228"],
  ])("finds %s when it is not escaped", (_name, text) => {
    expect(readAsGithub(text).triggers).not.toEqual([]);
  });
  test.each([
    ["an address", "https://example.test/x", "a"],
    ["an image", "![x](y.png)", "img"],
    ["HTML", "a <b>x</b>", "b"],
  ])("finds %s when it is not escaped", (_name, text, element) => {
    expect(readAsGithub(text).elements).toContain(element);
  });
});

describe("escapeMarkdown", () => {
  test.each([
    ["plain words stay", "The candidate is 1.2 % slower; see below.", "The candidate is 1.2 % slower; see below."],
    ["a limit", "< +10 %", "&#60; +10 %"],
    ["line ends are written out", "a\nb", "a&#92;nb"],
    ["nothing", "", ""],
  ])("%s", (_name, text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });

  const contexts: readonly (readonly [string, (escaped: string) => string])[] = [
    ["a paragraph", (escaped) => `${escaped}\n`],
    ["a list item", (escaped) => `- ${escaped}\n`],
    ["a table cell", (escaped) => `| a | b |\n| - | - |\n| x | ${escaped} |\n| y | z |\n`],
    ["a summary", (escaped) => `<details>\n<summary>${escaped}</summary>\n\ntext\n\n</details>\n`],
  ];
  describe.each(contexts)("in %s", (_name, place) => {
    const plain = readAsGithub(place("x"));
    const check = (text: string): void => {
      const reading = readAsGithub(place(escapeMarkdown(text)));
      expect(reading.triggers).toEqual([]);
      expect([...reading.elements].filter((name) => name !== "span" && !plain.elements.has(name))).toEqual([]);
      expect(reading.tables).toEqual(plain.tables);
      expect([...reading.attributes]).toEqual([]);
      expect(seen(reading.text)).toContain(seen(visibleCharacters(text).replaceAll("\u200B", "")));
    };
    test.each(hostileTexts.map((text) => [text]))("%j comes out as text", check);
    test("any text comes out as text", () => {
      fc.assert(fc.property(hostileText, check), { numRuns: 400 });
    });
  });
});

describe("markdownCode", () => {
  test.each([
    ["a name stays as it is", "tests/x.py::test_a[1]", "`tests/x.py::test_a[1]`"],
    ["backticks", "a``b`", "``` a``b` ```"],
    ["a pipe", "a|b", "<code>a&#124;b</code>"],
    ["nothing", " ", "(empty)"],
  ])("%s", (_name, text, expected) => {
    expect(markdownCode(text)).toBe(expected);
  });
  test("any text comes out as one piece of code, in a table cell too", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const reading = readAsGithub(`| a | b |\n| - | - |\n| x ${markdownCode(text)} | y |\n`);
        expect(reading.triggers).toEqual([]);
        expect(reading.tables).toEqual([[2, 2]]);
        for (const name of reading.elements)
          expect(["table", "thead", "tbody", "tr", "th", "td", "code", "span"]).toContain(name);
        expect(seen(reading.text)).toContain(seen(visibleCharacters(text).replaceAll("\u200B", "")));
      }),
      { numRuns: 400 },
    );
  });
});

describe("markdownFence", () => {
  test("no line ends the fence", () => {
    fc.assert(
      fc.property(fc.array(hostileText, { maxLength: 5 }), (lines) => {
        const reading = readAsGithub(`${markdownFence(lines)}\n\nafter\n`);
        expect([...reading.elements].sort()).toEqual(["code", "p", "pre"]);
        expect(reading.prose.join("").trim()).toBe("after");
      }),
      { numRuns: 500 },
    );
  });
});
