import type { Problem, Reading } from "../../domain/problem.ts";
import type { GitHubMetric, Source } from "../../domain/verify.ts";
import { quoteUntrusted } from "../quote-untrusted.ts";
import { invalidMetric, type MetricReading, missingMetric, type Span } from "../records/metric-reading.ts";
import { createRecordBuilder } from "../records/record-builder.ts";

export type GitHubSource = Extract<Source, { kind: "github" }>;

/** As much of GitHub's API as reading needs; the port of `github/` fits. */
export interface GitHubReads {
  call(call: {
    readonly route: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly effect: "read";
  }): Promise<
    { readonly ok: true; readonly data: unknown } | { readonly ok: false; readonly fault: { readonly message: string } }
  >;
}

export interface GitHubPorts {
  readonly api: GitHubReads;
  readonly owner: string;
  readonly repo: string;
}

const perPage = 100;
const mostPages = 10;
const failures: ReadonlySet<unknown> = new Set(["failure", "timed_out", "startup_failure"]);

/** Counts what GitHub itself knows of a span: issues that were opened, runs of workflows that failed. */
export async function readGitHub(
  ports: GitHubPorts,
  source: GitHubSource,
  span: Span,
): Promise<readonly MetricReading[]> {
  const readings: MetricReading[] = [];
  for (const metric of source.metrics) {
    const times =
      metric.kind === "issues"
        ? await issueTimes(ports, metric.labels, span)
        : await failedTimes(ports, metric.workflow, span);
    readings.push(
      times.ok
        ? countTimes(metric, source.name, times.value, span)
        : { metric: metric.name, ok: false, problem: times.problem },
    );
  }
  return readings;
}

function countTimes(metric: GitHubMetric, source: string, times: readonly number[] | null, span: Span): MetricReading {
  if (times === null) {
    const what = metric.kind === "failed-runs" ? quoteUntrusted(metric.workflow) : "";
    return missingMetric(
      metric.name,
      `no run of ${what} was finished in this time, so none can have failed`,
      "Wait for a run, or start one.",
    );
  }
  if (times.some((time) => !Number.isFinite(time)))
    return invalidMetric(metric.name, "GitHub gave a time that cannot be read");
  const builder = createRecordBuilder({
    metric: metric.name,
    source,
    kind: "count",
    statistic: "mean",
    unit: "",
    direction: "lower-is-better",
    perMs: null,
  });
  for (const time of times) builder.add(time, 0);
  return { metric: metric.name, ok: true, records: [builder.build(null, span.fromMs, span.toMs, [])] };
}

/** When issues with all of these labels were opened. Pull requests, which GitHub lists among issues, are left out. */
async function issueTimes(
  { api, owner, repo }: GitHubPorts,
  labels: readonly string[],
  span: Span,
): Promise<Reading<readonly number[]>> {
  const parameters = {
    owner,
    repo,
    labels: labels.join(","),
    state: "all",
    sort: "created",
    direction: "desc",
    since: new Date(span.fromMs).toISOString(),
  };
  const items = await allPages(
    api,
    "GET /repos/{owner}/{repo}/issues",
    parameters,
    (data) => data,
    (item) => timeOf(item) < span.fromMs,
  );
  if (!items.ok) return items;
  const opened = items.value.filter((item) => member(item, "pull_request") === undefined).map(timeOf);
  return { ok: true, value: opened.filter((time) => !(time < span.fromMs || time >= span.toMs)) };
}

/** When runs that failed began; null when no run was finished in the span. */
async function failedTimes(
  ports: GitHubPorts,
  workflow: string,
  span: Span,
): Promise<Reading<readonly number[] | null>> {
  const { api, owner, repo } = ports;
  const id = /\.ya?ml$/i.test(workflow)
    ? { ok: true as const, value: workflow.split("/").at(-1) ?? workflow }
    : await workflowId(ports, workflow);
  if (!id.ok) return id;
  const iso = (timeMs: number): string => new Date(timeMs).toISOString().replace(/\.\d+Z$/, "Z");
  const runs = await allPages(
    api,
    "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs",
    { owner, repo, workflow_id: id.value, created: `${iso(span.fromMs)}..${iso(span.toMs)}` },
    (data) => member(data, "workflow_runs"),
    () => false,
  );
  if (!runs.ok) return runs;
  const finished = runs.value.filter((run) => {
    const time = timeOf(run);
    return member(run, "status") === "completed" && !(time < span.fromMs || time >= span.toMs);
  });
  if (finished.length === 0) return { ok: true, value: null };
  return { ok: true, value: finished.filter((run) => failures.has(member(run, "conclusion"))).map(timeOf) };
}

async function workflowId({ api, owner, repo }: GitHubPorts, name: string): Promise<Reading<number>> {
  const route = "GET /repos/{owner}/{repo}/actions/workflows";
  const workflows = await allPages(
    api,
    route,
    { owner, repo },
    (data) => member(data, "workflows"),
    () => false,
  );
  if (!workflows.ok) return workflows;
  const found = workflows.value.filter((workflow) => member(workflow, "name") === name);
  const id = member(found[0], "id");
  if (found.length === 1 && typeof id === "number") return { ok: true, value: id };
  const how = found.length > 1 ? `${found.length} workflows are` : "no workflow is";
  return refuse(`${how} named ${quoteUntrusted(name)}`, "Write the name of its file, such as ci.yml.");
}

/** Items of all pages until one says stop; more pages than are worth reading are a problem, never a part of the answer. */
async function allPages(
  api: GitHubReads,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  pick: (data: unknown) => unknown,
  isLast: (item: unknown) => boolean,
): Promise<Reading<readonly unknown[]>> {
  const items: unknown[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const answer = await api.call({ route, parameters: { ...parameters, per_page: perPage, page }, effect: "read" });
    if (!answer.ok)
      return refuse(answer.fault.message.replace(/\.$/, ""), "Check the token's permissions, or try again later.");
    const found = pick(answer.data);
    if (!Array.isArray(found)) return refuse("GitHub's answer is not a list", "Try again later.");
    items.push(...found);
    if (found.length < perPage || found.some(isLast)) return { ok: true, value: items };
  }
  return refuse(
    `there are more than ${mostPages * perPage} of them`,
    "Narrow it down by a label, or look at a shorter time.",
  );
}

function timeOf(item: unknown): number {
  const text = member(item, "created_at");
  return typeof text === "string" ? Date.parse(text) : Number.NaN;
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}

function refuse(reason: string, remedy: string): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { kind: "invalid", reason: `${reason}.`, remedy } };
}
