// A clock that jumps to the next timer as soon as nothing else is left to do, so that hours pass in seconds.
export function virtualTime() {
  let nowMs = 0;
  let order = 0;
  const timers = [];
  const sleep = (durationMs) =>
    new Promise((wake) => {
      timers.push({ atMs: nowMs + Math.max(0, durationMs), order: order++, wake });
    });
  /** Runs until the work is done. */
  const run = async (work) => {
    let isDone = false;
    const watched = Promise.resolve(work).finally(() => {
      isDone = true;
    });
    watched.catch(() => {});
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) return watched;
      timers.sort((one, other) => one.atMs - other.atMs || one.order - other.order);
      const next = timers.shift();
      if (next === undefined) throw new Error("Nothing is left to wait for, and the work is not done.");
      nowMs = Math.max(nowMs, next.atMs);
      next.wake();
    }
  };
  return { sleep, run, now: () => nowMs };
}
