import { isAscii } from "node:buffer";
import { TextDecoder } from "node:util";

/** The bytes are text in an encoding that is not read here. */
export class TextDecodingError extends Error {
  override readonly name = "TextDecodingError";
}

/**
 * Bytes to text: UTF-8 with or without a byte order mark, bytes that are not UTF-8 become U+FFFD; UTF-16 is told by its byte
 * order mark (PowerShell 5 writes it with `>`) and decoded. The mark itself is dropped. Characters split between pieces are
 * put together; no surrogate pair is split between two pieces.
 *
 * @throws TextDecodingError for UTF-32
 */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decode: Decode | null = null;
  let head: Uint8Array = new Uint8Array(0);
  for await (const piece of bytes) {
    let next = piece;
    if (decode === null) {
      head = head.length === 0 ? piece : Buffer.concat([head, piece]);
      if (head.length < longestMark) continue;
      [decode, next] = decoderFor(head);
    }
    const text = decode(next, true);
    if (text !== "") yield text;
  }
  let last: Uint8Array = new Uint8Array(0);
  if (decode === null) [decode, last] = decoderFor(head);
  const rest = decode(last, false);
  if (rest !== "") yield rest;
}

/**
 * The same for bytes that are there already.
 *
 * @throws TextDecodingError for UTF-32
 */
export function decodeWhole(bytes: Uint8Array): string {
  const [decode, text] = decoderFor(bytes);
  return decode(text, false);
}

/** Decodes the next bytes; `more` is false for the last ones. */
type Decode = (bytes: Uint8Array, more: boolean) => string;

const longestMark = 4;

/** How to decode a text that begins like this, and what of it is left once a byte order mark is taken off. */
function decoderFor(head: Uint8Array): [decode: Decode, rest: Uint8Array] {
  const [first, second, third, fourth] = head;
  const isUtf32 =
    (first === 0xff && second === 0xfe && third === 0 && fourth === 0) ||
    (first === 0 && second === 0 && third === 0xfe && fourth === 0xff);
  if (isUtf32) throw new TextDecodingError("The file is UTF-32, which is not read.");
  if (first === 0xff && second === 0xfe) return [decodeWith("utf-16le"), head.subarray(2)];
  if (first === 0xfe && second === 0xff) return [decodeWith("utf-16be"), head.subarray(2)];
  const marked = first === 0xef && second === 0xbb && third === 0xbf;
  return [decodeUtf8(), marked ? head.subarray(3) : head];
}

/** The mark has been taken off by then: one that comes again is a character of the text. */
function decodeWith(encoding: string): Decode {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return (bytes, more) => decoder.decode(bytes, { stream: more });
}

/** Result files are ASCII nearly throughout, and copying that is five times quicker than decoding it. */
function decodeUtf8(): Decode {
  const decode = decodeWith("utf-8");
  // A character that is not finished has its last byte so far above ASCII.
  let unfinished = false;
  return (bytes, more) => {
    if (!unfinished && isAscii(bytes))
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
    unfinished = (bytes.at(-1) ?? (unfinished ? 0x80 : 0)) >= 0x80;
    return decode(bytes, more);
  };
}
