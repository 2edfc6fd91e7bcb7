/** Where things lie when nobody says otherwise; relative to the workspace. */
export const defaultPaths = {
  config: ".github/rollout-gate.yml",
  evidence: ".rollout-gate/evidence",
  report: ".rollout-gate/report",
  state: ".rollout-gate/state",
} as const;
