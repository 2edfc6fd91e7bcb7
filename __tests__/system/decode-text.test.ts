import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { decodeText, decodeWhole, TextDecodingError } from "../../src/system/decode-text.ts";

async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const size of sizes) {
    yield bytes.slice(from, from + size);
    from += size;
  }
  yield bytes.slice(from);
}

async function decoded(bytes: Uint8Array, sizes: readonly number[] = []): Promise<string> {
  const texts: string[] = [];
  for await (const text of decodeText(inPieces(bytes, sizes))) texts.push(text);
  return texts.join("");
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const mark = "\uFEFF";

describe("decodeText", () => {
  test.each([
    ["nothing", "", [], ""],
    ["a mark alone", mark, [], ""],
    ["ASCII in pieces", "abcdefgh", [5], "abcdefgh"],
    ["a mark, then ASCII", `${mark}abcdefgh`, [5], "abcdefgh"],
    ["a mark split between pieces", `${mark}abcdefgh`, [1, 1], "abcdefgh"],
    ["a second mark is a character", `${mark}${mark}abcd`, [], `${mark}abcd`],
    ["a mark at the start of a later piece is a character", `abcdef${mark}gh`, [6], `abcdef${mark}gh`],
    ["a character split after ASCII", "abcdé€😀fg", [6, 2, 3], "abcdé€😀fg"],
  ])("%s", async (_, text, sizes, expected) => {
    expect(await decoded(utf8(text), sizes)).toBe(expected);
  });

  test("bytes that are not UTF-8 become U+FFFD, also where ASCII follows in the next piece", async () => {
    expect(await decoded(Uint8Array.of(0x61, 0x62, 0x63, 0x64, 0xc3, 0x65, 0x66), [5])).toBe("abcd\uFFFDef");
    expect(await decoded(Uint8Array.of(0x61, 0x62, 0x63, 0x64, 0xe2, 0x82), [5])).toBe("abcd\uFFFD");
  });

  test("UTF-32 is refused", async () => {
    await expect(decoded(Uint8Array.of(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0))).rejects.toThrow(TextDecodingError);
    expect(() => decodeWhole(Uint8Array.of(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0))).toThrow(TextDecodingError);
  });

  test("any text in any pieces is what it is in one", async () => {
    const pieces = fc.array(fc.nat({ max: 9 }), { maxLength: 8 });
    const anything = fc.oneof(
      fc.string({ unit: "binary" }).map(utf8),
      fc.string().map(utf8),
      fc.uint8Array({ maxLength: 40 }),
    );
    await fc.assert(
      fc.asyncProperty(anything, pieces, async (bytes, sizes) => {
        fc.pre(!(bytes[0] === 0xff && bytes[1] === 0xfe) && !(bytes[0] === 0xfe && bytes[1] === 0xff));
        fc.pre(!(bytes[0] === 0 && bytes[1] === 0));
        const text = new TextDecoder().decode(bytes);
        expect(await decoded(bytes, sizes)).toBe(text);
        expect(decodeWhole(bytes)).toBe(text);
      }),
    );
  });
});
