import { type Answer, jsonAnswer, notFound, refusal } from "./answer.ts";
import { readCommitSha, readRepository, readUser } from "./emulator-reads.ts";
import type { RunRecord } from "./hub-records.ts";
import { type HubContext, type HubRequest, member, repositoryOf, textMember } from "./hub-request.ts";
import { paginate } from "./paginate.ts";
import { type Json, readPulls } from "./pull-requests.ts";

const encode = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

/** https://docs.github.com/rest/actions/workflows#create-a-workflow-dispatch-event */
export async function dispatchWorkflow(request: HubRequest, context: HubContext): Promise<Answer> {
  const repository = repositoryOf(request.match);
  const workflow = request.match.parameters.workflow_id ?? "";
  const there = await context.emulator.call({
    method: "GET",
    target: `/repos/${repository}/contents/${encode(`.github/workflows/${workflow}`)}`,
    login: "octocat",
  });
  if (there.status !== 200) return notFound();
  const ref = textMember(request.body, "ref") ?? "";
  if ((await readCommitSha(context, repository, ref)) === null) return refusal(422, `No ref found for: ${ref}`);
  const inputs = member(request.body, "inputs") ?? {};
  if (Object.keys(inputs as object).length > 25)
    return refusal(422, "you may only define up to 25 `inputs` for a `workflow_dispatch` event");
  context.records.dispatches.push({ repository, workflow, ref, inputs, login: request.login });
  return { status: 204, headers: {}, body: Buffer.alloc(0) };
}

function runsOf(request: HubRequest, context: HubContext): readonly RunRecord[] {
  return context.records.runs.filter(({ repository }) => repository === repositoryOf(request.match));
}

function runOf(request: HubRequest, context: HubContext): RunRecord | null {
  return runsOf(request, context).find(({ id }) => id === Number(request.match.parameters.run_id)) ?? null;
}

/** As in the payload of `workflow_run`: pull requests from forks are not listed with the run. */
async function runJson(run: RunRecord, context: HubContext): Promise<Json> {
  const where = `${context.publicUrl}/repos/${run.repository}`;
  const url = `${where}/actions/runs/${run.id}`;
  const pulls = run.headRepository === run.repository ? await readPulls(context, run.repository) : [];
  const mine = pulls.filter((pull) => pull.state === "open" && (pull.head as Json).ref === run.headBranch);
  const repo = (side: Json) => {
    const { id, url: link, name } = side.repo as Json;
    return { ref: side.ref, sha: side.sha, repo: { id, url: link, name } };
  };
  const actor = await readUser(context, run.actor);
  return {
    id: run.id,
    name: run.name,
    node_id: `WFR_${run.id}`,
    check_suite_id: run.id,
    check_suite_node_id: `CS_${run.id}`,
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.path,
    run_number: 1,
    run_attempt: 1,
    referenced_workflows: [],
    event: run.event,
    status: "completed",
    conclusion: run.conclusion,
    workflow_id: workflowIdOf(run, context),
    url,
    html_url: `https://github.com/${run.repository}/actions/runs/${run.id}`,
    pull_requests: mine.map((pull) => ({
      id: pull.id,
      number: pull.number,
      url: pull.url,
      head: repo(pull.head as Json),
      base: repo(pull.base as Json),
    })),
    created_at: run.createdAt,
    updated_at: run.createdAt,
    run_started_at: run.createdAt,
    actor,
    triggering_actor: actor,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${where}/check-suites/${run.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${where}/actions/workflows/${workflowIdOf(run, context)}`,
    display_title: run.name,
    head_commit: null,
    repository: await readRepository(context, run.repository),
    head_repository: await readRepository(context, run.headRepository),
  };
}

export async function getRun(request: HubRequest, context: HubContext): Promise<Answer> {
  const run = runOf(request, context);
  return run === null ? notFound() : jsonAnswer(200, await runJson(run, context));
}

/** Files of workflows that ever ran, the first one first. */
function workflowsOf(repository: string, context: HubContext): readonly RunRecord[] {
  const runs = context.records.runs.filter((run) => run.repository === repository);
  return runs.filter((run, index) => runs.findIndex(({ path }) => path === run.path) === index);
}

function workflowIdOf(run: RunRecord, context: HubContext): number {
  return workflowsOf(run.repository, context).findIndex(({ path }) => path === run.path) + 1;
}

/** https://docs.github.com/rest/actions/workflows#list-repository-workflows */
export function listWorkflows(request: HubRequest, context: HubContext): Answer {
  const repository = repositoryOf(request.match);
  const all = workflowsOf(repository, context).map((run) => {
    const id = workflowIdOf(run, context);
    const url = `${context.publicUrl}/repos/${repository}/actions/workflows/${id}`;
    const page = `https://github.com/${repository}`;
    return {
      id,
      node_id: `W_${id}`,
      name: run.name,
      path: run.path,
      state: "active",
      created_at: run.createdAt,
      updated_at: run.createdAt,
      url,
      html_url: `${page}/blob/main/${run.path}`,
      badge_url: `${page}/workflows/${encodeURIComponent(run.name)}/badge.svg`,
    };
  });
  return paginate(request, context, all, (workflows, total) => ({ total_count: total, workflows }));
}

