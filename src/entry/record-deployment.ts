import type { Clock } from "../domain/ports.ts";
import type { RolloutBeginning, RolloutRecorder, RolloutReport } from "../domain/rollout.ts";
import type { RunIdentity } from "../domain/run-context.ts";
import type { ApiFault, GitHubApi } from "../github/api/github-api.ts";
import {
  createDeployment,
  type DeploymentState,
  endDeployment,
  setDeploymentState,
} from "../github/deployments/record-deployment.ts";

export interface DeploymentOptions {
  readonly api: GitHubApi;
  readonly clock: Clock;
  readonly run: RunIdentity;
}

/**
 * Shows on GitHub's page of deployments that the flag is on: a deployment to an environment of the rollout's name, begun when the flag
 * is about to be turned on, and inactive after a rollback. It is made in the background, and its end is waited for.
 */
export function createDeploymentRecorder({ api, clock, run }: DeploymentOptions): RolloutRecorder {
  const { repository, url } = run;
  let begun: Promise<{ readonly id: number } | ApiFault> | null = null;
  const begin = async ({ rollout, operation, commit }: RolloutBeginning & { readonly commit: string }) => {
    const made = await createDeployment(api, clock, { repository, rollout, operation, commit });
    if (!made.ok) return made.fault;
    // That it is under way is the least of it: the end is told all the same.
    await setDeploymentState(api, repository, made.id, "in_progress", url);
    return { id: made.id };
  };
  return {
    started: async (beginning) => {
      const { commit, action } = beginning;
      if (action === "enable" && commit !== null) begun = begin({ ...beginning, commit }).catch(asFault);
      return [];
    },
    step: async () => [],
    ended: async (report) => {
      const fault = await finish(report).catch(asFault);
      if (fault === null) return [];
      return [
        `The deployment to the environment ${report.rollout} could not be recorded (${fault.message}). Give the job \`deployments: write\`, or do without: nothing else depends on it.`,
      ];
    },
  };

  async function finish(report: RolloutReport): Promise<ApiFault | null> {
    if (report.action === "rollback") {
      const isOff = report.ending === "rolled back" || report.ending === "rolled back with findings";
      return isOff ? await endDeployment(api, { repository, rollout: report.rollout }, url) : null;
    }
    const made = await begun;
    if (made === null) return null;
    if (!("id" in made)) return made;
    return await setDeploymentState(api, repository, made.id, stateOf(report.ending), url);
  }
}

function stateOf(ending: RolloutReport["ending"]): DeploymentState {
  if (ending === "enabled") return "success";
  return ending === "turned back" ? "failure" : "error";
}

function asFault(error: unknown): ApiFault {
  return { kind: "invalid", status: null, message: error instanceof Error ? error.message : String(error) };
}
