import type { Criterion } from "../domain/criterion.ts";
import type { Measurement } from "../domain/measurement.ts";

/** Whether a criterion's key means this metric: its name, `stage/name`, or a pattern in which `*` stands for any text. */
export function matchesMetric(key: string, stage: string, metric: string): boolean {
  if (!key.includes("*")) return key === metric || key === `${stage}/${metric}`;
  return matchesPattern(key, metric) || matchesPattern(key, `${stage}/${metric}`);
}

/**
 * Whether a criterion's key means a derived metric (`duration`, `coverage`, …) of a stage: only `stage/name` does, where the stage
 * may hold `*`. Nobody who writes `bench/*` means how long the stage took.
 */
export function matchesDerived(key: string, stage: string, metric: string): boolean {
  return key.endsWith(`/${metric}`) && matchesPattern(key.slice(0, -metric.length - 1), stage);
}

/** The measurements that a criterion is about, in the order of the evidence; measured ones hide derived ones of their name. */
export function resolveMetrics(
  criterion: Criterion,
  measured: readonly Measurement[],
  derived: readonly Measurement[],
): readonly Measurement[] {
  const key = criterion.metric;
  const own = measured.filter(({ stage, metric }) => matchesMetric(key, stage, metric));
  const rest = derived.filter(
    ({ stage, metric }) =>
      matchesDerived(key, stage, metric) && !own.some((found) => found.stage === stage && found.metric === metric),
  );
  return [...own, ...rest];
}

/** Linear in the length of the text for each star; no pattern engine. */
function matchesPattern(pattern: string, text: string): boolean {
  const parts = pattern.split("*");
  if (parts.length === 1) return pattern === text;
  const first = parts[0] ?? "";
  const last = parts[parts.length - 1] ?? "";
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let from = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, from);
    if (found < 0 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}
