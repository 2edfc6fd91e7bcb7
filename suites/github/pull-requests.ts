import { parseBody } from "./answer.ts";
import { type HubContext, member, textMember } from "./hub-request.ts";

export type Json = Record<string, unknown>;

const encode = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

async function get(context: HubContext, target: string): Promise<unknown> {
  const answer = await context.emulator.call({ method: "GET", target, login: "octocat" });
  return answer.status === 200 ? parseBody(answer.body) : null;
}

/** All pages of a listing; null when there is no such thing. */
export async function readAll(context: HubContext, target: string): Promise<readonly Json[] | null> {
  const found: Json[] = [];
  for (let page = 1; ; page++) {
    const data = await get(context, `${target}${target.includes("?") ? "&" : "?"}per_page=100&page=${page}`);
    if (!Array.isArray(data)) return null;
    found.push(...data);
    if (data.length < 100) return found;
  }
}

/** The commit that a branch points to; null when there is no such branch or repository. */
export async function readHead(context: HubContext, repository: string, branch: string): Promise<string | null> {
  return textMember(
    member(await get(context, `/repos/${repository}/git/ref/heads/${encode(branch)}`), "object"),
    "sha",
  );
}

/**
 * The emulator leaves a pull request at the commit it was opened with; GitHub's follows its branch as long as it is open, and
 * stays where it was then.
 */
async function withHead(context: HubContext, repository: string, pull: Json): Promise<Json> {
  const head = pull.head as Json;
  const key = `${repository}#${String(pull.number)}`;
  const source = textMember(head.repo, "full_name");
  if (pull.state === "open" && source !== null) {
    const sha = await readHead(context, source, String(head.ref));
    if (sha !== null) context.records.pullHeads.set(key, sha);
  }
  const locked = context.records.locked.has(key);
  return { ...pull, locked, head: { ...head, sha: context.records.pullHeads.get(key) ?? head.sha } };
}

/** A pull request as the REST API tells it; null when there is none. */
export async function readPull(context: HubContext, repository: string, number: number): Promise<Json | null> {
  const pull = await get(context, `/repos/${repository}/pulls/${number}`);
  return pull === null ? null : await withHead(context, repository, pull as Json);
}

/** All pull requests of a repository, newest first. */
export async function readPulls(context: HubContext, repository: string): Promise<readonly Json[]> {
  const pulls = (await readAll(context, `/repos/${repository}/pulls?state=all`)) ?? [];
  return await Promise.all(pulls.map((pull) => withHead(context, repository, pull)));
}
