/**
 * A clock that jumps to the next timer as soon as nothing else is left to do: hours of waiting pass in no time, and what many
 * do at once is interleaved the same way every time.
 */
export function virtualTime() {
  let nowMs = 0;
  const timers: { readonly atMs: number; readonly order: number; readonly wake: () => void }[] = [];
  let order = 0;
  const sleep = (durationMs: number): Promise<void> =>
    new Promise((wake) => {
      timers.push({ atMs: nowMs + Math.max(0, durationMs), order: order++, wake });
    });
  /** Runs until the work is done. */
  const run = async <T>(work: Promise<T>): Promise<T> => {
    let isDone = false;
    const watched = work.finally(() => {
      isDone = true;
    });
    watched.catch(() => {});
    while (!isDone) {
      // Everything that can go on without time passing goes on first.
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) break;
      timers.sort((one, other) => one.atMs - other.atMs || one.order - other.order);
      const next = timers.shift();
      if (next === undefined) throw new Error("Nothing is left to wait for, and the work is not done.");
      nowMs = Math.max(nowMs, next.atMs);
      next.wake();
    }
    return watched;
  };
  return { sleep, run, now: () => nowMs };
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32, by T. Ettinger, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
