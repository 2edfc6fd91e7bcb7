// Decimal numbers to the nearest double, in the forms in which that is sure; NaN for all others, which TypeScript reads.
import { nonDigits } from "./bytes";

const powers = memory.data<u64>([
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
  10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000,
]);

/** Eight digits at once. Source: D. Lemire, "Number parsing at a gigabyte per second", Software: Practice and Experience 51 (2021), section 6. */
// @ts-ignore: decorator
@inline
function eightDigits(at: usize): u64 {
  let pairs = load<u64>(at) - 0x3030303030303030;
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
  for (; left >= 8; left -= 8, at += 8) digits = digits * 100000000 + eightDigits(at);
  for (; left > 0; left--, at++) digits = digits * 10 + (load<u8>(at) - 0x30);
  return digits;
}

/** How many digits stand from a place on, at most to `end`. */
// @ts-ignore: decorator
@inline
function countDigits(start: usize, end: usize): i32 {
  let count = min(<i32>(end - start), ctz(nonDigits(start)));
  while (count >= 16 && start + count < end && <u32>load<u8>(start + count) - 0x30 <= 9) count++;
  return count;
}

/** @param start of a number by JSON's grammar, that ends at `end` */
export function readNumber(start: usize, end: usize): f64 {
  const negative = load<u8>(start) === 0x2d;
  const from = start + usize(negative);
  if (end - from > 20) return NaN;
  const whole = countDigits(from, end);
  let digits = appendDigits(0, from, whole);
  let decimals = 0;
  if (from + whole < end) {
    if (load<u8>(from + whole) !== 0x2e) return NaN;
    const point = from + whole + 1;
    decimals = <i32>(end - point);
    if (whole + decimals > 19 || decimals > 16 || countDigits(point, end) < decimals) return NaN;
    digits = appendDigits(digits, point, decimals);
  } else if (whole > 19) return NaN;
  const value = divided(digits, decimals);
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
