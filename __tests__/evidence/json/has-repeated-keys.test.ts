import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { hasRepeatedKeys } from "../../../src/evidence/json/has-repeated-keys.ts";

const has = (text: string): boolean => hasRepeatedKeys(text, JSON.parse(text));

test.each([
  ['{"a":1,"a":1}', true],
  ['{"a":{"b":[{"c":1,"c":2}]}}', true],
  ['{"a":1,"\\u0061":2}', true],
  ['{"__proto__":1,"__proto__":2}', true],
  ['{"a":1,"b":{"a":1}}', false],
  ['{"__proto__":{"a":1}}', false],
  ['{"a:b":"c:d\\":","e":[":",{"f":1}]}', false],
  ["[]", false],
  ["1", false],
])("%s: %p", (text, expected) => {
  expect(has(text)).toBe(expected);
});

test("what JSON.stringify writes has none, and one more of any key is seen", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (object) => {
      const text = JSON.stringify(object);
      expect(has(text)).toBe(false);
      const [key = ""] = Object.keys(JSON.parse(text));
      expect(has(`{${JSON.stringify(key)}:0,${text.slice(1)}`)).toBe(true);
    }),
  );
});
