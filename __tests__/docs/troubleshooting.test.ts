import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { messagesIn } from "../../scripts/collect-messages.mjs";
import { parseLimit } from "../../src/config/parse-limit.ts";
import { readBenchmarks } from "../../src/evidence/benchmarks/read-benchmarks.ts";
import { parseJsonText } from "../../src/evidence/json/parse-json-text.ts";
import { readCoverage } from "../../src/evidence/line-coverage/read-coverage.ts";
import { setFlagInText } from "../../src/flag/set-flag-in-text.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

test("every message of the source is in the troubleshooting pages, and none that is no longer there", () => {
  const run = spawnSync(process.execPath, ["scripts/write-troubleshooting.mjs", "--check"], {
    cwd: root,
    encoding: "utf8",
  });
  expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: "" });
});

describe("a message that was met is found", () => {
  const folder = `${root}docs/troubleshooting/`;
  const patterns = readdirSync(folder).flatMap((page) =>
    [...readFileSync(folder + page, "utf8").matchAll(/^(?:- |\| )(`+) ?(.+?) ?\1(?: \||$)/gm)].map(([, , words = ""]) =>
      patternOf(words),
    ),
  );

  test.each([
    ["an empty benchmark file", problemOf(readBenchmarks(""))],
    ["a benchmark file of no known form", problemOf(readBenchmarks('{"a": 1}'))],
    ["JSON that stops", problemOf(parseJsonText('{"a": '))],
    ["coverage that is none", problemOf(readCoverage("hello", []))],
    ["a key that is not in the settings", problemOf(setFlagInText("a: [", "yaml", "a", true))],
    ["a limit without a number", messageOf(parseLimit("< fast"))],
    ["a margin of nothing", messageOf(parseLimit("within 0 %"))],
  ])("%s", (_name, met) => {
    expect(met).not.toBe("");
    expect(patterns.some((pattern) => pattern.test(met))).toBe(true);
  });

  test("and one that nobody says is not", () => {
    expect(patterns.some((pattern) => pattern.test("The moon is in the wrong house today"))).toBe(false);
  });
});

test("what is a message in a source, and what to do beside it", () => {
  const source = [
    'import x from "a module of many words";',
    'type T = "words of a type only";',
    'const remedy = "Write it again.";',
    `const one = { reason: \`the file \${name} is empty\`, remedy };`,
    'refuse(wrong ? "it has no end here" : "it has no start here", "Let the tool end.");',
    'text.describe("Words for the reference only");',
    'const plain = "something else went wrong";',
    'const key = "two words";',
  ].join("\n");
  expect(messagesIn(source)).toEqual([
    { words: "the file … is empty", remedy: "Write it again." },
    { words: "it has no end here", remedy: "Let the tool end." },
    { words: "it has no start here", remedy: "Let the tool end." },
    { words: "something else went wrong", remedy: null },
  ]);
});

/** A sentence may begin with a capital where its words do not, and ends with a full stop. Words that are all put in tell nothing. */
function patternOf(words: string): RegExp {
  const escaped = words
    .replaceAll("\\|", "|")
    .split("…")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s+"))
    .join("[^]*");
  return new RegExp(`^(?:The file )?${escaped.replace(/^it\\s\+/, "(?:it\\s+)?")}\\.?$`, "i");
}

function problemOf(
  reading: { readonly ok: true } | { readonly ok: false; readonly problem: { readonly reason: string } },
) {
  return reading.ok ? "" : reading.problem.reason;
}

function messageOf(parsed: ReturnType<typeof parseLimit>): string {
  return parsed.ok ? "" : parsed.problem.message;
}
