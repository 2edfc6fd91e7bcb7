import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parse as parseToml, stringify as writeToml } from "smol-toml";
import { parse as parseYaml, stringify as writeYaml } from "yaml";
import { type FlagFileFormat, readFlagFromText, setFlagInText } from "../../src/flag/set-flag-in-text.ts";

const name = fc.constantFrom(
  "a",
  "b",
  "use-it",
  "x_1",
  "deep",
  "on",
  "1",
  "true",
  "with space",
  "ü",
  "__proto__",
  "#",
  "a:b",
);
const single = fc.oneof(
  fc.boolean(),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(
    "on",
    "off",
    "yes",
    "no",
    "true",
    "null",
    "~",
    "",
    " x",
    "it's",
    '"',
    "a # b",
    "- x",
    "{",
    "1.5",
    "é\\n",
  ),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: "small" }, single, fc.array(single, { maxLength: 3 }), tie("table")),
  table: fc.dictionary(name, tie("any"), { maxKeys: 4 }),
})).table;
const path = fc.array(name, { minLength: 1, maxLength: 3 });
const key = (parts: readonly string[]): string => parts.map((part) => `"${part}"`).join(".");

interface Format {
  readonly name: FlagFileFormat;
  readonly write: (data: unknown) => string;
  readonly parse: (text: string) => unknown;
  readonly comment: string;
}

const formats: readonly Format[] = [
  { name: "yaml", write: (data) => writeYaml(data), parse: (text) => parseYaml(text), comment: "# note" },
  { name: "json", write: (data) => JSON.stringify(data, null, 2), parse: (text) => JSON.parse(text), comment: "" },
  { name: "json", write: (data) => JSON.stringify(data), parse: (text) => JSON.parse(text), comment: "" },
  { name: "toml", write: (data) => writeToml(Object(data)), parse: (text) => parseToml(text), comment: "# note" },
];

/** What a change must give, worked out on plain data by other means than the code under test; null where it cannot be. */
function changed(data: unknown, parts: readonly string[], to: unknown): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(data));
  let table: unknown = copy;
  for (const [index, part] of parts.entries()) {
    if (typeof table !== "object" || table === null || Array.isArray(table)) return null;
    const own = Object.getOwnPropertyDescriptor(table, part)?.value;
    const last = index === parts.length - 1;
    if (last && typeof own === "object" && own !== null) return null;
    const next: unknown = last ? to : (own ?? {});
    Object.defineProperty(table, part, { value: next, enumerable: true, configurable: true, writable: true });
    table = next;
  }
  return copy;
}

describe.each(formats)("any edit of $name", ({ name: format, write, parse, comment }) => {
  test("gives the old data with the one value changed, or is refused where it cannot be made", () => {
    let done = 0;
    let asked = 0;
    fc.assert(
      fc.property(value, path, single, (data, parts, to) => {
        asked++;
        const text = `${comment}\n${write(data)}`;
        const want = changed(data, parts, to);
        const edited = setFlagInText(text, format, key(parts), to);
        if (want === null) {
          expect(edited.ok).toBe(false);
          return;
        }
        if (!edited.ok) throw new Error(`${edited.problem.reason}\n${text}`);
        done++;
        expect(JSON.parse(JSON.stringify(parse(edited.value.text)))).toEqual(want);
        expect(readFlagFromText(edited.value.text, format, key(parts))).toEqual({ ok: true, value: to });
      }),
      { numRuns: 400 },
    );
    expect(done).toBeGreaterThan(asked / 8);
  });

  test("changes the value's own text alone, and back again gives the file as it was", () => {
    fc.assert(
      fc.property(value, path, fc.boolean(), (data, parts, from) => {
        const before = changed(data, parts, from);
        if (before === null) return;
        const text = `${comment}\n${write(before)}${comment}`;
        const there = setFlagInText(text, format, key(parts), !from);
        if (!there.ok) throw new Error(`${there.problem.reason}\n${text}`);
        expect(there.value.text.length).toBe(text.length + (from ? 1 : -1));
        expect(setFlagInText(there.value.text, format, key(parts), from)).toMatchObject({ ok: true, value: { text } });
      }),
      { numRuns: 300 },
    );
  });
});

test.each(["yaml", "json", "toml", "env"] as const)(
  "no text makes the %s editor throw or lose data silently",
  (format) => {
    const part = fc.constantFrom(
      "a",
      ":",
      " ",
      "\n",
      "  ",
      "-",
      "[",
      "]",
      "{",
      "}",
      '"',
      "'",
      "#",
      "=",
      "1",
      ",",
      "\r\n",
      "\t",
      "&x ",
      "*x",
      "|",
      "\\",
      "a: ",
      "a = ",
      '"a": ',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 24 }), (parts) => {
        const text = parts.join("");
        const edited = setFlagInText(text, format, "a", "new");
        if (edited.ok) expect(readFlagFromText(edited.value.text, format, "a")).toEqual({ ok: true, value: "new" });
        else expect(edited.problem.reason).not.toBe("");
      }),
      { numRuns: 1500 },
    );
  },
);
