import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { planFields } from "../../../src/telemetry/events/field-plan.ts";
import { createFieldScanner, expectScalar } from "../../../src/telemetry/events/field-scanner.ts";
import { parseFields } from "../../../src/telemetry/events/parse-fields.ts";

const paths = ["a", "b.c", "b.d.e", "t", "ключ"];
const plan = planFields(paths);
const scanner = createFieldScanner(plan);

function scan(line: Buffer): readonly unknown[] | null {
  const bytes = Buffer.concat([line, Buffer.from("\n")]);
  if (!scanner.scan(bytes, 0, line.length)) return null;
  return plan.paths.map((_, slot) => {
    const kind = scanner.kind(slot);
    if (kind === 1) return scanner.number(slot);
    if (kind === 2) return scanner.text(slot);
    return ["absent", "", "", true, false, null, "object", "array"][kind];
  });
}

/** What `JSON.parse` makes of the line, in the same form. */
function parse(line: Buffer): readonly unknown[] | null {
  const fields = parseFields(line.toString("utf8"), plan.paths);
  return (
    fields?.map((value) => {
      if (value === undefined) return "absent";
      if (typeof value === "object" && value !== null) return Array.isArray(value) ? "array" : "object";
      return value;
    }) ?? null
  );
}

describe("the scanner gives what JSON.parse gives", () => {
  test.each([
    ["a plain event", '{"a":12.5,"b":{"c":"x","d":{"e":true}},"t":"2026"}'],
    ["white space everywhere", ' \t{ "a" : 1 , "b" : { "c" : null } } \r'],
    ["equal keys: the last counts", '{"a":1,"a":2}'],
    ["equal keys on the way: what was below the first is gone", '{"b":{"c":1},"b":{"d":{"e":2}}}'],
    ["an escaped key", '{"\\u0061":5}'],
    ["an escaped value", '{"a":"x\\u0041\\n\\"y\\""}'],
    ["a list on the way", '{"b":[{"c":1}]}'],
    ["a value where an object was expected", '{"b":7}'],
    ["deep nesting", `{"x":${"[".repeat(500)}${"]".repeat(500)},"a":1}`],
    ["nesting that does not close", `{"x":${"[".repeat(500)},"a":1}`],
    ["NaN, as Python writes it", '{"a":NaN}'],
    ["a number beyond all doubles", '{"a":1e999}'],
    ["minus zero, big and small numbers", '{"a":-0,"t":123456789012345678,"b":{"c":1E-7}}'],
    ["a leading zero", '{"a":01}'],
    ["a number that ends early", '{"a":1.}'],
    ["a torn line", '{"a":1,"b":{"c"'],
    ["two objects on a line", '{"a":1}{"a":2}'],
    ["a trailing comma", '{"a":1,}'],
    ["a raw control character in a string", '{"a":"x\u0001"}'],
    ["not an object", "[1]"],
    ["nothing", ""],
    ["a byte order mark", '\ufeff{"a":1}'],
    ["a key beyond ASCII", '{"ключ":3}'],
    ["__proto__", '{"__proto__":{"a":1},"a":2}'],
  ])("%s", (_name, line) => {
    expect(scan(Buffer.from(line))).toEqual(parse(Buffer.from(line)));
  });

  test("invalid UTF-8 in keys and values", () => {
    for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf0, 0x9f]]) {
      const bad = Buffer.from(bytes);
      const inValue = Buffer.concat([Buffer.from('{"a":"x'), bad, Buffer.from('","t":1}')]);
      const inKey = Buffer.concat([Buffer.from('{"x'), bad, Buffer.from('":1,"t":1}')]);
      const outside = Buffer.concat([Buffer.from('{"t":1,'), bad, Buffer.from('"a":1}')]);
      for (const line of [inValue, inKey, outside]) expect(scan(line)).toEqual(parse(line));
    }
  });

  const key = fc.oneof(
    fc.constantFrom("a", "b", "c", "d", "e", "t", "ключ", "\\u0061", "\\\\"),
    fc.string({ maxLength: 3 }),
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.json({ maxDepth: 1 }),
      fc.double().map((value) => JSON.stringify(value)),
      fc.constantFrom(
        "1.5",
        "-0",
        "1e5",
        "true",
        "null",
        '"\\u00e9"',
        "12345678901234567890",
        "0.1234567890123456789",
        "nul",
        "01",
      ),
      tie("object"),
      fc.array(tie("value"), { maxLength: 3 }).map((items) => `[${items.join(" , ")}]`),
    ),
    object: fc
      .array(fc.tuple(key, tie("value")), { maxLength: 5 })
      .map((members) => `{${members.map(([name, value]) => `"${name}":${value}`).join(",")}}`),
  }));

  test("on generated objects, whole and damaged", () => {
    fc.assert(
      fc.property(json.object, fc.nat(), fc.nat(255), fc.boolean(), (text, place, byte, isDamaged) => {
        const line = Buffer.from(text.replaceAll("\n", " "));
        if (isDamaged && line.length > 0 && byte !== 0x0a) line[place % line.length] = byte;
        expect(scan(line)).toEqual(parse(line));
      }),
      { numRuns: 3000 },
    );
  });

  test("numbers of every length are read to the last bit", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat(20), (value, decimals) => {
        for (const text of [JSON.stringify(value), value.toFixed(decimals)]) {
          expect(scan(Buffer.from(`{"a":${text}}`))?.[0]).toBe(parse(Buffer.from(`{"a":${text}}`))?.[0]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a field is held against a value", () => {
  test.each<[string, string, string | number | boolean, boolean]>([
    ["the same text", '{"a":"x"}', "x", true],
    ["the same text, escaped", '{"a":"\\u0078"}', "x", true],
    ["a longer text", '{"a":"xy"}', "x", false],
    ["a number and its text", '{"a":"200"}', 200, false],
    ["numbers of another form", '{"a":2.0e2}', 200, true],
    ["truth", '{"a":true}', true, true],
    ["the text of a truth", '{"a":"true"}', true, false],
    ["an absent field", "{}", "x", false],
    ["the last of two", '{"a":"y","a":"x"}', "x", true],
  ])("%s", (_name, line, value, holds) => {
    const bytes = Buffer.from(`${line}\n`);
    expect(scanner.scan(bytes, 0, bytes.length - 1)).toBe(true);
    expect(scanner.holds(plan.slotOf("a"), expectScalar(value))).toBe(holds);
  });
});
