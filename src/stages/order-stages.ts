import type { Stage } from "../domain/config.ts";

/**
 * Puts stages in an order in which every stage comes after what it needs, keeping the order of the config where that
 * leaves a choice.
 *
 * @param stages without a cycle, as a checked config guarantees; what a cycle would leave over is appended unordered
 */
export function orderStages(stages: readonly Stage[]): readonly Stage[] {
  const ordered: Stage[] = [];
  const done = new Set<string>();
  let waiting = [...stages];
  while (waiting.length > 0) {
    const ready = waiting.filter((stage) => stage.needs.every((need) => done.has(need)));
    if (ready.length === 0) return [...ordered, ...waiting];
    // One at a time: a stage early in the file should not wait for the rest of its level.
    const [next] = ready;
    if (next === undefined) break;
    ordered.push(next);
    done.add(next.name);
    waiting = waiting.filter((stage) => stage !== next);
  }
  return ordered;
}
