/**
 * Does one task at a time in the background. Asked again while it works, it does it once more afterwards, however often it was
 * asked: the task writes the latest state, so what came in between need not be written.
 */
export interface BackgroundWriter {
  /** Asks for the task; returns at once. */
  ask(): void;
  /** Waits until everything that was asked for is done. */
  settle(): Promise<void>;
}

/** @param task must not reject */
export function createBackgroundWriter(task: () => Promise<void>): BackgroundWriter {
  let running: Promise<void> | null = null;
  let asked = false;
  const work = async (): Promise<void> => {
    while (asked) {
      asked = false;
      await task();
    }
    running = null;
  };
  return {
    ask: () => {
      asked = true;
      running ??= work();
    },
    settle: async () => {
      while (running !== null) await running;
    },
  };
}
