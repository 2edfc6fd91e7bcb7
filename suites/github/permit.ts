import { type Answer, notFound, refusal } from "./answer.ts";
import { type RepositorySeed, roleIn } from "./people.ts";
import type { RouteMatch } from "./route.ts";
import { loginOf, type Permissions, type Token } from "./token.ts";

const ranks = { none: 0, read: 1, write: 2, admin: 3 } as const;

function repositoryOf(match: RouteMatch): string | null {
  const { owner, repo } = match.parameters;
  return owner === undefined || repo === undefined ? null : `${owner}/${repo}`;
}

function sameRepository(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function grants(permissions: Permissions, match: RouteMatch): boolean {
  const { anyOf, level } = match.route.need;
  // Every installation may read the metadata of the repositories it is for.
  if (anyOf.includes("metadata") && level === "read") return true;
  return anyOf.some((name) => ranks[permissions[name] ?? "none"] >= ranks[level]);
}

/** What GitHub sends with a 403, so that people know which permission to give. */
function acceptedPermissions(match: RouteMatch): string {
  const { anyOf, level } = match.route.need;
  return anyOf.map((name) => `${name}=${level}`).join("; ");
}

/**
 * Whether the token may do this at all; null when it may. What is private and not given to a token does not exist for it (404).
 * Any token may read what is public, whatever its permissions are. `known` says whether a repository exists, and is private.
 */
export function refuseToken(
  token: Token,
  match: RouteMatch,
  seeds: readonly RepositorySeed[],
  known: (repository: string) => { readonly private: boolean } | null,
): Answer | null {
  const repository = repositoryOf(match);
  if (repository === null) return null;
  const found = known(repository);
  if (found === null) return notFound();
  const { need } = match.route;
  const publicRead = !found.private && need.level === "read";

  if (token.kind === "job" || token.kind === "app") {
    if (publicRead) return null;
    if (!sameRepository(token.repository, repository)) {
      return found.private ? notFound() : forbidden("Resource not accessible by integration", match);
    }
    return grants(token.permissions, match) ? null : forbidden("Resource not accessible by integration", match);
  }

  const role = roleIn(seeds, repository, loginOf(token));
  // https://docs.github.com/rest/checks/runs: only GitHub Apps may write check runs.
  if (need.anyOf.includes("checks") && need.level === "write") {
    return found.private && role === "none" ? notFound() : refusal(403, "You must authenticate via a GitHub App.");
  }
  if (found.private && role === "none") return notFound();
  if (token.kind === "fine-grained" && !publicRead) {
    const covered = sameRepository(token.repository, repository);
    if (!covered && found.private) return notFound();
    if (!covered || !grants(token.permissions, match)) {
      return forbidden("Resource not accessible by personal access token", match);
    }
  }
  if (publicRead || ranks[role] >= ranks[need.level] || openToAll(match)) return null;
  // GitHub hides what a person may not do to a repository's code behind a 404 and says the rest.
  return need.anyOf.includes("contents") ? notFound() : refusal(403, "Must have admin rights to Repository.");
}

/** Anybody may comment on what is public, open issues and propose changes; authorship decides about editing. */
function openToAll(match: RouteMatch): boolean {
  const name = `${match.route.method} ${match.route.path.replace("/repos/{owner}/{repo}", "")}`;
  return [
    "POST /issues/{issue_number}/comments",
    "PATCH /issues/comments/{comment_id}",
    "DELETE /issues/comments/{comment_id}",
    "POST /issues",
    "POST /pulls",
  ].includes(name);
}

function forbidden(message: string, match: RouteMatch): Answer {
  return refusal(403, message, { headers: { "x-accepted-github-permissions": acceptedPermissions(match) } });
}
