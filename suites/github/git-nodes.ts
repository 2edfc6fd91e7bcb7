import { parseBody } from "./answer.ts";
import { checkSuites, type SuitesAsked } from "./check-nodes.ts";
import { type ConnectionArguments, connect } from "./connection.ts";
import { type HubContext, member } from "./hub-request.ts";
import type { Json } from "./pull-requests.ts";

/**
 * What an expression or a commit's name means: a commit, a folder, a file.
 *
 * @param mayReadChecks throws where the token may not look at checks
 */
export async function gitObject(
  context: HubContext,
  repository: string,
  expression: string,
  mayReadChecks: () => void,
): Promise<Json | null> {
  const colon = expression.indexOf(":");
  const rev = colon < 0 ? expression : expression.slice(0, colon);
  const base = `/repos/${repository}`;
  const get = async (target: string) => {
    const answer = await context.emulator.call({ method: "GET", target, login: "octocat" });
    return answer.status === 200 ? parseBody(answer.body) : null;
  };
  const commit = (await get(`${base}/commits/${rev.split("/").map(encodeURIComponent).join("/")}`)) as Json | null;
  if (commit === null) return null;
  const sha = String(commit.sha);
  const at = (path: string) => gitObject(context, repository, `${sha}:${path}`, mayReadChecks);
  if (colon < 0) {
    return {
      __typename: "Commit",
      oid: sha,
      id: commit.node_id,
      file: ({ path }: { path: string }) => treeEntry(get, base, sha, path, at),
      checkSuites: async (asked: ConnectionArguments & SuitesAsked) => {
        mayReadChecks();
        return connect(await checkSuites(context, repository, sha, asked.filterBy ?? {}), "checkSuites", asked);
      },
    };
  }
  const path = expression.slice(colon + 1);
  const found = await get(
    `${base}/contents/${path.split("/").map(encodeURIComponent).join("/")}?ref=${String(commit.sha)}`,
  );
  if (found === null) return null;
  if (Array.isArray(found)) {
    const entries = (found as readonly Json[]).map((entry) => ({
      name: entry.name,
      object: () => at(String(entry.path)),
    }));
    return { __typename: "Tree", oid: commit.sha, id: path, entries };
  }
  const bytes = Buffer.from(String(member(found, "content")), "base64");
  const binary = bytes.includes(0);
  return {
    __typename: "Blob",
    id: member(found, "sha"),
    oid: member(found, "sha"),
    byteSize: bytes.length,
    isBinary: binary,
    // GitHub's own limit for text in one answer.
    isTruncated: bytes.length > 512_000,
    text: binary ? null : bytes.subarray(0, 512_000).toString("utf8"),
  };
}

/** https://docs.github.com/graphql/reference/objects#treeentry; a link is one whose mode says so, and is not followed. */
async function treeEntry(
  get: (target: string) => Promise<unknown>,
  base: string,
  sha: string,
  path: string,
  at: (path: string) => Promise<Json | null>,
): Promise<Json | null> {
  const tree = await get(`${base}/git/trees/${sha}?recursive=1`);
  const entries = (member(tree, "tree") ?? []) as readonly Json[];
  const found = entries.find((entry) => entry.path === path);
  if (found === undefined) return null;
  return {
    __typename: "TreeEntry",
    name: path.split("/").at(-1),
    path,
    oid: found.sha,
    type: found.type,
    mode: Number.parseInt(String(found.mode), 8),
    size: found.size ?? 0,
    object: () => at(path),
  };
}
