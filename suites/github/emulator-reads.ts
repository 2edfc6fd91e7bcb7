import { parseBody } from "./answer.ts";
import { type HubContext, textMember } from "./hub-request.ts";
import type { Json } from "./pull-requests.ts";

const encode = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

async function get(context: HubContext, target: string): Promise<Json | null> {
  const answer = await context.emulator.call({ method: "GET", target, login: "octocat" });
  return answer.status === 200 ? (parseBody(answer.body) as Json) : null;
}

/** The commit that a branch, tag or sha means, as the API tells it; null when there is none. */
export async function readCommit(context: HubContext, repository: string, ref: string): Promise<Json | null> {
  return await get(context, `/repos/${repository}/commits/${encode(ref)}`);
}

/** Its sha; null when there is none. */
export async function readCommitSha(context: HubContext, repository: string, ref: string): Promise<string | null> {
  return textMember(await readCommit(context, repository, ref), "sha");
}

/** Members of an account that stand in other objects, as the description's `simple-user` has them. */
const briefly =
  "login id node_id avatar_url gravatar_id url html_url followers_url following_url gists_url starred_url subscriptions_url organizations_url repos_url events_url received_events_url site_admin".split(
    " ",
  );

/** An account as it stands in other objects. */
export async function readUser(context: HubContext, login: string): Promise<Json> {
  const user = (await get(context, `/users/${encodeURIComponent(login)}`)) ?? {};
  return {
    ...Object.fromEntries(briefly.map((name) => [name, user[name]])),
    type: login.endsWith("[bot]") ? "Bot" : "User",
  };
}

/** A repository as the API tells it; null when there is none. */
export async function readRepository(context: HubContext, repository: string): Promise<Json | null> {
  return await get(context, `/repos/${repository}`);
}
