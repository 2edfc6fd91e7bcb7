import type { Contact } from "../domain/config.ts";
import type { LedgerStore } from "../domain/ledger.ts";
import type { Clock } from "../domain/ports.ts";
import type { RolloutRecorder } from "../domain/rollout.ts";
import type { Redact } from "../text/redact-secrets.ts";
import type { GitHubConnection } from "./connect-github.ts";

export interface RecorderParts {
  readonly contacts: readonly Contact[];
  readonly clock: Clock;
  readonly redact: Redact;
  readonly ledger: LedgerStore | null;
  readonly tool: string;
}

/** Who is told on GitHub of what is done to a flag; null where there is no token, or no run that says where. */
export async function createRecorder(
  { api, context }: GitHubConnection,
  parts: RecorderParts,
): Promise<RolloutRecorder | null> {
  const { run } = context;
  if (api === null || run === null) return null;
  const [{ createIncidentRecorder }, { createDeploymentRecorder }] = await Promise.all([
    import("./record-incident.ts"),
    import("./record-deployment.ts"),
  ]);
  const { clock } = parts;
  return allOf([createIncidentRecorder({ api, run, ...parts }), createDeploymentRecorder({ api, clock, run })]);
}

function allOf(recorders: readonly RolloutRecorder[]): RolloutRecorder {
  const tell = async (one: (recorder: RolloutRecorder) => Promise<readonly string[]>) =>
    (await Promise.all(recorders.map(one))).flat();
  return {
    started: (beginning) => tell((recorder) => recorder.started(beginning)),
    step: (beginning, step) => tell((recorder) => recorder.step(beginning, step)),
    ended: (report) => tell((recorder) => recorder.ended(report)),
  };
}
