// JSON's grammar (RFC 8259) over a text whose last byte is a line feed. No function looks for the end of a line: a line feed fits
// nowhere inside a value, so it stops each of them. All give the place after what they read, or one of these two.
import { nonDigits } from "./bytes";

/** The text is no JSON. */
export const bad: usize = 0;
/** This is left to the reader in TypeScript, which decides. */
export const unusual: usize = 1;

const quote: i32 = 0x22;
const backslash: i32 = 0x5c;
/** Nesting that one word of bits can remember. */
const deepest: i32 = 60;

/** Skips white space within a line. */
// @ts-ignore: decorator
@inline
export function afterSpace(start: usize): usize {
  // Most logs have no white space here, or one space.
  if (load<u8>(start) > 0x20) return start;
  if (load<u8>(start) === 0x20 && load<u8>(start + 1) > 0x20) return start + 1;
  return afterMoreSpace(start);
}

function afterMoreSpace(start: usize): usize {
  let at = start;
  while (true) {
    const byte: i32 = load<u8>(at);
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return at;
    at++;
  }
}

/** One bit for each of 16 bytes: quotes, backslashes and bytes that no string may hold. */
// @ts-ignore: decorator
@inline
export function stringStops(bytes: v128): i32 {
  const quotes = i8x16.eq(bytes, i8x16.splat(0x22));
  const backslashes = i8x16.eq(bytes, i8x16.splat(0x5c));
  const controls = i8x16.le_u(bytes, i8x16.splat(0x1f));
  return i8x16.bitmask(v128.or(v128.or(quotes, backslashes), controls));
}

/** @param start right after the opening quote; gives the place after the closing one */
// @ts-ignore: decorator
@inline
export function afterString(start: usize): usize {
  let at = start;
  let stops = stringStops(v128.load(at));
  while (stops === 0) {
    at += 16;
    stops = stringStops(v128.load(at));
  }
  at += ctz(stops);
  return load<u8>(at) === quote ? at + 1 : afterOddString(at);
}

/** Goes on in a string from a byte that is no quote and does not stand for itself. */
function afterOddString(start: usize): usize {
  let at = start;
  while (true) {
    if (load<u8>(at) === quote) return at + 1;
    if (load<u8>(at) !== backslash) return bad;
    at = afterEscape(at + 1);
    if (at === bad) return bad;
    let stops = stringStops(v128.load(at));
    while (stops === 0) {
      at += 16;
      stops = stringStops(v128.load(at));
    }
    at += ctz(stops);
  }
}

function afterEscape(at: usize): usize {
  switch (<i32>load<u8>(at)) {
    case 0x22:
    case 0x5c:
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 1;
    case 0x75: // u
      for (let digit: usize = 1; digit <= 4; digit++) if (!isHexDigit(load<u8>(at + digit))) return bad;
      return at + 5;
    default:
      return bad;
  }
}

// @ts-ignore: decorator
@inline
function isHexDigit(byte: i32): bool {
  return <u32>(byte - 0x30) <= 9 || <u32>((byte | 0x20) - 0x61) <= 5;
}

/** @param start at the minus or the first digit */
// @ts-ignore: decorator
@inline
export function afterNumber(start: usize): usize {
  let at = start + usize(load<u8>(start) === 0x2d);
  const others = nonDigits(at);
  const whole = <usize>ctz(others);
  if (whole === 0 || (load<u8>(at) === 0x30 && whole > 1)) return bad;
  if (whole === 32) return afterLongNumber(at, at);
  if (load<u8>(at + whole) === 0x2e) {
    const decimals = <usize>ctz(others & (others - 1));
    if (decimals === whole + 1) return bad;
    if (decimals === 32) return afterLongNumber(at, at + whole + 1);
    at += decimals;
  } else at += whole;
  return (load<u8>(at) | 0x20) === 0x65 ? afterExponent(at + 1) : at;
}

/** @param from where digits begin that do not end within 32 bytes of the number's own beginning */
function afterLongNumber(start: usize, from: usize): usize {
  let at = afterDigits(from);
  if (at === from) return bad;
  if (from === start && load<u8>(at) === 0x2e) {
    const point = at;
    at = afterDigits(point + 1);
    if (at === point + 1) return bad;
  }
  return (load<u8>(at) | 0x20) === 0x65 ? afterExponent(at + 1) : at;
}

function afterExponent(start: usize): usize {
  const sign: i32 = load<u8>(start);
  const from = start + usize(sign === 0x2b || sign === 0x2d);
  const end = afterDigits(from);
  return end === from ? bad : end;
}

function afterDigits(start: usize): usize {
  let at = start;
  while (<u32>(load<u8>(at) - 0x30) <= 9) at++;
  return at;
}

// @ts-ignore: decorator
@inline
function afterScalar(at: usize, first: i32): usize {
  if (first === 0x74) return load<u32>(at) === 0x65757274 ? at + 4 : bad;
  if (first === 0x66) return load<u32>(at + 1) === 0x65736c61 ? at + 5 : bad;
  if (first === 0x6e) return load<u32>(at) === 0x6c6c756e ? at + 4 : bad;
  return afterNumber(at);
}

/** Any value. */
// @ts-ignore: decorator
@inline
export function afterValue(at: usize): usize {
  const first: i32 = load<u8>(at);
  if (first === quote) return afterString(at + 1);
  if (first === 0x7b || first === 0x5b) return afterContainer(at);
  return afterScalar(at, first);
}

/** An object or a list, without recursion: one bit for each level tells which it is. */
function afterContainer(open: usize): usize {
  let outer: u64 = 0;
  let depth = 0;
  let isObject = load<u8>(open) === 0x7b;
  let at = afterSpace(open + 1);
  if (load<u8>(at) === closing(isObject)) return at + 1;
  while (true) {
    if (isObject) {
      if (load<u8>(at) !== quote) return bad;
      at = afterColon(afterString(at + 1));
      if (at === bad) return bad;
    }
    const first: i32 = load<u8>(at);
    if (first === quote) at = afterString(at + 1);
    else if (first === 0x7b || first === 0x5b) {
      if (++depth === deepest) return unusual;
      outer = (outer << 1) | u64(isObject);
      isObject = first === 0x7b;
      at = afterSpace(at + 1);
      if (load<u8>(at) !== closing(isObject)) continue;
      at++;
      isObject = (outer & 1) === 1;
      outer >>= 1;
      depth--;
    } else at = afterScalar(at, first);
    if (at === bad) return bad;
    while (true) {
      at = afterSpace(at);
      const next: i32 = load<u8>(at);
      if (next === 0x2c) break;
      if (next !== closing(isObject)) return bad;
      at++;
      if (depth === 0) return at;
      isObject = (outer & 1) === 1;
      outer >>= 1;
      depth--;
    }
    at = afterSpace(at + 1);
  }
}

/** `}` or `]` */
// @ts-ignore: decorator
@inline
function closing(isObject: bool): i32 {
  return isObject ? 0x7d : 0x5d;
}

/** From the end of a key to its value. */
// @ts-ignore: decorator
@inline
export function afterColon(end: usize): usize {
  if (end === bad) return bad;
  const at = load<u8>(end) === 0x3a ? end : afterSpace(end);
  return load<u8>(at) === 0x3a ? afterSpace(at + 1) : bad;
}