/** Runs of one workflow, by its number or the name of its file. */
export async function listWorkflowRuns(request: HubRequest, context: HubContext): Promise<Answer> {
  const wanted = request.match.parameters.workflow_id ?? "";
  const isIt = (run: RunRecord) =>
    String(workflowIdOf(run, context)) === wanted || run.path.split("/").at(-1) === wanted;
  if (!runsOf(request, context).some(isIt)) return notFound();
  return listRuns(request, context, isIt);
}

export async function listRuns(
  request: HubRequest,
  context: HubContext,
  isWanted: (run: RunRecord) => boolean = () => true,
): Promise<Answer> {
  const [sha, event, branch] = ["head_sha", "event", "branch"].map((name) => request.query.get(name));
  const fits = (run: RunRecord) =>
    (sha ?? run.headSha) === run.headSha &&
    (event ?? run.event) === run.event &&
    (branch ?? run.headBranch) === run.headBranch;
  const runs = await Promise.all(
    runsOf(request, context)
      .filter((run) => isWanted(run) && fits(run))
      .map((run) => runJson(run, context)),
  );
  return paginate(request, context, runs.reverse(), (page, total) => ({ total_count: total, workflow_runs: page }));
}

function artifactsOf(run: RunRecord, context: HubContext): readonly Json[] {
  return run.artifacts.map(({ id, name, archive }) => {
    const url = `${context.publicUrl}/repos/${run.repository}/actions/artifacts/${id}`;
    return {
      id,
      node_id: `AR_${id}`,
      name,
      size_in_bytes: archive.length,
      url,
      archive_download_url: `${url}/zip`,
      expired: false,
      created_at: run.createdAt,
      updated_at: run.createdAt,
      expires_at: new Date(Date.parse(run.createdAt) + 90 * 86_400_000).toISOString(),
      workflow_run: {
        id: run.id,
        repository_id: 1,
        head_repository_id: run.headRepository === run.repository ? 1 : 2,
        head_branch: run.headBranch,
        head_sha: run.headSha,
      },
    };
  });
}

function listArtifacts(request: HubRequest, context: HubContext, runs: readonly RunRecord[]): Answer {
  const name = request.query.get("name");
  const all = runs.flatMap((run) => artifactsOf(run, context)).filter((entry) => name === null || entry.name === name);
  return paginate(request, context, all, (artifacts, total) => ({ total_count: total, artifacts }));
}

export function listRunArtifacts(request: HubRequest, context: HubContext): Answer {
  const run = runOf(request, context);
  return run === null ? notFound() : listArtifacts(request, context, [run]);
}

export function listAllArtifacts(request: HubRequest, context: HubContext): Answer {
  return listArtifacts(request, context, runsOf(request, context));
}

export function getArtifact(request: HubRequest, context: HubContext): Answer {
  const id = Number(request.match.parameters.artifact_id);
  const found = runsOf(request, context)
    .flatMap((run) => artifactsOf(run, context))
    .find((entry) => entry.id === id);
  return found === undefined ? notFound() : jsonAnswer(200, found);
}

/** GitHub answers with a link to storage elsewhere, which takes no token. */
export function downloadArtifact(request: HubRequest, context: HubContext): Answer {
  const id = Number(request.match.parameters.artifact_id);
  const there = runsOf(request, context).some(({ artifacts }) => artifacts.some((artifact) => artifact.id === id));
  if (!there || request.match.parameters.archive_format !== "zip") return notFound();
  return { status: 302, headers: { location: `${context.storageUrl}/artifacts/${id}.zip` }, body: Buffer.alloc(0) };
}
