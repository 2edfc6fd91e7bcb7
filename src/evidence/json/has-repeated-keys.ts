import { endOfString } from "./json-bounds.ts";

/**
 * Whether some object in a JSON text has a key twice. A parser keeps the last of them without a word, another program the first:
 * two readers of such a text do not read the same.
 *
 * @param text valid JSON
 * @param value what parsing it gave
 */
export function hasRepeatedKeys(text: string, value: unknown): boolean {
  return keysWritten(text) !== keysKept(value);
}

/** Every key is followed by the one colon that stands outside of strings. */
function keysWritten(text: string): number {
  const structure = /[":]/g;
  let keys = 0;
  while (structure.test(text)) {
    const next = structure.lastIndex;
    if (text.charCodeAt(next - 1) === 0x3a) keys++;
    else structure.lastIndex = endOfString(text, next) + 1;
  }
  return keys;
}

function keysKept(value: unknown): number {
  const pending: unknown[] = [value];
  let keys = 0;
  for (let at = 0; at < pending.length; at++) {
    const one = pending[at];
    if (typeof one !== "object" || one === null) continue;
    const members = Object.values(one);
    if (!Array.isArray(one)) keys += members.length;
    for (const member of members) if (typeof member === "object" && member !== null) pending.push(member);
  }
  return keys;
}
