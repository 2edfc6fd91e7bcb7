import type { Clock } from "../domain/ports.ts";
import { afterMs } from "./after-ms.ts";

/** The machine's clock. Its timers are cleared as soon as a sleep ends, so none holds the program open. */
export function createClock(): Clock {
  return {
    now: () => new Date(),
    monotonicMs,
    sleep: (durationMs, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true || !(durationMs > 0)) return resolve();
        const end = () => {
          cancel();
          signal?.removeEventListener("abort", end);
          resolve();
        };
        const cancel = afterMs(durationMs, end);
        signal?.addEventListener("abort", end, { once: true });
      }),
  };
}

/** Node has this one at hand, and loads `performance` at its first use. */
function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
