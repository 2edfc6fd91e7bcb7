import { type Answer, jsonAnswer, notFound, refusal, validationFailed } from "./answer.ts";
import { readCommitSha, readUser } from "./emulator-reads.ts";
import type { DeploymentRecord } from "./hub-records.ts";
import { type HubContext, type HubRequest, member, repositoryOf, textMember } from "./hub-request.ts";
import { paginate } from "./paginate.ts";
import { appJson } from "./polish.ts";
import type { Json } from "./pull-requests.ts";
import { appOf } from "./token.ts";

const longestDescription = 140;

function refuseDescription(resource: string, body: unknown): Answer | null {
  const text = textMember(body, "description") ?? "";
  if (text.length <= longestDescription) return null;
  return validationFailed(
    resource,
    "description",
    `description is too long (maximum is ${longestDescription} characters)`,
  );
}

function inRepository(request: HubRequest, context: HubContext): readonly DeploymentRecord[] {
  const repository = repositoryOf(request.match);
  return context.records.deployments.filter((entry) => entry.repository === repository);
}

function found(request: HubRequest, context: HubContext): DeploymentRecord | null {
  const id = Number(request.match.parameters.deployment_id);
  return inRepository(request, context).find(({ json }) => json.id === id) ?? null;
}

/**
 * https://docs.github.com/rest/deployments/deployments#create-a-deployment. Without `required_contexts`, every status of the commit
 * must be a success. Merging the default branch in (`auto_merge`) is not done: such a ref is taken as it is.
 */
export async function createDeployment(request: HubRequest, context: HubContext): Promise<Answer> {
  const ref = textMember(request.body, "ref") ?? "";
  const repository = repositoryOf(request.match);
  const sha = await readCommitSha(context, repository, ref);
  if (sha === null) return refusal(422, `No ref found for: ${ref}`);
  const refused = refuseDescription("Deployment", request.body);
  if (refused !== null) return refused;
  const required = member(request.body, "required_contexts");
  const all = context.records.statuses
    .filter((entry) => entry.repository === repository && entry.sha === sha)
    .map(({ json }) => json);
  const latest = all.filter((entry, index) => all.findIndex((other) => other.context === entry.context) === index);
  const states = new Map(latest.map((entry) => [String(entry.context), entry.state]));
  const contexts = Array.isArray(required) ? required.map(String) : [...states.keys()];
  if (contexts.some((name) => states.get(name) !== "success")) {
    return refusal(409, `Conflict: Commit status checks failed for ${ref}.`, {
      errors: contexts.map((name) => ({
        resource: "Deployment",
        field: "required_contexts",
        code: "invalid",
        contexts: [name],
      })),
    });
  }
  const at = context.now().toISOString();
  const id = context.records.deployments.length + 1;
  const url = `${context.publicUrl}/repos/${repository}/deployments/${id}`;
  const environment = textMember(request.body, "environment") ?? "production";
  const app = appOf(request.token);
  const json: Json = {
    url,
    id,
    node_id: `DE_${id}`,
    sha,
    ref,
    task: textMember(request.body, "task") ?? "deploy",
    payload: member(request.body, "payload") ?? {},
    original_environment: environment,
    environment,
    description: textMember(request.body, "description"),
    creator: await readUser(context, request.login),
    created_at: at,
    updated_at: at,
    statuses_url: `${url}/statuses`,
    repository_url: `${context.publicUrl}/repos/${repository}`,
    transient_environment: member(request.body, "transient_environment") === true,
    production_environment: member(request.body, "production_environment") ?? environment === "production",
    performed_via_github_app: app === null ? null : appJson(app, context.publicUrl),
  };
  context.records.deployments.unshift({ repository, json, statuses: [] });
  return jsonAnswer(201, json);
}

