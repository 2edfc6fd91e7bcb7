import type { Stage } from "../domain/config.ts";

/** What became of a stage, as far as the schedule cares. */
export interface Settled {
  readonly passed: boolean;
}

export interface Schedule<T extends Settled> {
  readonly stages: readonly Stage[];
  /** How many stages may run side by side; at least 1. */
  readonly slots: number;
  readonly run: (stage: Stage) => Promise<T>;
  /** Called instead of `run` when a need did not pass; `unmet` are those needs. */
  readonly skip: (stage: Stage, unmet: readonly string[]) => T;
}

/**
 * Runs stages as soon as what they need has passed, side by side up to `slots`; a stage that must be alone waits until
 * nothing runs, and nothing starts beside it.
 *
 * @returns what became of each stage, in the order of `stages`
 * @throws what `run` throws, after the stages already running have ended
 */
export async function scheduleStages<T extends Settled>(schedule: Schedule<T>): Promise<readonly T[]> {
  const results = new Map<string, T>();
  const running = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  let alone = false;
  let waiting = [...schedule.stages];

  const start = (stage: Stage): void => {
    waiting = waiting.filter((other) => other !== stage);
    alone = stage.alone;
    const task = schedule
      .run(stage)
      .then(
        (result) => void results.set(stage.name, result),
        (error: unknown) => void failures.push(error),
      )
      .finally(() => {
        running.delete(stage.name);
        if (stage.alone) alone = false;
      });
    running.set(stage.name, task);
  };

  while ((waiting.length > 0 && failures.length === 0) || running.size > 0) {
    if (failures.length === 0) {
      skipHopeless();
      for (const stage of waiting) {
        if (alone || running.size >= schedule.slots) break;
        const ready = stage.needs.every((need) => results.get(need)?.passed === true);
        if (ready && (!stage.alone || running.size === 0)) start(stage);
      }
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  if (failures.length > 0) throw failures[0];
  // Left over only when a need is no stage of this schedule; silence would look like a pass.
  for (const stage of waiting) results.set(stage.name, schedule.skip(stage, stage.needs));
  return schedule.stages.flatMap((stage) => results.get(stage.name) ?? []);

  function skipHopeless(): void {
    for (let changed = true; changed; ) {
      changed = false;
      for (const stage of waiting) {
        const unmet = stage.needs.filter((need) => results.get(need)?.passed === false);
        if (unmet.length === 0) continue;
        results.set(stage.name, schedule.skip(stage, unmet));
        waiting = waiting.filter((other) => other !== stage);
        changed = true;
      }
    }
  }
}
