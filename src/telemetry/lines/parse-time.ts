import type { TimeFormat } from "../../domain/verify.ts";

const minuteMs = 60_000;

/** A time of day in ISO 8601, as programs write it: `T` or a space, `.` or `,` before any number of decimals, a zone or none. */
const form =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)? ?(?:(Z|z|UTC)|([+-])(\d\d):?(\d\d)?)?$/;

/**
 * @param zoneMinutes minutes east of Greenwich of times that name no zone
 * @returns milliseconds since 1970; NaN for what is no such time (a month 13, a 30th of February)
 */
export function parseIsoTime(text: string, zoneMinutes: number): number {
  const match = form.exec(text);
  if (match === null) return Number.NaN;
  const [, year, month, day, hours, minutes, seconds, decimals, , sign, zoneHours, zoneRest] = match;
  const midnight = midnightOf(Number(year), Number(month), Number(day));
  // A leap second is written as 60.
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 60) return Number.NaN;
  const fraction = decimals === undefined ? 0 : millisecondsOf(decimals);
  const named = match[8] !== undefined || sign !== undefined;
  const ownZone = (sign === "-" ? -1 : 1) * (Number(zoneHours ?? 0) * 60 + Number(zoneRest ?? 0));
  const east = named ? ownZone : zoneMinutes;
  return (
    midnight + Number(hours) * 3_600_000 + (Number(minutes) - east) * minuteMs + Number(seconds ?? 0) * 1000 + fraction
  );
}

/** Of the decimals of a second; the same steps wherever a time is read, so that equal texts are equal times. */
function millisecondsOf(decimals: string): number {
  let fraction = 0;
  let scale = 100;
  for (const digit of decimals) {
    fraction += Number(digit) * scale;
    scale /= 10;
  }
  return fraction;
}

/** NaN for a day that no calendar has. */
export function midnightOf(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(year, month - 1, day));
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same && day > 0 ? date.getTime() : Number.NaN;
}

export const unitsPerMs: Readonly<Record<Exclude<TimeFormat, "iso">, number>> = {
  "epoch-s": 1e-3,
  "epoch-ms": 1,
  "epoch-us": 1e3,
  "epoch-ns": 1e6,
};

/** Reads the time of events in one format; keeps the last day, since most events are of the same one. */
export function createTimeReader(format: TimeFormat, zoneMinutes: number) {
  let knownDay = "";
  let knownMidnight = Number.NaN;
  return {
    ofNumber(value: number): number {
      return format === "iso" ? Number.NaN : value / unitsPerMs[format];
    },
    ofText(text: string): number {
      if (format !== "iso") return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) / unitsPerMs[format] : Number.NaN;
      // The usual form by place, `2026-11-22T23:17:56.015…`; whatever else there is goes the long way.
      const day = text.slice(0, 10);
      if (day !== knownDay) {
        const full = parseIsoTime(text, zoneMinutes);
        if (Number.isNaN(full)) return full;
        knownDay = day;
        knownMidnight = midnightOf(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10)));
      }
      return quickTime(text, knownMidnight, zoneMinutes);
    },
  };
}

/** The time of a text whose first ten characters are a day that is known to begin at `midnight`. */
function quickTime(text: string, midnight: number, zoneMinutes: number): number {
  const two = (at: number): number => {
    const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48];
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
  };
  const mark = text.charCodeAt(10);
  if ((mark !== 84 && mark !== 32) || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) {
    return parseIsoTime(text, zoneMinutes);
  }
  const [hours, minutes, seconds] = [two(11), two(14), two(17)];
  let at = 19;
  let fraction = 0;
  const point = text.charCodeAt(at);
  if (point === 46 || point === 44) {
    let scale = 100;
    for (at++; at < 32; at++, scale /= 10) {
      const digit = text.charCodeAt(at) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      fraction += digit * scale;
    }
    if (at === 20) return Number.NaN;
  }
  const rest = text.slice(at);
  if (!(hours < 24 && minutes < 60 && seconds <= 60)) return parseIsoTime(text, zoneMinutes);
  let east = rest === "" ? zoneMinutes : 0;
  if (rest !== "" && rest !== "Z") {
    const sign = rest.charCodeAt(0);
    east = (two(at + 1) * 60 + two(at + 4)) * (sign === 45 ? -1 : 1);
    const isZone =
      (sign === 43 || sign === 45) && rest.length === 6 && rest.charCodeAt(3) === 58 && !Number.isNaN(east);
    if (!isZone) return parseIsoTime(text, zoneMinutes);
  }
  return midnight + hours * 3_600_000 + (minutes - east) * minuteMs + seconds * 1000 + fraction;
}
