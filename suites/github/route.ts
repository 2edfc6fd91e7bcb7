import type { PermissionName } from "./token.ts";

/** What a token needs: one of these permissions, at this level. No names: any token that sees the repository may. */
export interface Need {
  readonly anyOf: readonly PermissionName[];
  readonly level: "read" | "write";
}

export interface Route {
  readonly method: string;
  /** Path template of GitHub's REST description. */
  readonly path: string;
  readonly need: Need;
  /** Changes what is on a branch, so it is done one at a time in a repository. */
  readonly writesRefs: boolean;
}

/** A route with the values of its path's parameters, decoded. */
export interface RouteMatch {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

export const routeName = (route: Route): string => `${route.method} ${route.path}`;

/** Parameters that may hold slashes; the others end at the next one. */
const spanning = new Set(["path", "ref", "basehead", "branch"]);

const repo = "/repos/{owner}/{repo}";

function read(path: string, ...anyOf: PermissionName[]): Route {
  return { method: "GET", path, need: { anyOf, level: "read" }, writesRefs: false };
}

function write(method: string, path: string, ...anyOf: PermissionName[]): Route {
  return { method, path, need: { anyOf, level: "write" }, writesRefs: false };
}

function writeRefs(method: string, path: string): Route {
  return { ...write(method, path, "contents"), writesRefs: true };
}

/**
 * The routes that the hub serves, with the permissions that GitHub documents for them
 * (https://docs.github.com/rest/authentication/permissions-required-for-github-apps). The order decides between templates that
 * fit the same path, so those with more fixed parts come first.
 */
const routes: readonly Route[] = [
  { method: "POST", path: "/graphql", need: { anyOf: [], level: "read" }, writesRefs: false },
  read("/user"),
  read("/orgs/{org}/teams/{team_slug}/memberships/{username}", "members"),
  read(repo, "metadata"),
  read(`${repo}/collaborators/{username}/permission`, "metadata"),

  read(`${repo}/issues/comments/{comment_id}`, "issues", "pull_requests"),
  write("PATCH", `${repo}/issues/comments/{comment_id}`, "issues", "pull_requests"),
  write("DELETE", `${repo}/issues/comments/{comment_id}`, "issues", "pull_requests"),
  read(`${repo}/issues/{issue_number}/comments`, "issues", "pull_requests"),
  write("POST", `${repo}/issues/{issue_number}/comments`, "issues", "pull_requests"),
  read(`${repo}/issues/{issue_number}/labels`, "issues", "pull_requests"),
  write("POST", `${repo}/issues/{issue_number}/labels`, "issues", "pull_requests"),
  write("PUT", `${repo}/issues/{issue_number}/lock`, "issues", "pull_requests"),
  read(`${repo}/issues/{issue_number}`, "issues", "pull_requests"),
  write("PATCH", `${repo}/issues/{issue_number}`, "issues", "pull_requests"),
  read(`${repo}/issues`, "issues", "pull_requests"),
  write("POST", `${repo}/issues`, "issues"),
  read(`${repo}/labels`, "issues", "pull_requests"),
  write("POST", `${repo}/labels`, "issues", "pull_requests"),

  read(`${repo}/pulls/{pull_number}/files`, "pull_requests"),
  read(`${repo}/pulls/{pull_number}/commits`, "pull_requests"),
  { ...write("PUT", `${repo}/pulls/{pull_number}/merge`, "contents"), writesRefs: true },
  read(`${repo}/pulls/{pull_number}`, "pull_requests"),
  write("PATCH", `${repo}/pulls/{pull_number}`, "pull_requests"),
  read(`${repo}/pulls`, "pull_requests"),
  write("POST", `${repo}/pulls`, "pull_requests"),
  read(`${repo}/commits/{commit_sha}/pulls`, "pull_requests"),

  write("POST", `${repo}/check-runs`, "checks"),
  write("PATCH", `${repo}/check-runs/{check_run_id}`, "checks"),
  read(`${repo}/check-runs/{check_run_id}/annotations`, "checks"),
  read(`${repo}/check-runs/{check_run_id}`, "checks"),
  read(`${repo}/commits/{ref}/check-runs`, "checks"),
  write("POST", `${repo}/statuses/{sha}`, "statuses"),
  read(`${repo}/commits/{ref}/statuses`, "statuses"),
  read(`${repo}/commits/{ref}/status`, "statuses"),

  read(`${repo}/contents/{path}`, "contents"),
  writeRefs("PUT", `${repo}/contents/{path}`),
  writeRefs("DELETE", `${repo}/contents/{path}`),
  read(`${repo}/git/ref/{ref}`, "contents"),
  read(`${repo}/git/matching-refs/{ref}`, "contents"),
  writeRefs("POST", `${repo}/git/refs`),
  writeRefs("PATCH", `${repo}/git/refs/{ref}`),
  writeRefs("DELETE", `${repo}/git/refs/{ref}`),
  read(`${repo}/git/commits/{commit_sha}`, "contents"),
  write("POST", `${repo}/git/commits`, "contents"),
  read(`${repo}/git/trees/{tree_sha}`, "contents"),
  write("POST", `${repo}/git/trees`, "contents"),
  read(`${repo}/git/blobs/{file_sha}`, "contents"),
  write("POST", `${repo}/git/blobs`, "contents"),
  read(`${repo}/branches`, "contents"),
  read(`${repo}/branches/{branch}`, "contents"),
  read(`${repo}/compare/{basehead}`, "contents"),
  read(`${repo}/commits/{ref}`, "contents"),
  read(`${repo}/commits`, "contents"),

  read(`${repo}/deployments/{deployment_id}/statuses`, "deployments"),
  write("POST", `${repo}/deployments/{deployment_id}/statuses`, "deployments"),
  read(`${repo}/deployments/{deployment_id}`, "deployments"),
  read(`${repo}/deployments`, "deployments"),
  write("POST", `${repo}/deployments`, "deployments"),
  read(`${repo}/environments/{environment_name}`, "actions"),
  read(`${repo}/environments`, "actions"),

  write("POST", `${repo}/actions/workflows/{workflow_id}/dispatches`, "actions"),
  read(`${repo}/actions/workflows/{workflow_id}/runs`, "actions"),
  read(`${repo}/actions/workflows`, "actions"),
  read(`${repo}/actions/runs/{run_id}/artifacts`, "actions"),
  read(`${repo}/actions/artifacts/{artifact_id}/{archive_format}`, "actions"),
  read(`${repo}/actions/artifacts/{artifact_id}`, "actions"),
  read(`${repo}/actions/artifacts`, "actions"),
  read(`${repo}/actions/runs/{run_id}`, "actions"),
  read(`${repo}/actions/runs`, "actions"),
];

/** A template as a pattern. Slashes around the last parameter are optional where it may be empty, as for a whole repository's contents. */
function patternOf(path: string): RegExp {
  const text = path.replace(/[.+*?^$()|[\]\\]/g, "\\$&").replace(/\/\{(\w+)\}/g, (_, name: string) => {
    if (name === "path") return "(?:/(?<path>.*))?";
    return spanning.has(name) ? `/(?<${name}>.+)` : `/(?<${name}>[^/]+)`;
  });
  return new RegExp(`^${text}$`);
}

const patterns = routes.map((route) => ({ route, pattern: patternOf(route.path) }));

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The route of a request; null when it is none that the hub knows. `HEAD` goes the way of `GET`. */
export function matchRoute(method: string, path: string): RouteMatch | null {
  const asked = method === "HEAD" ? "GET" : method;
  for (const { route, pattern } of patterns) {
    if (route.method !== asked) continue;
    const groups = pattern.exec(path)?.groups;
    if (groups === undefined && !pattern.test(path)) continue;
    const parameters: Record<string, string> = {};
    for (const [name, raw] of Object.entries(groups ?? {})) {
      const value = decode(raw ?? "");
      if (value === null) return null;
      parameters[name] = value;
    }
    return { route, parameters };
  }
  return null;
}

/** The path with its parameters written in, each part encoded, as GitHub's own links have them. */
export function pathOf(match: RouteMatch): string {
  return match.route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    (match.parameters[name] ?? "").split("/").map(encodeURIComponent).join("/"),
  );
}
