import { expect, test } from "@jest/globals";
import { visibleCharacters } from "../../src/report/visible-characters.ts";

test.each([
  ["plain text", "plain text"],
  ["a tab becomes a space", "a\tb", "a b"],
  ["a line end", "a\nb", "a\\nb"],
  ["a colour goes", "\u001b[31mred\u001b[0m", "red"],
  ["a control", "a\u0007b", "a\\x07b"],
  ["an override of direction", "a\u202eb", "a\\u{202e}b"],
  ["a zero-width space", "a\u200bb", "a\\u{200b}b"],
  ["half of a pair", "a\ud800b", "a\\u{d800}b"],
  ["what is no character", "a\ufffeb\uffffc", "a\\u{fffe}b\\u{ffff}c"],
  ["joiners stay", "👩‍💻", "👩‍💻"],
])("%s", (_name, text, expected = text) => {
  expect(visibleCharacters(text)).toBe(expected);
});
