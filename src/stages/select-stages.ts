import type { Stage } from "../domain/config.ts";

/**
 * Narrows the stages to the ones asked for. A need that was not asked for is dropped: somebody else runs it, or the
 * person asked for this stage alone.
 *
 * @param names empty: all stages
 * @returns the stages in the order of the config, and the names that are no stage
 */
export function selectStages(
  stages: readonly Stage[],
  names: readonly string[],
): { readonly stages: readonly Stage[]; readonly unknown: readonly string[] } {
  if (names.length === 0) return { stages, unknown: [] };
  const wanted = new Set(names);
  const chosen = stages.filter((stage) => wanted.has(stage.name));
  const known = new Set(chosen.map((stage) => stage.name));
  return {
    stages: chosen.map((stage) => ({ ...stage, needs: stage.needs.filter((need) => known.has(need)) })),
    unknown: names.filter((name) => !known.has(name)),
  };
}
