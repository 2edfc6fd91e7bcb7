import { parseBody } from "./answer.ts";
import { type ConnectionArguments, connect } from "./connection.ts";
import { type HubContext, member } from "./hub-request.ts";
import { polish } from "./polish.ts";
import type { Json } from "./pull-requests.ts";

export interface SuitesAsked {
  readonly filterBy?: { readonly appId?: number | null; readonly checkName?: string | null } | null;
}

interface RunsAsked {
  readonly filterBy?: { readonly checkName?: string | null; readonly checkType?: "ALL" | "LATEST" | null } | null;
}

/**
 * https://docs.github.com/graphql/reference/objects#checksuite: one for each app, and only those that hold a check of the name that is
 * asked for.
 */
export async function checkSuites(
  context: HubContext,
  repository: string,
  sha: string,
  { appId, checkName }: NonNullable<SuitesAsked["filterBy"]>,
): Promise<readonly Json[]> {
  const target = `/repos/${repository}/commits/${sha}/check-runs?filter=all`;
  const upstream = await context.emulator.call({ method: "GET", target, login: "octocat" });
  const all = (member(parseBody(polish(upstream, context).body), "check_runs") ?? []) as readonly Json[];
  const byApp = new Map<string, Json[]>();
  for (const run of all) {
    const slug = String(member(run.app, "slug"));
    byApp.set(slug, [...(byApp.get(slug) ?? []), run]);
  }
  return [...byApp].flatMap(([slug, runs]) => {
    const app = { __typename: "App", id: `A_${slug}`, slug, databaseId: member(runs[0]?.app, "id"), name: slug };
    if (appId != null && app.databaseId !== appId) return [];
    if (checkName != null && !runs.some(({ name }) => name === checkName)) return [];
    const suite = { __typename: "CheckSuite", id: `CS_${slug}_${sha}`, databaseId: 1, app };
    const checkRuns = (asked: ConnectionArguments & RunsAsked) => {
      const { checkName: name, checkType } = asked.filterBy ?? {};
      const named = runs.filter((run) => name == null || run.name === name);
      const latest = new Map(named.map((run) => [run.name, run]));
      const chosen = checkType === "ALL" ? named : [...latest.values()];
      return connect(
        chosen.map((run) => runNode(run, repository, context)),
        "checkRuns",
        asked,
      );
    };
    return [{ ...suite, checkRuns }];
  });
}

function runNode(run: Json, repository: string, context: HubContext): Json {
  const annotations = context.records.annotations.get(`${repository}#${String(run.id)}`) ?? [];
  return {
    __typename: "CheckRun",
    id: run.node_id,
    databaseId: run.id,
    name: run.name,
    externalId: run.external_id ?? null,
    status: String(run.status).toUpperCase(),
    conclusion: typeof run.conclusion === "string" ? run.conclusion.toUpperCase() : null,
    title: member(run.output, "title") ?? null,
    summary: member(run.output, "summary") ?? null,
    text: member(run.output, "text") ?? null,
    annotations: (asked: ConnectionArguments) => connect(annotations, "annotations", asked),
  };
}
