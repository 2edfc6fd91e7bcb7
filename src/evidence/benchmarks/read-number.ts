/** A number as tools print it for people, with commas between thousands: `1,234.56`. NaN when it is none. */
export function readNumber(text: string | undefined): number {
  const plain = (text ?? "").replaceAll(",", "");
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}
