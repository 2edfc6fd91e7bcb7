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
  let decoder: TextDecoder | null = null;
  let head: Uint8Array = new Uint8Array(0);
  for await (const piece of bytes) {
    if (decoder === null) {
      head = Buffer.concat([head, piece]);
      if (head.length < longestMark) continue;
      decoder = decoderFor(head);
      const text = decoder.decode(head, { stream: true });
      if (text !== "") yield text;
      continue;
    }
    const text = decoder.decode(piece, { stream: true });
    if (text !== "") yield text;
  }
  const rest = decoder === null ? decoderFor(head).decode(head) : decoder.decode();
  if (rest !== "") yield rest;
}

const longestMark = 4;

function decoderFor(head: Uint8Array): TextDecoder {
  const [first, second, third, fourth] = head;
  const isUtf32 =
    (first === 0xff && second === 0xfe && third === 0 && fourth === 0) ||
    (first === 0 && second === 0 && third === 0xfe && fourth === 0xff);
  if (isUtf32) throw new TextDecodingError("The file is UTF-32, which is not read.");
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le");
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be");
  return new TextDecoder("utf-8");
}
