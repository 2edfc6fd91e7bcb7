const places = 64;
const longest = 64;

/** Gives the text that bytes of plain ASCII stand for; quickly when it gave it lately, as with the names of groups. */
export type TextMemo = (bytes: Buffer, start: number, end: number) => string;

/** Remembers as many texts as there are places, each by its length and three of its bytes; a text is given again only when all are the same. */
export function createTextMemo(): TextMemo {
  const kept = new Uint8Array(places * longest);
  const lengths = new Int32Array(places).fill(-1);
  const texts: string[] = [];

  function isKept(place: number, bytes: Buffer, start: number, length: number): boolean {
    if (lengths[place] !== length) return false;
    for (let index = 0, at = place * longest; index < length; index++, at++) {
      if (kept[at] !== bytes[start + index]) return false;
    }
    return true;
  }

  return (bytes, start, end) => {
    const length = end - start;
    if (length > longest) return bytes.toString("latin1", start, end);
    const sum =
      length + 7 * (bytes[start] ?? 0) + 31 * (bytes[start + (length >> 1)] ?? 0) + 13 * (bytes[end - 1] ?? 0);
    const place = sum % places;
    if (isKept(place, bytes, start, length)) return texts[place] ?? "";
    const text = bytes.toString("latin1", start, end);
    lengths[place] = length;
    texts[place] = text;
    for (let index = 0, at = place * longest; index < length; index++, at++) kept[at] = bytes[start + index] ?? 0;
    return text;
  };
}
