// Decimal numbers to the nearest double, in the forms in which that is sure; NaN for all others, which TypeScript reads.
import { nonDigits } from "./bytes";

const powers = memory.data<u64>([
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
  10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000,
]);

/**
 * Up to eight digits at once, from the first on. Source: D. Lemire, "Number parsing at a gigabyte per second", Software: Practice and
 * Experience 51 (2021), section 6.
 *
 * @param count 1 to 8
 */
// @ts-ignore: decorator
@inline
function fewDigits(at: usize, count: i32): u64 {
  // Zeros in front of the digits, which stand last in memory.
  let pairs = (load<u64>(at) ^ 0x3030303030303030) << (<u64>(8 - count) << 3);
  pairs = pairs * 10 + (pairs >> 8);
  const first = (pairs & 0x000000ff000000ff) * 0x000f424000000064;
  const second = ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001;
  return (first + second) >> 32;
}

// @ts-ignore: decorator
@inline
function appendDigits(value: u64, start: usize, count: i32): u64 {
  let digits = value;
  let at = start;
  let left = count;
  while (left > 0) {
    const next = min(left, 8);
    digits = digits * load<u64>(powers + (<usize>next << 3)) + fewDigits(at, next);
    left -= next;
    at += 8;
  }
  return digits;
}

/** @param start of a number by JSON's grammar, that ends at `end` */
export function readNumber(start: usize, end: usize): f64 {
  const negative = load<u8>(start) === 0x2d;
  const from = start + usize(negative);
  const length = <i32>(end - from);
  if (length > 20) return NaN;
  const others = nonDigits(from) & (((<u64>1) << length) - 1);
  let value: f64;
  if (others === 0) {
    if (length > 19) return NaN;
    value = <f64>appendDigits(0, from, length);
  } else {
    const whole = <i32>ctz(others);
    const decimals = length - whole - 1;
    // A second sign is an exponent's.
    if ((others & (others - 1)) !== 0 || load<u8>(from + whole) !== 0x2e || decimals > 16) return NaN;
    value = divided(appendDigits(appendDigits(0, from, whole), from + whole + 1, decimals), decimals);
  }
  return negative ? -value : value;
}

/**
 * A whole number by a power of ten, rounded once. Up to 2^53 both are exact doubles, so one division does (W. D. Clinger, "How to read
 * floating point numbers accurately", PLDI 1990). Beyond, 64 bits of the quotient are worked out in whole numbers, with the last telling whether
 * anything is left, and rounded as a whole.
 */
function divided(digits: u64, decimals: i32): f64 {
  if (decimals === 0) return <f64>digits;
  const power = load<u64>(powers + (<usize>decimals << 3));
  if (digits <= 9007199254740991) return <f64>digits / <f64>power;
  const quotient = digits / power;
  const rest = digits - quotient * power;
  if (decimals > 9 || quotient < 0x40000000) return NaN;
  const shift = clz(quotient);
  const shifted = rest << shift;
  const fraction = shifted / power;
  const isExact = fraction * power === shifted;
  return <f64>((quotient << shift) | fraction | u64(!isExact)) / <f64>(<u64>1 << shift);
}
