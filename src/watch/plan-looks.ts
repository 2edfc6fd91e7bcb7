import type { LedgerEvent } from "../domain/ledger.ts";
import type { VerifyWindow } from "../domain/verify.ts";
import { foldConcerns } from "../escalate/fold-concerns.ts";
import { dueWindows, type WindowPlan } from "../ledger/due-windows.ts";
import type { PlannedLook } from "./look-at-window.ts";
import type { WatchState } from "./watch-state.ts";
import { criteriaOf, isAbout, runSubject, type WatchedMetric } from "./watched-metrics.ts";

/** What is not as it should be is looked at again over this time, where its window does not say another. */
const againOverMs = 24 * 3_600_000;

/** The looks of one run, and what comes next. */
export interface LookPlan {
  readonly looks: readonly PlannedLook[];
  readonly next: WindowPlan["next"];
}

/**
 * The looks that are to be made now: windows that are due, and between them those criteria again that were not met, so that people hear
 * that it is over, or that it still is not. Only windows that are due are concluded.
 *
 * @param asked a window that a person wants to look at now, whatever is due; null: what is due
 */
export function planLooks(
  windows: readonly VerifyWindow[],
  metrics: readonly WatchedMetric[],
  {
    events,
    state,
    now,
    asked,
  }: {
    readonly events: readonly LedgerEvent[];
    readonly state: WatchState;
    readonly now: Date;
    readonly asked: VerifyWindow | null;
  },
): LookPlan {
  const { due, next } = dueWindows(windows, events, now);
  if (asked !== null) {
    const fromMs = asked.overMs === null ? state.onMs : Math.max(state.onMs, now.getTime() - asked.overMs);
    const look = { kind: "asked", window: asked, due: now, from: new Date(fromMs), to: now, missed: 0 } as const;
    return { looks: [look], next };
  }
  const looks = due.map((one): PlannedLook => ({ ...one, kind: "due" }));
  return { looks: [...looks, ...looksAgain(windows, metrics, looks, { events, state, now })], next };
}

function looksAgain(
  windows: readonly VerifyWindow[],
  metrics: readonly WatchedMetric[],
  due: readonly PlannedLook[],
  { events, state, now }: { events: readonly LedgerEvent[]; state: WatchState; now: Date },
): readonly PlannedLook[] {
  const open = [...foldConcerns(events).concerns.keys()];
  const left = open.filter((subject) => !due.some(({ window }) => asksFor(window, subject, metrics)));
  const byWindow = new Map<VerifyWindow, string[]>();
  for (const subject of left) {
    const asking = windows.filter((window) => asksFor(window, subject, metrics));
    // The window that was looked at last is what the concern is about now.
    const last = state.concluded.findLast(({ window }) => asking.some(({ name }) => name === window))?.window;
    const window = asking.find(({ name }) => name === last) ?? asking[0];
    if (window !== undefined) byWindow.set(window, [...(byWindow.get(window) ?? []), subject]);
  }
  return [...byWindow].map(([window, subjects]) => {
    const criteria = criteriaOf(window, metrics)
      .filter((one) => one.metrics.some((metric) => subjects.some((subject) => isAbout(subject, metric))))
      .map(({ criterion }) => criterion);
    const fromMs = Math.max(state.onMs, now.getTime() - (window.overMs ?? againOverMs));
    return { kind: "again", window: { ...window, criteria }, due: now, from: new Date(fromMs), to: now, missed: 0 };
  });
}

function asksFor(window: VerifyWindow, subject: string, metrics: readonly WatchedMetric[]): boolean {
  if (subject === runSubject(window)) return true;
  return criteriaOf(window, metrics).some((one) => one.metrics.some((metric) => isAbout(subject, metric)));
}
