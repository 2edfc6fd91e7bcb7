/** A place that the scanner leaves to `JSON.parse`. */
export const unusual = -2;

const deepest = 60;
const quote = 0x22;
const backslash = 0x5c;

/*
 * JSON's grammar (RFC 8259) over bytes of a line that ends with a line feed. No function looks for the end of the line: a line feed fits
 * nowhere inside a value, so it stops each of them. All give the place after what they read, or -1.
 */

/** Skips white space within a line. */
export function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return at;
    at++;
  }
}

/** 1 for bytes that stand for themselves in a string: one look instead of three comparisons for nearly every byte of a log. */
const plain = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(byte >= 0x20 && byte !== quote && byte !== backslash),
);

/** @param start right after the opening quote */
export function afterString(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    while (plain[bytes[at] ?? 0] === 1) at++;
    const byte = bytes[at];
    if (byte === quote) return at + 1;
    if (byte !== backslash) return -1;
    at = afterEscape(bytes, at + 1);
    if (at < 0) return -1;
  }
}

function afterEscape(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case quote:
    case backslash:
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 1;
    case 0x75: // u
      for (let digit = 1; digit <= 4; digit++) if (!isHexDigit(bytes[at + digit] ?? 0)) return -1;
      return at + 5;
    default:
      return -1;
  }
}

function isHexDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

/** @param start at the minus or the first digit */
export function afterNumber(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === 0x2d ? start + 1 : start;
  if (bytes[at] === 0x30) at++;
  else {
    at = afterDigits(bytes, at);
    if (at < 0) return -1;
  }
  if (bytes[at] === 0x2e) {
    at = afterDigits(bytes, at + 1);
    if (at < 0) return -1;
  }
  const exponent = bytes[at];
  if (exponent !== 0x65 && exponent !== 0x45) return at;
  const sign = bytes[at + 1];
  return afterDigits(bytes, sign === 0x2b || sign === 0x2d ? at + 2 : at + 1);
}

function afterDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x30 || byte > 0x39) break;
    at++;
  }
  return at > start ? at : -1;
}

/** Any value; {@link unusual} for one that nests too deep to be followed here. */
export function afterValue(bytes: Uint8Array, at: number, depth: number): number {
  switch (bytes[at]) {
    case quote:
      return afterString(bytes, at + 1);
    case 0x7b: // {
      return depth > deepest ? unusual : afterObject(bytes, at, depth);
    case 0x5b: // [
      return depth > deepest ? unusual : afterList(bytes, at, depth);
    case 0x74: // true
      return bytes[at + 1] === 0x72 && bytes[at + 2] === 0x75 && bytes[at + 3] === 0x65 ? at + 4 : -1;
    case 0x66: // false
      return bytes[at + 1] === 0x61 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x73 && bytes[at + 4] === 0x65
        ? at + 5
        : -1;
    case 0x6e: // null
      return bytes[at + 1] === 0x75 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x6c ? at + 4 : -1;
    default:
      return afterNumber(bytes, at);
  }
}

function afterObject(bytes: Uint8Array, open: number, depth: number): number {
  let at = skipSpace(bytes, open + 1);
  if (bytes[at] === 0x7d) return at + 1;
  for (;;) {
    if (bytes[at] !== quote) return -1;
    at = afterString(bytes, at + 1);
    if (at < 0) return -1;
    if (bytes[at] !== 0x3a) at = skipSpace(bytes, at);
    if (bytes[at] !== 0x3a) return -1;
    at++;
    if ((bytes[at] ?? 0) <= 0x20) at = skipSpace(bytes, at);
    at = bytes[at] === quote ? afterString(bytes, at + 1) : afterValue(bytes, at, depth + 1);
    if (at < 0) return at;
    if ((bytes[at] ?? 0) <= 0x20) at = skipSpace(bytes, at);
    const next = bytes[at];
    if (next === 0x7d) return at + 1;
    if (next !== 0x2c) return -1;
    at++;
    if ((bytes[at] ?? 0) <= 0x20) at = skipSpace(bytes, at);
  }
}

function afterList(bytes: Uint8Array, open: number, depth: number): number {
  let at = skipSpace(bytes, open + 1);
  if (bytes[at] === 0x5d) return at + 1;
  for (;;) {
    at = afterValue(bytes, at, depth + 1);
    if (at < 0) return at;
    at = skipSpace(bytes, at);
    const next = bytes[at];
    if (next === 0x5d) return at + 1;
    if (next !== 0x2c) return -1;
    at = skipSpace(bytes, at + 1);
  }
}
