// Times of the form 2026-11-22T23:17:56.015Z to milliseconds since 1970, by the same steps as `lines/parse-time.ts`.

const dayLengths = memory.data<u8>([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);

/** What a digit is worth at each place behind the point, in milliseconds: each a tenth of the one before, rounded every time. */
const worths: usize = memory.data(8 * 13, 8);

let knownStart: u64 = 0;
let knownRest: u16 = 0;
let knownMidnight: f64 = NaN;

// @ts-ignore: decorator
@inline
function two(at: usize): i32 {
  const tens = <u32>load<u8>(at) - 0x30;
  const ones = <u32>load<u8>(at + 1) - 0x30;
  return tens <= 9 && ones <= 9 ? tens * 10 + ones : 1000;
}

/**
 * @param zoneMinutes of times that name no zone
 * @returns NaN for every other form, and for what is no time
 */
export function readIsoTime(start: usize, end: usize, zoneMinutes: f64): f64 {
  const length = <i32>(end - start);
  if (length < 19) return NaN;
  if (load<u64>(start) !== knownStart || load<u16>(start + 8) !== knownRest) {
    const midnight = midnightOf(start);
    if (isNaN(midnight)) return NaN;
    knownStart = load<u64>(start);
    knownRest = load<u16>(start + 8);
    knownMidnight = midnight;
  }
  const mark = load<u8>(start + 10);
  if ((mark !== 0x54 && mark !== 0x20) || load<u8>(start + 13) !== 0x3a || load<u8>(start + 16) !== 0x3a) return NaN;
  const hours = two(start + 11);
  const minutes = two(start + 14);
  const seconds = two(start + 17);
  if (hours > 23 || minutes > 59 || seconds > 60) return NaN;
  let at = start + 19;
  let fraction: f64 = 0;
  if (at < end && (load<u8>(at) === 0x2e || load<u8>(at) === 0x2c)) {
    const first = at + 1;
    let worth = worths;
    if (load<f64>(worth) === 0) prepareWorths();
    for (at++; at < end && at < start + 32; at++, worth += 8) {
      const digit = <u32>load<u8>(at) - 0x30;
      if (digit > 9) break;
      fraction += <f64>digit * load<f64>(worth);
    }
    if (at === first) return NaN;
  }
  let east = zoneMinutes;
  if (at < end) {
    const sign = load<u8>(at);
    if (sign === 0x5a && at + 1 === end) east = 0;
    else if ((sign === 0x2b || sign === 0x2d) && at + 6 === end && load<u8>(at + 3) === 0x3a) {
      const zoneHours = two(at + 1);
      const zoneRest = two(at + 4);
      if (zoneHours > 99 || zoneRest > 99) return NaN;
      east = <f64>(zoneHours * 60 + zoneRest);
      if (sign === 0x2d) east = -east;
    } else return NaN;
  }
  return (
    knownMidnight + <f64>hours * 3600000 + (<f64>minutes - east) * 60000 + <f64>seconds * 1000 + fraction
  );
}

function prepareWorths(): void {
  let worth: f64 = 100;
  for (let index: usize = 0; index < 13; index++, worth /= 10) store<f64>(worths + index * 8, worth);
}

/** Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
function midnightOf(start: usize): f64 {
  if (load<u8>(start + 4) !== 0x2d || load<u8>(start + 7) !== 0x2d) return NaN;
  const century = two(start);
  const rest = two(start + 2);
  const month = two(start + 5);
  const day = two(start + 8);
  if (century < 10 || century > 99 || rest > 99 || month < 1 || month > 12 || day < 1) return NaN;
  const year = century * 100 + rest;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const most = month === 2 && isLeap ? 29 : <i32>load<u8>(dayLengths + <usize>(month - 1));
  if (day > most) return NaN;
  const shifted = month <= 2 ? year - 1 : year;
  const era = shifted / 400;
  const ofEra = shifted - era * 400;
  const ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const days = era * 146097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719468;
  return <f64>days * 86400000;
}
