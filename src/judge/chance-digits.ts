/**
 * How many digits of a measured value chance sets anew each time: those after the second. Trailing zeros do not count, and digits
 * beyond the twelfth are rounding. Two runs that agree in six of them are one run, but for one case in a million.
 */
export function chanceDigits(value: number): number {
  if (!Number.isFinite(value)) return 0;
  const digits = value.toExponential(11).replace(/e.*$/, "").replace(/\D/g, "").replace(/0+$/, "");
  return Math.max(0, digits.length - 2);
}

/** From so many digits in all on, what is equal to the last one is a copy. */
export const copyDigits = 6;
