import type { RolloutReport } from "../domain/rollout.ts";
import { exitStatus } from "../modes/exit-status.ts";
import type { LoadedConfig } from "../modes/load-config.ts";
import type { RolloutPorts } from "../rollout/rollout-ports.ts";
import type { RolloutRequest } from "./read-rollout-request.ts";

export interface RolloutRun {
  readonly config: LoadedConfig;
  readonly request: RolloutRequest;
  readonly evidenceFolder: string;
  readonly signal: AbortSignal;
}

/** Runs `enable` or `rollback`. Each is loaded when it is asked for. */
export async function runRollout(
  mode: "enable" | "rollback",
  { config, request, evidenceFolder, signal }: RolloutRun,
  ports: RolloutPorts,
): Promise<RolloutReport> {
  const common = { config, evidenceFolder, signal };
  if (mode === "enable") {
    const { enable } = await import("../modes/enable.ts");
    return enable({ ...common, override: request.override }, ports);
  }
  const { rollback } = await import("../modes/rollback.ts");
  const { reason, way, metric, backup, dryRun } = request;
  return rollback({ ...common, reason, way, metric, backup, dryRun }, ports);
}

/**
 * What a shell or a job is told: 0 when it is as it was asked for, 1 when something must be looked at, 2 when the machine could
 * not do it and a person must.
 */
export function rolloutStatus(ending: RolloutReport["ending"]): number {
  switch (ending) {
    case "enabled":
    case "rolled back":
    case "planned":
      return exitStatus.go;
    case "refused":
    case "turned back":
    case "rolled back with findings":
      return exitStatus.notGo;
    case "turning back failed":
    case "failed":
      return exitStatus.broke;
  }
}
