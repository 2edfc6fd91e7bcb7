import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { quoteShell } from "../../src/rollout/quote-shell.ts";

/** What bash makes of the words, each ended by a NUL. */
function asBashReads(line: string): readonly string[] {
  const out = execFileSync("bash", ["--norc", "-c", `printf '%s\\0' ${line}`], { encoding: "buffer" });
  return out.toString("utf8").split("\0").slice(0, -1);
}

test.each([
  [["cp", "/a/b.yaml", "/c"], "cp /a/b.yaml /c"],
  [["a b"], "'a b'"],
  [["it's"], "'it'\\''s'"],
  [["$(reboot)", "`x`", "; rm -rf /"], "'$(reboot)' '`x`' '; rm -rf /'"],
  [["a\nb\u001b[2J"], "$'a\\x0ab\\x1b[2J'"],
  [[""], "''"],
])("%j", (words, line) => {
  expect(quoteShell(words)).toBe(line);
});

test("a shell reads every word as it was, and nothing in it acts on a terminal", () => {
  const word = fc
    .string({ unit: "binary", maxLength: 12 })
    .filter((text) => !text.includes("\0") && text.isWellFormed());
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), (words) => {
      const line = quoteShell(words);
      expect(asBashReads(line)).toEqual(words);
      expect(line).not.toMatch(/\p{Cc}/u);
    }),
    { numRuns: 150 },
  );
});
