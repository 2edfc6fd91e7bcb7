import type { LedgerEvent } from "../domain/ledger.ts";
import type { VerifyWindow } from "../domain/verify.ts";

/** A look at production that has to be made now, or was to be made. */
export interface DueWindow {
  /** The operation that turned the flag on. */
  readonly operation: string;
  readonly window: VerifyWindow;
  readonly due: Date;
  /** The stretch of time to look at. It ends when the look was due, so that a late one sees what a punctual one would have seen. */
  readonly from: Date;
  readonly to: Date;
  /** Looks of the same cadence that were never made and are not made up for. */
  readonly missed: number;
}

/** What has to be looked at now, and what comes next. */
export interface WindowPlan {
  /** In the order in which they were due. */
  readonly due: readonly DueWindow[];
  /** The earliest look that is still to come; null when there is none. */
  readonly next: { readonly window: string; readonly due: Date } | null;
}

/** The time that the flag went on, and the looks that were concluded since. */
interface Watch {
  readonly operation: string;
  readonly onMs: number;
  /** By window: when the looks that were concluded had been due. */
  readonly concluded: ReadonlyMap<string, readonly number[]>;
}

/**
 * Which windows are due. Times count from when the flag went on; a rollout that is off, or was turned off again, has none.
 *
 * - A window whose time has passed is due until it is concluded, however late that is, and is concluded once.
 * - One with a cadence is due again at its pace until the next window's time. Of several looks that were missed only the latest is
 *   made, since the next ones see the same time; when the next window has begun, none of them is, if there was one at all.
 * - What was concluded is known by its name (and, in a cadence, by when it was due), never by the clock: one that goes back makes
 *   nothing due twice.
 */
export function dueWindows(windows: readonly VerifyWindow[], events: readonly LedgerEvent[], now: Date): WindowPlan {
  const watch = foldWatch(events);
  if (watch === null) return { due: [], next: null };
  const sinceMs = now.getTime() - watch.onMs;
  const looks = windows.map((window) => planWindow(window, endOf(window, windows), watch, sinceMs));
  const due = looks.flatMap(({ due }) => due ?? []).sort((one, other) => one.due.getTime() - other.due.getTime());
  const coming = looks
    .flatMap(({ window, nextMs }) => (nextMs === null ? [] : { window, nextMs }))
    .sort((one, other) => one.nextMs - other.nextMs)[0];
  return {
    due,
    next: coming === undefined ? null : { window: coming.window, due: new Date(watch.onMs + coming.nextMs) },
  };
}

/**
 * Whether a look was concluded meanwhile, or its rollout is over; asked inside the ledger's `update`, so that of two runs that
 * made the same look one concludes it.
 */
export function isStillDue({ operation, window, due }: DueWindow, events: readonly LedgerEvent[]): boolean {
  const watch = foldWatch(events);
  if (watch === null || watch.operation !== operation) return false;
  const concluded = watch.concluded.get(window.name) ?? [];
  return window.everyMs === null ? concluded.length === 0 : !concluded.includes(due.getTime());
}

function foldWatch(events: readonly LedgerEvent[]): Watch | null {
  let watch: Watch | null = null;
  for (const event of events) {
    if (event.kind === "flag-enabled") {
      watch = { operation: event.operation, onMs: Date.parse(event.at), concluded: new Map() };
    }
    if (event.kind === "rolled-back" && event.ending !== "failed") watch = null;
    if (event.kind === "flag-turned-back" && event.flag === "off") watch = null;
    if (event.kind !== "window-concluded" || watch === null || event.operation !== watch.operation) continue;
    const before = watch.concluded.get(event.window) ?? [];
    const dueMs = [...before, Date.parse(event.due)];
    watch = { ...watch, concluded: new Map([...watch.concluded, [event.window, dueMs]]) };
  }
  return watch;
}

/** When the next window begins, in milliseconds since the flag went on; infinite for the last one. */
function endOf({ afterMs }: VerifyWindow, windows: readonly VerifyWindow[]): number {
  return Math.min(...windows.map((window) => window.afterMs).filter((other) => other > afterMs));
}

/** All times in milliseconds since the flag went on. */
function planWindow(
  window: VerifyWindow,
  endMs: number,
  watch: Watch,
  sinceMs: number,
): { readonly window: string; readonly due: DueWindow | null; readonly nextMs: number | null } {
  const { name, afterMs, everyMs } = window;
  const concluded = (watch.concluded.get(name) ?? []).map((dueMs) => dueMs - watch.onMs);
  const paceMs = everyMs !== null && everyMs > 0 ? everyMs : null;
  // At the very moment of turning on there is nothing to see yet.
  const firstMs = paceMs !== null && afterMs === 0 ? paceMs : afterMs;
  if (!(sinceMs >= firstMs)) {
    const isOver = paceMs === null && concluded.length > 0;
    return { window: name, due: null, nextMs: isOver ? null : firstMs };
  }
  if (paceMs === null) {
    return { window: name, due: concluded.length > 0 ? null : look(window, watch, firstMs, 0), nextMs: null };
  }
  const lastStep = Math.max(0, Math.ceil((endMs - firstMs) / paceMs) - 1);
  const step = Math.min(Math.floor((sinceMs - firstMs) / paceMs), lastStep);
  const dueMs = firstMs + step * paceMs;
  const nextMs = step < lastStep ? dueMs + paceMs : null;
  const isOvertaken = sinceMs >= endMs && concluded.length > 0;
  if (concluded.includes(dueMs) || isOvertaken) return { window: name, due: null, nextMs };
  const before = concluded.filter((one) => one < dueMs).map((one) => Math.floor((one - firstMs) / paceMs));
  const missed = step - Math.max(-1, ...before) - 1;
  return { window: name, due: look(window, watch, dueMs, missed), nextMs };
}

function look(window: VerifyWindow, { operation, onMs }: Watch, sinceMs: number, missed: number): DueWindow {
  const toMs = onMs + sinceMs;
  const fromMs = window.overMs === null ? onMs : Math.max(onMs, toMs - window.overMs);
  return { operation, window, due: new Date(toMs), from: new Date(fromMs), to: new Date(toMs), missed };
}
