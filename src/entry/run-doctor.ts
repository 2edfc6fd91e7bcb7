import { parse } from "yaml";
import type { HealthCheck } from "../domain/health.ts";
import { type DoctorOptions, doctor } from "../modes/doctor.ts";
import { exitStatus } from "../modes/exit-status.ts";
import type { ModePorts } from "../modes/mode-ports.ts";
import type { GitHubConnection } from "./connect-github.ts";
import { createTelemetryPorts } from "./create-telemetry-ports.ts";

export interface DoctorRequest extends DoctorOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Null in a terminal. */
  readonly github: GitHubConnection | null;
}

/** Looks at the set-up; the status is 1 when anything is bad. */
export async function runDoctor(
  request: DoctorRequest,
  ports: ModePorts,
): Promise<{ readonly checks: readonly HealthCheck[]; readonly status: number }> {
  const checks = await doctor(request, {
    ...ports,
    ...createTelemetryPorts(ports, request),
    parseYaml,
    askRights: rightsOf(request.github),
  });
  return { checks, status: checks.some(({ state }) => state === "bad") ? exitStatus.notGo : exitStatus.go };
}

/** A workflow is small; one that repeats itself by aliases is not read. */
function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100, logLevel: "error" }) ?? null;
  } catch {
    return null;
  }
}

function rightsOf(github: GitHubConnection | null) {
  const api = github?.api ?? null;
  const { run, commit } = github?.context ?? { run: null, commit: null };
  const [owner, repo] = run?.repository.split("/") ?? [];
  if (api === null || owner === undefined || repo === undefined || commit === null) return null;
  return async () => (await import("../github/ask-rights.ts")).askRights(api, { owner, repo, commit });
}
