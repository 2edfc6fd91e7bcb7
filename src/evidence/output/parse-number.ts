/**
 * A number as programs print it: `12`, `5058.96`, `1,234.5`, `1 234`, `1_000`, `.5`, `1e-3`.
 * A comma is a separator of thousands: it must stand before groups of three digits. A decimal comma is not taken, since
 * `1,234` could then mean two things.
 *
 * @returns null when it is not a number, or not a finite one (`NaN`, `inf`, `1e999`)
 */
export function parseNumber(text: string): number | null {
  const trimmed = text.trim().replace(/^\u2212/, "-");
  if (trimmed.length === 0 || trimmed.length > 60) return null;
  let digits = trimmed;
  if (/^[+-]?\d{1,3}(?:([,_' \u00a0\u2009\u202f])\d{3})(?:\1\d{3})*(?:\.\d+)?$/.test(trimmed)) {
    digits = trimmed.replace(/[,_' \u00a0\u2009\u202f]/g, "");
  }
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?$/.test(digits)) return null;
  const value = Number(digits);
  return Number.isFinite(value) ? value : null;
}
