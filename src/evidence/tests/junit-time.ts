const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/**
 * A `time` attribute in milliseconds. Writers say `0.123`, `1,234.5` (grouped in thousands), `0,5` (a decimal comma),
 * `0.5s` and `12ms`.
 *
 * @returns 0 when there is none or it is no duration: NaN, negative, infinite. A time never decides about a test.
 */
export function parseTestTime(text: string | undefined): number {
  if (text === undefined) return 0;
  const match = /^([0-9.,eE+-]{1,40})\s*(ms|s|sec)?$/.exec(text.trim());
  if (match === null) return 0;
  const [, digits = "", unit] = match;
  // A group never begins with a zero, so 0,005 can only be a decimal comma.
  const isGrouped = grouped.test(digits) && !digits.startsWith("0");
  const plain = isGrouped ? digits.replaceAll(",", "") : digits.replace(",", ".");
  const value = Number(plain) * (unit === "ms" ? 1 : 1000);
  return Number.isFinite(value) && value > 0 ? value : 0;
}
