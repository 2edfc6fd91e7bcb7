/** What the times of a log's events tell, whatever else is in them. */
export interface EventTimes {
  /** The earliest and the latest; NaN when there was none. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** The furthest that a time lay before one that stands above it in the same file. */
  readonly clockBackMs: number;
}

export interface EventClock {
  beginFile(): void;
  /** NaN for an event whose time could not be read. */
  noteTime(timeMs: number): void;
  times(): EventTimes;
}

export function createEventClock(): EventClock {
  let firstMs = Number.NaN;
  let lastMs = Number.NaN;
  let clockBackMs = 0;
  let latestInFile = Number.NEGATIVE_INFINITY;
  return {
    beginFile() {
      latestInFile = Number.NEGATIVE_INFINITY;
    },
    noteTime(timeMs) {
      if (!Number.isFinite(timeMs)) return;
      if (!(timeMs >= firstMs)) firstMs = timeMs;
      if (!(timeMs <= lastMs)) lastMs = timeMs;
      if (timeMs > latestInFile) latestInFile = timeMs;
      else if (latestInFile - timeMs > clockBackMs) clockBackMs = latestInFile - timeMs;
    },
    times: () => ({ firstMs, lastMs, clockBackMs }),
  };
}
