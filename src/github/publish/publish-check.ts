import type { Clock } from "../../domain/ports.ts";
import type { ApiAnswer, GitHubApi } from "../api/github-api.ts";
import { idMember, listMember, textMember } from "../api/json-members.ts";
import {
  checkConclusion,
  checkName,
  decideCheck,
  type ExistingCheck,
  externalId,
  isWrittenBy,
} from "./decide-check.ts";
import { type CheckAnnotation, type CheckWish, maxAnnotations, type Publication } from "./publication.ts";
import type { Published } from "./publish-comment.ts";
import { type Surveyed, understood } from "./survey.ts";

export interface CheckOutcome {
  readonly published: Published;
  /** Whether the annotations stand in the check. */
  readonly annotated: boolean;
}

const settleMs = 1000;

/**
 * Writes the one check of a rollout on a commit.
 *
 * @param app slug of the app that we are; only apps may write checks
 * @param seen the checks of this name that were seen just now; null: they are looked for
 * @param spare whether a request may be spent on looking once more for what an earlier attempt made
 */
export async function publishCheck(
  api: GitHubApi,
  clock: Clock,
  publication: Publication,
  wish: CheckWish,
  app: string,
  seen: readonly ExistingCheck[] | null,
  spare: () => boolean,
): Promise<CheckOutcome> {
  let existing: Surveyed<readonly ExistingCheck[]> =
    seen === null ? await findChecks(api, publication) : { ok: true, value: seen };
  if (existing.ok && existing.value.length === 0 && publication.run.attempt > 1 && spare()) {
    // An earlier attempt will have made one, which a replica may not show yet.
    await clock.sleep(settleMs);
    existing = await findChecks(api, publication);
  }
  if (!existing.ok) return { published: { kind: "failed", fault: existing.fault }, annotated: false };
  const plan = decideCheck(existing.value, publication.run, app);
  if (plan.kind === "nothing") return { published: { kind: "done", what: "stale" }, annotated: true };
  const annotations = wish.annotations.slice(0, maxAnnotations).map(written);
  const annotated = annotations.length > 0 && (plan.kind === "create" || plan.annotate);
  const answer = await send(
    api,
    publication,
    wish,
    plan.kind === "create" ? null : plan.id,
    annotated ? annotations : [],
  );
  if (answer.ok)
    return { published: { kind: "done", what: plan.kind === "create" ? "created" : "updated" }, annotated };
  const lost = answer.fault.kind === "unreachable" || answer.fault.kind === "limited";
  if (!lost) return { published: { kind: "failed", fault: answer.fault }, annotated: false };
  // A check cannot be taken away again, so it is looked for and not made a second time.
  await clock.sleep(settleMs);
  const after = await findChecks(api, publication);
  const there = after.ok && isWrittenBy(after.value, publication.run, app);
  return there
    ? { published: { kind: "done", what: plan.kind === "create" ? "created" : "updated" }, annotated }
    : { published: { kind: "failed", fault: answer.fault }, annotated: false };
}

async function findChecks(
  api: GitHubApi,
  { run, commit, rollout }: Publication,
): Promise<Surveyed<readonly ExistingCheck[]>> {
  const [owner = "", repo = ""] = run.repository.split("/");
  const answer = await api.call({
    route: "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
    parameters: { owner, repo, ref: commit, check_name: checkName(rollout), filter: "all", per_page: 100 },
    effect: "read",
  });
  const isList = answer.ok && idMember(answer.data, "total_count") !== null;
  const found = listMember(answer.ok ? answer.data : null, "check_runs").flatMap((check): readonly ExistingCheck[] => {
    const id = idMember(check, "id");
    if (id === null || textMember(check, "name") !== checkName(rollout)) return [];
    return [
      {
        id,
        externalId: textMember(check, "external_id") ?? "",
        app: textMember(check, "app", "slug"),
        annotations: idMember(check, "output", "annotations_count") ?? 0,
      },
    ];
  });
  return understood(answer, isList ? found : null, "checks");
}

/** @param id of the check that is changed; null: a new one is made */
async function send(
  api: GitHubApi,
  { rollout, ending, run, commit }: Publication,
  wish: CheckWish,
  id: number | null,
  annotations: readonly object[],
): Promise<ApiAnswer> {
  const [owner = "", repo = ""] = run.repository.split("/");
  const body = {
    owner,
    repo,
    status: "completed",
    conclusion: checkConclusion(ending),
    external_id: externalId(run),
    details_url: run.url,
    output: { title: wish.title, summary: wish.summary, ...(annotations.length === 0 ? {} : { annotations }) },
  };
  return id === null
    ? await api.call({
        route: "POST /repos/{owner}/{repo}/check-runs",
        parameters: { ...body, name: checkName(rollout), head_sha: commit },
        effect: "create",
      })
    : await api.call({
        route: "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
        parameters: { ...body, check_run_id: id },
        // Annotations are added to those that are there.
        effect: annotations.length === 0 ? "idempotent" : "create",
      });
}

function written({ path, line, level, title, message }: CheckAnnotation): object {
  return { path, start_line: line, end_line: line, annotation_level: level, title, message };
}
