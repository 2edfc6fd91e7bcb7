import { type Answer, notFound, parseBody, refusal } from "./answer.ts";
import { readCommitSha } from "./emulator-reads.ts";
import { type HubContext, type HubRequest, member, repositoryOf } from "./hub-request.ts";
import { paginate } from "./paginate.ts";
import { polish } from "./polish.ts";
import type { Json } from "./pull-requests.ts";
import { appOf } from "./token.ts";

const keyOf = (request: HubRequest, id: unknown): string => `${repositoryOf(request.match)}#${String(id)}`;

/** Remembers who made a check run and which annotations were added: GitHub keeps all of them, the emulator those of the last request. */
export function rememberCheckRun(request: HubRequest, context: HubContext, answer: Answer): void {
  const key = keyOf(request, member(parseBody(answer.body), "id"));
  if (answer.status === 201) context.records.checkRunApps.set(key, appOf(request.token) ?? "");
  const added = member(member(request.body, "output"), "annotations");
  if (!Array.isArray(added)) return;
  context.records.annotations.set(key, [...(context.records.annotations.get(key) ?? []), ...(added as Json[])]);
}

export function listAnnotations(request: HubRequest, context: HubContext): Answer {
  const key = keyOf(request, request.match.parameters.check_run_id);
  if (!context.records.checkRunApps.has(key)) return notFound();
  const told = (context.records.annotations.get(key) ?? []).map((entry) => ({
    path: entry.path,
    start_line: entry.start_line,
    end_line: entry.end_line,
    start_column: entry.start_column ?? null,
    end_column: entry.end_column ?? null,
    annotation_level: entry.annotation_level,
    title: entry.title ?? null,
    message: entry.message,
    raw_details: entry.raw_details ?? null,
    blob_href: `https://github.com/${repositoryOf(request.match)}/blob/HEAD/${String(entry.path)}`,
  }));
  return paginate(request, context, told);
}

/** https://docs.github.com/rest/checks/runs#list-check-runs-for-a-git-reference; `latest` is one for each name and app. */
export async function listCheckRuns(request: HubRequest, context: HubContext): Promise<Answer> {
  const repository = repositoryOf(request.match);
  const ref = request.match.parameters.ref ?? "";
  const sha = await readCommitSha(context, repository, ref);
  if (sha === null) return refusal(422, `No commit found for SHA: ${ref}`);
  const target = `/repos/${repository}/commits/${sha}/check-runs?filter=all`;
  const upstream = await context.emulator.call({ method: "GET", target, login: "octocat" });
  const all = member(parseBody(polish(upstream, context).body), "check_runs") as Json[];
  const [name, status, app] = ["check_name", "status", "app_id"].map((key) => request.query.get(key) ?? null);
  const fits = all
    .filter((run) => (name ?? run.name) === run.name && (status ?? run.status) === run.status)
    .filter((run) => app === null || Number(app) === member(run.app, "id"))
    .sort((left, right) => Number(right.id) - Number(left.id));
  const same = (left: Json, right: Json) =>
    left.name === right.name && member(left.app, "id") === member(right.app, "id");
  const latest = fits.filter((run, index) => fits.findIndex((other) => same(run, other)) === index);
  const chosen = request.query.get("filter") === "all" ? fits : latest;
  return paginate(request, context, chosen, (page, total) => ({ total_count: total, check_runs: page }));
}
