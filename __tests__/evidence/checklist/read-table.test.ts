import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readChecklist } from "../../../src/evidence/checklist/read-checklist.ts";

const wrapped = `
                              Available Providers
┏━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━┓
┃ Provider    ┃ Status        ┃ Features                ┃ Aliases              ┃
┡━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━┩
│ anthropic   │ ✅ Ready      │ Tool calling, Streaming,│                      │
│             │               │ long contexts           │                      │
│ azure       │ 🏢 Enterprise │ Hosted                  │ azure-openai         │
│ claude      │ ❓ Unknown    │                         │                      │
│ ollama      │ ❌ Offline    │ Local models            │ llama, llama.cpp,    │
│             │               │                         │ local                │
│ replicate   │ ⚠️ Untested    │                         │                      │
└─────────────┴───────────────┴─────────────────────────┴──────────────────────┘
`;

const items = (text: string) => {
  const reading = readChecklist(text);
  if (!reading.ok) throw new Error(reading.problem.reason);
  return reading.value.map(({ name, status, message }) => [name, status, message]);
};

describe("a table for people", () => {
  test("is read cell by cell, and rows that go on are joined", () => {
    expect(items(wrapped)).toEqual([
      ["anthropic", "passed", "Tool calling, Streaming, long contexts"],
      ["azure", "unknown", "🏢 Enterprise; Hosted; azure-openai"],
      ["claude", "unknown", "❓ Unknown"],
      ["ollama", "failed", expect.stringMatching(/Offline; Local models; llama, llama\.cpp, local$/)],
      ["replicate", "unknown", expect.stringMatching(/Untested$/)],
    ]);
  });

  test.each([
    ["Markdown", "| part | result |\n|------|--------|\n| lexer | ok |\n| parser | failed |\n"],
    ["bars alone", "part | result\n-----+-------\nlexer | ok\nparser | failed\n"],
    ["ASCII", "+------+------+\r\n| part | result |\r\n+------+------+\r\n| lexer | ok |\r\n| parser | failed |\r\n"],
  ])("is known as %s", (_, text) => {
    expect(items(text).map(([name, status]) => [name, status])).toEqual([
      ["lexer", "passed"],
      ["parser", "failed"],
    ]);
  });

  test.each([
    [
      "without a column that says how it is",
      "| a | b |\n| x | y |\n",
      /no column that says how an item is; its columns are a and b/,
    ],
    ["with a name twice", "| a | status |\n| x | ok |\n| x | ok |\n", /two rows of its table are called x/i],
    ["whose items have no known status", "| a | status |\n| x | hm |\n", /status|x/],
  ])("%s is no pass", (_, text, words) => {
    const reading = readChecklist(text);
    if (reading.ok) expect(reading.value.filter(({ status }) => status === "passed")).toEqual([]);
    else expect(reading.problem.reason).toMatch(words);
  });

  test("no text makes it throw, and JSON stays JSON", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("|", "│", "━", "\n", " ", "a", "ok", "status", "\0", "[") }),
        (text) => {
          const reading = readChecklist(text);
          expect(typeof reading.ok).toBe("boolean");
        },
      ),
    );
    expect(items('[{"name": "a | b", "passed": true},\n {"name": "c | status", "passed": true}]')).toHaveLength(2);
  });
});
