import type { Clock } from "../../domain/ports.ts";
import type { ApiFault, GitHubApi } from "../api/github-api.ts";
import { idMember, listMember, member, textMember } from "../api/json-members.ts";

/** A flag that is turned on, as GitHub's page of deployments shows it. */
export interface DeploymentWish {
  /** `owner/name`. */
  readonly repository: string;
  /** The environment's name. */
  readonly rollout: string;
  readonly operation: string;
  /** 40 hexadecimal digits. */
  readonly commit: string;
}

export type DeploymentState = "in_progress" | "success" | "failure" | "error" | "inactive";

/** Tells our deployments from those that others make to an environment of the same name. */
const task = "rollout-gate";
const settleMs = 1000;
const latest = 20;

type Made = { readonly ok: true; readonly id: number } | { readonly ok: false; readonly fault: ApiFault };

/**
 * Makes the deployment of an operation. It asks GitHub to merge nothing (`auto_merge`), and to hold it against no status
 * (`required_contexts`): what may be turned on was decided by the gate, whose own check may not have ended yet.
 */
export async function createDeployment(api: GitHubApi, clock: Clock, wish: DeploymentWish, tries = 2): Promise<Made> {
  const { repository, rollout, operation, commit } = wish;
  const [owner, repo] = repository.split("/");
  const answer = await api.call({
    route: "POST /repos/{owner}/{repo}/deployments",
    parameters: {
      owner,
      repo,
      ref: commit,
      task,
      environment: rollout,
      auto_merge: false,
      required_contexts: [],
      payload: { operation },
      description: "The flag is turned on by Rollout Gate",
    },
    effect: "create",
  });
  const id = answer.ok ? idMember(answer.data, "id") : null;
  if (id !== null) return { ok: true, id };
  const fault: ApiFault = answer.ok
    ? { kind: "unreachable", status: answer.status, message: "the answer about the deployment is not as documented" }
    : answer.fault;
  if (fault.kind !== "unreachable" && fault.kind !== "limited") return { ok: false, fault };
  // It may have been made all the same.
  await clock.sleep(settleMs);
  const listed = await list(api, wish);
  if (!listed.ok) return { ok: false, fault };
  const there = listed.ids.find((one) => one.operation === operation);
  if (there !== undefined) return { ok: true, id: there.id };
  return fault.kind === "unreachable" && tries > 1
    ? await createDeployment(api, clock, wish, tries - 1)
    : { ok: false, fault };
}

/** Twice the same state is no harm, so it is sent again when it was not answered. */
export async function setDeploymentState(
  api: GitHubApi,
  repository: string,
  id: number,
  state: DeploymentState,
  url: string,
): Promise<ApiFault | null> {
  const [owner, repo] = repository.split("/");
  const answer = await api.call({
    route: "POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
    parameters: { owner, repo, deployment_id: id, state, log_url: url, auto_inactive: true },
    effect: "idempotent",
  });
  return answer.ok ? null : answer.fault;
}

/** Marks what is on as off again: the newest of our deployments that succeeded. None is no fault. */
export async function endDeployment(
  api: GitHubApi,
  about: Pick<DeploymentWish, "repository" | "rollout">,
  url: string,
): Promise<ApiFault | null> {
  const [owner, repo] = about.repository.split("/");
  const listed = await list(api, about);
  if (!listed.ok) return listed.fault;
  for (const { id } of listed.ids) {
    const answer = await api.call({
      route: "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
      parameters: { owner, repo, deployment_id: id, per_page: 1 },
      effect: "read",
    });
    if (!answer.ok) return answer.fault;
    const [newest] = listMember(answer.data);
    const state = textMember(newest, "state");
    if (state === "inactive") return null;
    if (state === "success") return await setDeploymentState(api, about.repository, id, "inactive", url);
  }
  return null;
}

type Listed =
  | { readonly ok: true; readonly ids: readonly { readonly id: number; readonly operation: string | null }[] }
  | { readonly ok: false; readonly fault: ApiFault };

/** Newest first. */
async function list(api: GitHubApi, about: Pick<DeploymentWish, "repository" | "rollout">): Promise<Listed> {
  const [owner, repo] = about.repository.split("/");
  const answer = await api.call({
    route: "GET /repos/{owner}/{repo}/deployments",
    parameters: { owner, repo, environment: about.rollout, task, per_page: latest },
    effect: "read",
  });
  if (!answer.ok) return answer;
  const ids = listMember(answer.data).flatMap((one) => {
    const id = idMember(one, "id");
    return id === null ? [] : [{ id, operation: operationOf(member(one, "payload")) }];
  });
  return { ok: true, ids };
}

/** GitHub gives a payload back as an object, or as the text of one. */
function operationOf(payload: unknown): string | null {
  if (typeof payload !== "string") return textMember(payload, "operation");
  try {
    return textMember(JSON.parse(payload), "operation");
  } catch {
    // Somebody else's payload.
    return null;
  }
}
