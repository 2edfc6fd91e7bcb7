import type { GitHubApi } from "../api/github-api.ts";
import { textMember } from "../api/json-members.ts";
import { standingsTogether } from "./standings-together.ts";

/** Somebody who ticked, and the roles that the ticks are for. */
export interface Ticker {
  readonly login: string;
  /** Role, and the user `octocat` or team `octo-org/on-call` that has it. */
  readonly roles: readonly { readonly role: string; readonly handle: string }[];
}

export interface ReadStanding {
  readonly login: string;
  readonly mayWrite: boolean | null;
  readonly roles: ReadonlyMap<string, boolean | null>;
}

/** More people than this do not sign off one rollout; those beyond are not asked about, and so do not count. */
const mostPeople = 30;

/**
 * Whether each may write to the repository, and has the roles: one call for each person and one for each team to look in, or, where
 * those are more than may be spent, one for all of them. What GitHub does not tell of all at once is asked for each.
 *
 * @param spare how many calls may be spent
 */
export async function readStandings(
  api: GitHubApi,
  repository: string,
  tickers: readonly Ticker[],
  spare: number,
): Promise<readonly ReadStanding[]> {
  const asked = tickers.slice(0, mostPeople);
  const needed = asked.reduce(
    (sum, { roles }) => sum + 1 + roles.filter(({ handle }) => handle.includes("/")).length,
    0,
  );
  const together = needed > 1 && needed > spare ? await standingsTogether(api, repository, asked) : null;
  const standings: ReadStanding[] = [];
  for (const { login, roles } of asked) {
    const known = together?.get(login) ?? null;
    const mayWrite = known?.mayWrite ?? (await readMayWrite(api, repository, login));
    const has = new Map<string, boolean | null>();
    // Who may not write does not count, whatever the roles are.
    for (const { role, handle } of mayWrite === true ? roles : []) {
      const isTeam = handle.includes("/");
      has.set(role, isTeam && known !== null ? known.inTeam(handle) : await hasRole(api, login, handle));
    }
    standings.push({ login, mayWrite, roles: has });
  }
  return standings;
}

async function readMayWrite(api: GitHubApi, repository: string, login: string): Promise<boolean | null> {
  const [owner, repo] = repository.split("/");
  const answer = await api.call({
    route: "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
    parameters: { owner, repo, username: login },
    effect: "read",
  });
  if (!answer.ok) return null;
  const permission = textMember(answer.data, "permission");
  // The older word for what people have: who maintains is told as `write`, who triages as `read`.
  return permission === null ? null : permission === "admin" || permission === "write";
}

async function hasRole(api: GitHubApi, login: string, handle: string): Promise<boolean | null> {
  const [org = "", team] = handle.split("/");
  if (team === undefined) return handle.toLowerCase() === login.toLowerCase();
  const answer = await api.call({
    route: "GET /orgs/{org}/teams/{team_slug}/memberships/{username}",
    parameters: { org, team_slug: team, username: login },
    effect: "read",
  });
  // Of a team that the token cannot see GitHub says the same as of somebody who is not in it: then it is not known.
  return answer.ok ? textMember(answer.data, "state") === "active" : null;
}
