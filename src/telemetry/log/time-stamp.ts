import { midnightOf, parseIsoTime } from "../lines/parse-time.ts";

const digit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/**
 * Where a time stamp that begins at a place ends; -1 when none begins there. Looks at few bytes; what the stamp means is
 * {@link readStamp}'s business.
 */
export function afterStamp(bytes: Buffer, at: number): number {
  if (digit(bytes[at])) return afterDigitStamp(bytes, at);
  if (isMonthAt(bytes, at)) return afterMonthStamp(bytes, at);
  // Apache's: [Sun Nov 22 23:17:56.015 2026]
  if (bytes[at + 3] === 0x20 && isMonthAt(bytes, at + 4)) {
    const end = afterMonthStamp(bytes, at + 4);
    return end > 0 && bytes[end] === 0x20 && digit(bytes[end + 1]) && digit(bytes[end + 4]) ? end + 5 : end;
  }
  return -1;
}

function afterDigitStamp(bytes: Buffer, at: number): number {
  const mark = bytes[at + 4];
  // 2026-11-22 23:17:56, also with slashes
  if ((mark === 0x2d || mark === 0x2f) && bytes[at + 7] === mark) {
    const between = bytes[at + 10];
    return between === 0x20 || between === 0x54 ? afterZone(bytes, afterClock(bytes, at + 11)) : -1;
  }
  // 22-Nov-2026 23:17:56, 22/Nov/2026:23:17:56
  const month = bytes[at + 2] === 0x2d || bytes[at + 2] === 0x2f ? at + 3 : -1;
  if (month > 0 && isMonthAt(bytes, month)) return afterZone(bytes, afterClock(bytes, at + 12));
  return bytes[at + 2] === 0x3a ? afterClock(bytes, at) : -1;
}

/** Nov 22 23:17:56, and Nov  2 */
function afterMonthStamp(bytes: Buffer, at: number): number {
  return bytes[at + 3] === 0x20 && digit(bytes[at + 5]) ? afterClock(bytes, at + 7) : -1;
}

/** 23:17:56, with any decimals. */
function afterClock(bytes: Buffer, at: number): number {
  if (bytes[at + 2] !== 0x3a || bytes[at + 5] !== 0x3a || !digit(bytes[at]) || !digit(bytes[at + 7])) return -1;
  let end = at + 8;
  if ((bytes[end] === 0x2e || bytes[end] === 0x2c) && digit(bytes[end + 1])) {
    end++;
    while (digit(bytes[end])) end++;
  }
  return end;
}

function afterZone(bytes: Buffer, at: number): number {
  if (at < 0) return -1;
  if (bytes[at] === 0x5a) return at + 1;
  const sign = bytes[at] === 0x20 ? at + 1 : at;
  if ((bytes[sign] !== 0x2b && bytes[sign] !== 0x2d) || !digit(bytes[sign + 1]) || !digit(bytes[sign + 2])) return at;
  const minutes = bytes[sign + 3] === 0x3a ? sign + 4 : sign + 3;
  return digit(bytes[minutes]) && digit(bytes[minutes + 1]) ? minutes + 2 : at;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const monthKeys = new Set(
  months.map((name) => (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2)),
);

function isMonthAt(bytes: Buffer, at: number): boolean {
  return monthKeys.has(((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0));
}

/** What a stamp leaves out is filled in from here. */
export interface StampContext {
  /** Of stamps without a zone, in minutes east of Greenwich. */
  readonly zoneMinutes: number;
  /** A stamp without a year lies in the year before this moment, or at most a day after it. */
  readonly nowMs: number;
}

/** @returns milliseconds since 1970; NaN for a time of day without a date, and for what is no time */
export function readStamp(text: string, context: StampContext): number {
  const { zoneMinutes } = context;
  if (/^\d{4}[-/]/.test(text)) return parseIsoTime(text.replace("/", "-").replace("/", "-"), zoneMinutes);
  const dayFirst = /^(\d\d)[-/]([A-Z][a-z]{2})[-/](\d{4})[ :](.*)$/.exec(text);
  if (dayFirst !== null) return isoOf(dayFirst[3], dayFirst[2], dayFirst[1], dayFirst[4], zoneMinutes);
  const monthFirst = /^(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2}) ([ \d]\d) ([\d:.,]+)(?: (\d{4}))?$/.exec(text);
  if (monthFirst === null) return Number.NaN;
  const [, month, day, clock, year] = monthFirst;
  if (year !== undefined) return isoOf(year, month, day, clock, zoneMinutes);
  const thisYear = new Date(context.nowMs).getUTCFullYear();
  const latest = context.nowMs + 86_400_000;
  const candidates = [thisYear + 1, thisYear, thisYear - 1, thisYear - 2, thisYear - 3].map((candidate) =>
    isoOf(String(candidate), month, day, clock, zoneMinutes),
  );
  return candidates.find((time) => time <= latest) ?? Number.NaN;
}

function isoOf(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  clock: string | undefined,
  zoneMinutes: number,
): number {
  const number = months.indexOf(month ?? "") + 1;
  const two = (value: number | string): string => String(value).trim().padStart(2, "0");
  const date = `${year}-${two(number)}-${two(day ?? "")}`;
  return Number.isNaN(midnightOf(Number(year), number, Number(day)))
    ? Number.NaN
    : parseIsoTime(`${date} ${clock}`, zoneMinutes);
}

/** `1122 23:17:56.015123`, as klog and glog write it, as a stamp with a month's name. */
export function stampOfKlog(text: string): string {
  return `${months[Number(text.slice(0, 2)) - 1] ?? ""} ${text.slice(2, 4)} ${text.slice(5)}`;
}
