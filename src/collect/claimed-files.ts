import type { Stage } from "../domain/config.ts";

/** Files that a stage's own keys have claimed; what is left in its folder may hold benchmarks. */
export function claimedFiles(stage: Stage): ReadonlySet<string> {
  return new Set([
    ...stage.tests,
    ...(stage.coverage === null ? [] : [stage.coverage.file]),
    ...(stage.checklist === null ? [] : [stage.checklist.file]),
    ...(stage.vulnerabilities === null ? [] : [stage.vulnerabilities]),
    ...stage.measure.flatMap((measure) => (measure.kind === "json" ? [measure.file] : [])),
  ]);
}
