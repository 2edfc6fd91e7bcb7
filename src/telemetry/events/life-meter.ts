/** Follows the signs of life of a program: times of events, in the order of the log. */
export interface LifeMeter {
  /** `isStart`: the event says that the program has just begun. */
  sign(timeMs: number, isStart: boolean): void;
  /** @param span the time that was looked at */
  finish(span: { readonly fromMs: number; readonly toMs: number }): Life | null;
}

export interface Life {
  readonly downMs: number;
  /** When each began. */
  readonly failures: readonly number[];
  /** The furthest that a time lay before one that was written earlier. */
  readonly clockBackMs: number;
}

/** More failures than this are one long failure. */
const mostFailures = 10_000;

/**
 * A silence longer than `gapMs` is time down, all of it: when in it the program died is not known. A start without such a silence
 * is a failure too, and what lies between it and the event before is down.
 */
export function createLifeMeter(gapMs: number): LifeMeter {
  let last = Number.NaN;
  let first = Number.NaN;
  let firstIsStart = false;
  let downMs = 0;
  let clockBackMs = 0;
  const failures: number[] = [];
  const failAt = (timeMs: number): void => {
    if (failures.length < mostFailures) failures.push(timeMs);
  };
  return {
    sign(timeMs, isStart) {
      if (Number.isNaN(last)) {
        first = timeMs;
        firstIsStart = isStart;
      } else if (timeMs < last) {
        clockBackMs = Math.max(clockBackMs, last - timeMs);
        return;
      } else if (timeMs - last > gapMs || isStart) {
        downMs += timeMs - last;
        failAt(last);
      }
      last = timeMs;
    },
    finish({ fromMs, toMs }) {
      if (Number.isNaN(last)) return null;
      let down = downMs;
      const all = [...failures];
      if (first - fromMs > gapMs) {
        down += first - fromMs;
        // A program that only began then did not fail before.
        if (!firstIsStart) all.unshift(fromMs);
      }
      if (toMs - last > gapMs) {
        down += toMs - last;
        all.push(last);
      }
      return { downMs: down, failures: all, clockBackMs };
    },
  };
}
