import type { RolloutWindow } from "../domain/rollout-plan.ts";

const minuteMs = 60_000;
/** Whatever the window and the zone, a week and a change of the clocks lie between two openings at the most. */
const furthestMinutes = 8 * 24 * 60;

/** Whether the flag may be turned on at a moment. Hours are those of clocks in the window's zone. */
export function isOpen(window: RolloutWindow, at: Date): boolean {
  return openAccordingTo(localClock(window.zone), window, at);
}

/** The first full minute from a moment on at which the window is open; null when there is none within a week. */
export function opensAt(window: RolloutWindow, from: Date): Date | null {
  return firstMinute(window, from, true);
}

/** The first full minute from a moment on at which it is closed; null when it stays open for a week. */
export function closesAt(window: RolloutWindow, from: Date): Date | null {
  return firstMinute(window, from, false);
}

/** Why the flag may not be turned on at a moment, as a sentence that says when it may; null when it may. */
export function whyOutside(window: RolloutWindow, at: Date): string | null {
  if (isOpen(window, at)) return null;
  const opens = opensAt(window, at);
  const next = opens === null ? "" : ` It opens on ${showMoment(opens, window.zone)}.`;
  return `It is ${showMoment(at, window.zone)}, outside of the window ${showWindow(window)}.${next}`;
}

/**
 * Why what takes so long at the least cannot be done before the window closes; null when it can.
 *
 * @param leastMs what the shares are left to work, in all
 */
export function whyTooLate(window: RolloutWindow, at: Date, leastMs: number): string | null {
  if (leastMs === 0 || !isOpen(window, at)) return null;
  const closes = closesAt(window, at);
  if (closes === null || at.getTime() + leastMs <= closes.getTime()) return null;
  const minutes = (durationMs: number) => `${Math.round(durationMs / minuteMs)} min`;
  return `The shares are left to work for ${minutes(leastMs)} in all, and the window closes in ${minutes(closes.getTime() - at.getTime())}, on ${showMoment(closes, window.zone)}.`;
}

/** `Mon to Fri 09:00–16:00 (Europe/Berlin)` */
export function showWindow({ open, zone }: RolloutWindow): string {
  const parts = open.map(({ days, fromMinute, toMinute }) => {
    const hours = `${showMinute(fromMinute)}–${showMinute(toMinute)}`;
    return days.length === 7 ? `every day ${hours}` : `${showDays(days)} ${hours}`;
  });
  return `${parts.join(", ")} (${zone})`;
}

const dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Three days or more in a row are told from and to. */
function showDays(days: readonly number[]): string {
  const rows: number[][] = [];
  for (const day of days) {
    const row = rows.at(-1);
    if (row !== undefined && row.at(-1) === day - 1) row.push(day);
    else rows.push([day]);
  }
  const name = (day: number | undefined) => dayNames[(day ?? 1) - 1] ?? "";
  return rows
    .map((row) => (row.length > 2 ? `${name(row[0])} to ${name(row.at(-1))}` : row.map(name).join(", ")))
    .join(", ");
}

function showMinute(minute: number): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** `Sat 2026-11-28 10:12` in a zone. */
function showMoment(at: Date, zone: string): string {
  const { date, day, minute } = localClock(zone)(at);
  return `${dayNames[day - 1]} ${date} ${showMinute(minute)}`;
}

interface Local {
  /** 2026-11-28 */
  readonly date: string;
  /** Monday is 1. */
  readonly day: number;
  /** After midnight. */
  readonly minute: number;
}

type LocalClock = (at: Date) => Local;

function localClock(timeZone: string): LocalClock {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
    return {
      date: `${part("year")}-${part("month")}-${part("day")}`,
      day: dayNames.findIndex((name) => part("weekday").startsWith(name)) + 1,
      minute: Number(part("hour")) * 60 + Number(part("minute")),
    };
  };
}

function openAccordingTo(clock: LocalClock, { open }: RolloutWindow, at: Date): boolean {
  const { day, minute } = clock(at);
  const yesterday = ((day + 5) % 7) + 1;
  return open.some(({ days, fromMinute, toMinute }) =>
    fromMinute < toMinute
      ? days.includes(day) && minute >= fromMinute && minute < toMinute
      : (days.includes(day) && minute >= fromMinute) || (days.includes(yesterday) && minute < toMinute),
  );
}

/** Minute by minute, so that it is right also where clocks are changed. */
function firstMinute(window: RolloutWindow, from: Date, wanted: boolean): Date | null {
  const clock = localClock(window.zone);
  if (openAccordingTo(clock, window, from) === wanted) return from;
  const first = Math.floor(from.getTime() / minuteMs) * minuteMs;
  for (let minutes = 1; minutes <= furthestMinutes; minutes++) {
    const at = new Date(first + minutes * minuteMs);
    if (openAccordingTo(clock, window, at) === wanted) return at;
  }
  return null;
}
