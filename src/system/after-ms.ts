/** The longest delay that `setTimeout` keeps; it takes a longer one for 1 ms. */
const longestDelayMs = 2 ** 31 - 1;

/**
 * Calls back once after a delay of any length.
 *
 * @param delayMs 0 or less, and NaN, mean at the next turn; `Infinity` means never, and then no timer is kept
 * @returns what cancels it; harmless afterwards
 */
export function afterMs(delayMs: number, callback: () => void): () => void {
  if (delayMs === Number.POSITIVE_INFINITY) return () => {};
  const dueAt = performance.now() + (Number.isNaN(delayMs) ? 0 : Math.max(0, delayMs));
  let timer: NodeJS.Timeout | null = null;
  const arm = () => {
    const leftMs = dueAt - performance.now();
    timer = leftMs > longestDelayMs ? setTimeout(arm, longestDelayMs) : setTimeout(callback, Math.max(0, leftMs));
  };
  arm();
  return () => {
    if (timer !== null) clearTimeout(timer);
  };
}
