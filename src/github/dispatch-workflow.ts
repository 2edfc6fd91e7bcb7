import type { DeliveryResult } from "../domain/channel.ts";
import type { GitHubApi } from "./api/github-api.ts";

export interface WorkflowPlace {
  /** `owner/name`. */
  readonly repository: string;
  /** File name in `.github/workflows`. */
  readonly workflow: string;
  /** A branch, without `refs/heads/`. */
  readonly branch: string;
}

/** Starts a workflow that has the input `reason`. Whether a lost answer has started it is not known. */
export async function dispatchWorkflow(
  api: GitHubApi,
  { repository, workflow, branch }: WorkflowPlace,
  reason: string,
): Promise<DeliveryResult> {
  const [owner, repo] = repository.split("/");
  const answer = await api.call({
    route: "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
    parameters: { owner, repo, workflow_id: workflow, ref: branch, inputs: { reason } },
    effect: "create",
  });
  if (answer.ok) return { outcome: "done", detail: `The workflow ${workflow} was started.` };
  const { kind, message } = answer.fault;
  if (kind === "unreachable")
    return { outcome: "unknown", detail: `Whether the workflow ${workflow} was started is not known (${message}).` };
  return {
    outcome: "failed",
    detail: `The workflow ${workflow} was not started (${message}). It must be on the branch ${branch} with the input \`reason\`, and the job needs \`actions: write\`.`,
  };
}