export function listDeployments(request: HubRequest, context: HubContext): Answer {
  const wanted = ["sha", "ref", "task", "environment"].map((name) => [name, request.query.get(name)] as const);
  const fits = (json: Json) =>
    wanted.every(([name, value]) => value === null || value === "none" || json[name] === value);
  return paginate(
    request,
    context,
    inRepository(request, context)
      .map(({ json }) => json)
      .filter(fits),
  );
}

export function getDeployment(request: HubRequest, context: HubContext): Answer {
  const deployment = found(request, context);
  return deployment === null ? notFound() : jsonAnswer(200, deployment.json);
}

/** A success makes earlier deployments of the same environment inactive, unless `auto_inactive` is false. */
export async function createDeploymentStatus(request: HubRequest, context: HubContext): Promise<Answer> {
  const deployment = found(request, context);
  if (deployment === null) return notFound();
  const refused = refuseDescription("DeploymentStatus", request.body);
  if (refused !== null) return refused;
  const state = textMember(request.body, "state") ?? "";
  const environment = textMember(request.body, "environment") ?? String(deployment.json.environment);
  deployment.json.environment = environment;
  const creator = await readUser(context, request.login);
  const app = appOf(request.token);
  const add = (to: DeploymentRecord, as: string, body: unknown): Json => {
    const at = context.now().toISOString();
    const id = context.records.deployments.reduce((sum, { statuses }) => sum + statuses.length, 1);
    const json: Json = {
      url: `${String(to.json.url)}/statuses/${id}`,
      id,
      node_id: `DES_${id}`,
      state: as,
      creator,
      description: textMember(body, "description") ?? "",
      environment: to.json.environment,
      target_url: textMember(body, "target_url") ?? "",
      log_url: textMember(body, "log_url") ?? "",
      environment_url: textMember(body, "environment_url") ?? "",
      created_at: at,
      updated_at: at,
      deployment_url: to.json.url,
      repository_url: to.json.repository_url,
      performed_via_github_app: app === null ? null : appJson(app, context.publicUrl),
    };
    to.statuses.unshift(json);
    to.json.updated_at = at;
    return json;
  };
  const made = add(deployment, state, request.body);
  if (state === "success" && member(request.body, "auto_inactive") !== false) {
    for (const other of inRepository(request, context)) {
      const before = other.statuses[0]?.state;
      const same = other !== deployment && other.json.environment === environment && before === "success";
      if (same && other.json.transient_environment !== true) add(other, "inactive", undefined);
    }
  }
  return jsonAnswer(201, made);
}

export function listDeploymentStatuses(request: HubRequest, context: HubContext): Answer {
  const deployment = found(request, context);
  return deployment === null ? notFound() : paginate(request, context, deployment.statuses);
}

/** Environments are made by deploying to them. */
function environments(request: HubRequest, context: HubContext): readonly Json[] {
  const oldestFirst = [...inRepository(request, context)].reverse();
  const names = [...new Set(oldestFirst.map(({ json }) => String(json.environment)))];
  return names.map((name, index) => ({
    id: index + 1,
    node_id: `EN_${index + 1}`,
    name,
    url: `${context.publicUrl}/repos/${repositoryOf(request.match)}/environments/${encodeURIComponent(name)}`,
    html_url: `https://github.com/${repositoryOf(request.match)}/deployments/activity_log?environments_filter=${encodeURIComponent(name)}`,
    created_at: oldestFirst.find(({ json }) => json.environment === name)?.json.created_at,
    updated_at: oldestFirst.findLast(({ json }) => json.environment === name)?.json.updated_at,
    protection_rules: [],
    deployment_branch_policy: null,
  }));
}

export function listEnvironments(request: HubRequest, context: HubContext): Answer {
  return paginate(request, context, environments(request, context), (page, total) => ({
    total_count: total,
    environments: page,
  }));
}

export function getEnvironment(request: HubRequest, context: HubContext): Answer {
  const name = request.match.parameters.environment_name;
  const environment = environments(request, context).find((entry) => entry.name === name);
  return environment === undefined ? notFound() : jsonAnswer(200, environment);
}
