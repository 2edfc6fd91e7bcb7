import type { RolloutWindow } from "../domain/rollout-plan.ts";
import type { RolloutPorts } from "./rollout-ports.ts";
import { isOpen, opensAt, whyOutside } from "./rollout-window.ts";

/** Clocks are looked at again so often: a machine may have slept, or its clock may have been set. */
const longestSleepMs = 60_000;

/**
 * Waits until the window is open, and says so. It holds nothing up but what called it.
 *
 * @returns false when the run was cancelled meanwhile, or the window does not open within a week
 */
export async function awaitWindow(
  window: RolloutWindow,
  { clock, progress }: Pick<RolloutPorts, "clock" | "progress">,
  signal: AbortSignal,
): Promise<boolean> {
  const opens = opensAt(window, clock.now());
  if (opens === null) return false;
  progress.note(`${whyOutside(window, clock.now()) ?? ""} Waiting for it.`.trim());
  for (;;) {
    if (signal.aborted) return false;
    const leftMs = opens.getTime() - clock.now().getTime();
    if (leftMs <= 0) return isOpen(window, clock.now());
    await clock.sleep(Math.min(leftMs, longestSleepMs), signal);
  }
}
