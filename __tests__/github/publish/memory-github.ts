import type { ApiAnswer, ApiCall, ApiFault, GitHubApi } from "../../../src/github/api/github-api.ts";

/** What happens to a request: it is answered; it is refused; it is not done, or done, and the answer is lost. */
export type Fate = "answered" | "refused" | "lost-before" | "lost-after";

interface Comment {
  readonly id: number;
  readonly author: string;
  body: string;
}

interface Check {
  readonly id: number;
  readonly [key: string]: unknown;
}

/** One pull request and its commit's checks, in memory. Each request has the next fate; when there are none left, it is answered. */
export function memoryGitHub(viewer = "github-actions[bot]") {
  const comments: Comment[] = [];
  const checks: Check[] = [];
  const world = { head: "a".repeat(40), graphql: true, fates: [] as Fate[] };
  let lastId = 0;
  let requests = 0;

  const pull = (text: string): object => {
    const node = ({ id, author, body }: Comment) => ({
      id: `C${id}`,
      fullDatabaseId: String(id),
      viewerDidAuthor: author === viewer,
      ...(text.includes("body") ? { body } : {}),
    });
    const pages = Object.fromEntries(
      [...text.matchAll(/(\w+): timelineItems\(itemTypes: ISSUE_COMMENT, (first|last): 100(?:, skip: (\d+))?\)/g)].map(
        ([, name, end, skip]) => {
          const from = end === "last" ? Math.max(0, comments.length - 100) : Number(skip ?? 0);
          return [name, { nodes: comments.slice(from, from + 100).map(node) }];
        },
      ),
    );
    return { headRefOid: world.head, ...pages };
  };

  const graphql = (text: string, variables: Readonly<Record<string, unknown>>): unknown => {
    if (text.includes("nodes(ids:")) {
      const found = Object.entries(variables).map(([name, ids]) => [
        name,
        (ids as readonly string[]).map((id) => {
          const comment = comments.find((one) => `C${one.id}` === id);
          if (comment === undefined) return null;
          return { id, fullDatabaseId: id.slice(1), viewerDidAuthor: comment.author === viewer, body: comment.body };
        }),
      ]);
      return Object.fromEntries(found);
    }
    return {
      ...(text.includes("viewer: viewer {") ? { viewer: { login: viewer } } : {}),
      ...(text.includes("pull: repository(") ? { pull: { pullRequest: pull(text) } } : {}),
      ...(text.includes("checks: repository(") ? { checks: checkSuites(variables) } : {}),
    };
  };

  const checkSuites = ({ commit, check }: Readonly<Record<string, unknown>>): object => {
    const found = checks.filter(({ name }) => name === check);
    const nodes = found.map(({ id, name, external_id: externalId, output }) => {
      const { annotations_count: totalCount } = output as { annotations_count: number };
      return { databaseId: id, name, externalId, annotations: { totalCount } };
    });
    return {
      object: { oid: commit, checkSuites: { nodes: [{ app: { slug: "github-actions" }, checkRuns: { nodes } }] } },
    };
  };

  const rest = ({ route, parameters }: ApiCall): unknown => {
    const { comment_id, check_run_id, body } = parameters;
    switch (route) {
      case "GET /repos/{owner}/{repo}/pulls/{pull_number}":
        return { head: { sha: world.head } };
      case "GET /user":
        return viewer.endsWith("[bot]") ? refused("forbidden", 403) : { login: viewer, id: idOf(viewer) };
      case "GET /repos/{owner}/{repo}/issues/{issue_number}/comments": {
        const from = (Number(parameters.page) - 1) * 100;
        return comments.slice(from, from + 100).map(({ id, author, body: text }) => ({
          id,
          body: text,
          user: { login: author, id: idOf(author), type: author.endsWith("[bot]") ? "Bot" : "User" },
        }));
      }
      case "POST /repos/{owner}/{repo}/issues/{issue_number}/comments":
        comments.push({ id: ++lastId, author: viewer, body: String(body) });
        return { id: lastId, user: { login: viewer } };
      case "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}": {
        const comment = comments.find(({ id }) => String(id) === String(comment_id));
        if (comment === undefined) return refused("not-found", 404);
        comment.body = String(body);
        return { id: comment.id };
      }
      case "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}": {
        const at = comments.findIndex(({ id }) => String(id) === String(comment_id));
        if (at < 0) return refused("not-found", 404);
        comments.splice(at, 1);
        return null;
      }
      case "GET /repos/{owner}/{repo}/commits/{ref}/check-runs": {
        const found = checks.filter(({ name }) => name === parameters.check_name);
        return { total_count: found.length, check_runs: found };
      }
      case "POST /repos/{owner}/{repo}/check-runs":
        checks.push(checkOf(++lastId, parameters, 0));
        return { id: lastId };
      case "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}": {
        const at = checks.findIndex(({ id }) => id === check_run_id);
        const before = checks[at];
        if (before === undefined) return refused("not-found", 404);
        const had = (before.output as { annotations_count: number }).annotations_count;
        checks[at] = { ...before, ...checkOf(before.id, parameters, had), name: before.name };
        return { id: before.id };
      }
      default:
        throw new Error(`the GitHub in memory does not know ${route}`);
    }
  };

  const checkOf = (id: number, { owner: _, repo: __, output, ...rest }: ApiCall["parameters"], had: number): Check => {
    const { annotations = [], ...told } = output as { annotations?: readonly object[] };
    return {
      ...rest,
      id,
      app: { slug: "github-actions" },
      output: { ...told, annotations_count: had + annotations.length },
    };
  };

  const answer = (act: () => unknown): ApiAnswer => {
    requests++;
    const fate = world.fates.shift() ?? "answered";
    const lost: ApiAnswer = { ok: false, fault: { kind: "unreachable", status: null, message: "socket hang up" } };
    if (fate === "lost-before") return lost;
    if (fate === "refused") return { ok: false, fault: refused("forbidden", 403) };
    const data = act();
    if (fate === "lost-after") return lost;
    return isFault(data) ? { ok: false, fault: data } : { ok: true, status: 200, data, headers: {} };
  };

  const api: GitHubApi = {
    call: async (call) => answer(() => rest(call)),
    query: async (text, variables) =>
      answer(() => (world.graphql ? graphql(text, variables) : refused("not-found", 404))),
    get requests() {
      return requests;
    },
  };
  const comment = (author: string, body: string): number => {
    comments.push({ id: ++lastId, author, body });
    return lastId;
  };
  return { api, comments, checks, world, comment };
}

function refused(kind: ApiFault["kind"], status: number): ApiFault {
  return { kind, status, message: `said ${status}` };
}

function isFault(data: unknown): data is ApiFault {
  return typeof data === "object" && data !== null && "kind" in data && "message" in data;
}

function idOf(login: string): number {
  return [...login].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7) % 1_000_000;
}
