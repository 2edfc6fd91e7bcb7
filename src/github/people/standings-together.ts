import { askTogether, type PartAnswer, type QueryPart } from "../api/ask-together.ts";
import type { GitHubApi } from "../api/github-api.ts";
import { listMember, member, textMember } from "../api/json-members.ts";
import type { Ticker } from "./read-standings.ts";

/** What GraphQL tells of one person. */
export interface StandingSeen {
  /** Null: it did not tell. */
  readonly mayWrite: boolean | null;
  /** Whether the person is in `octo-org/on-call`; null: it is not known. */
  inTeam(handle: string): boolean | null;
}

const mayWrite: ReadonlySet<string> = new Set(["WRITE", "MAINTAIN", "ADMIN"]);

/** What several people may do, and which teams they are in, in one call; by login. */
export async function standingsTogether(
  api: GitHubApi,
  repository: string,
  tickers: readonly Ticker[],
): Promise<ReadonlyMap<string, StandingSeen>> {
  const [owner = "", name = ""] = repository.split("/");
  const parts: Record<string, QueryPart> = {};
  for (const [index, { login, roles }] of tickers.entries()) {
    parts[`person${index}`] = personPart(owner, name, index, login);
    for (const handle of teamsOf(roles)) parts[teamName(index, handle, roles)] = teamPart(index, login, handle, roles);
  }
  const answer = await askTogether(api, parts);
  return new Map(
    tickers.map(({ login, roles }, index) => [
      login,
      {
        mayWrite: readMayWrite(answer.part(`person${index}`), login),
        inTeam: (handle) => readInTeam(answer.part(teamName(index, handle, roles)), login),
      },
    ]),
  );
}

type Roles = Ticker["roles"];

function teamsOf(roles: Roles): readonly string[] {
  return [...new Set(roles.map(({ handle }) => handle).filter((handle) => handle.includes("/")))];
}

function teamName(person: number, handle: string, roles: Roles): string {
  return `team${person}x${teamsOf(roles).indexOf(handle)}`;
}

function personPart(owner: string, name: string, index: number, login: string): QueryPart {
  return {
    field: `repository(owner: $owner, name: $name) { collaborators(login: $login${index}, first: 10) { edges { permission node { login } } } }`,
    variables: {
      owner: { type: "String!", value: owner },
      name: { type: "String!", value: name },
      [`login${index}`]: { type: "String!", value: login },
    },
  };
}

function teamPart(index: number, login: string, handle: string, roles: Roles): QueryPart {
  const [org = "", slug = ""] = handle.split("/");
  const own = teamName(index, handle, roles);
  return {
    field: `organization(login: $org${own}) { team(slug: $slug${own}) { members(query: $login${index}, first: 100) { nodes { login } } } }`,
    variables: {
      [`org${own}`]: { type: "String!", value: org },
      [`slug${own}`]: { type: "String!", value: slug },
      [`login${index}`]: { type: "String!", value: login },
    },
  };
}

/** Who is not among those who were asked for may do nothing. */
function readMayWrite(answer: PartAnswer, login: string): boolean | null {
  const edges = answer.ok ? member(answer.value, "collaborators", "edges") : null;
  if (!Array.isArray(edges)) return null;
  const own = edges.find((edge) => sameLogin(textMember(edge, "node", "login"), login));
  if (own === undefined) return false;
  const permission = textMember(own, "permission");
  return permission === null ? null : mayWrite.has(permission);
}

/** Of a team that the token cannot see it is not known. */
function readInTeam(answer: PartAnswer, login: string): boolean | null {
  if (!answer.ok || typeof member(answer.value, "team") !== "object" || member(answer.value, "team") === null)
    return null;
  const found = listMember(answer.value, "team", "members", "nodes");
  return found.some((one) => sameLogin(textMember(one, "login"), login)) ? true : null;
}

function sameLogin(one: string | null, other: string): boolean {
  return one !== null && one.toLowerCase() === other.toLowerCase();
}
