import type { PolicySource } from "../domain/policy.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import { oneLine } from "../text/one-line.ts";
import type { ApiFault, GitHubApi } from "./api/github-api.ts";
import { member } from "./api/json-members.ts";
import { filesAtCommits } from "./files-at-commits.ts";

/** A config has at most 64 KiB; GitHub serves contents up to 1 MiB in this way. */
const maxBytes = 1024 * 1024;

const permission = "Give the job `permissions: contents: read`.";

/**
 * Configs of other commits, from GitHub's API: one request for all commits that are named together. What GraphQL leaves in any doubt is asked
 * by REST, where one request more is needed for a file that is not there, because GitHub also says "not found" to those who may not look.
 *
 * @param repository `owner/name`
 */
export function createPolicySource(api: GitHubApi, repository: string): PolicySource {
  const [owner = "", repo = ""] = repository.split("/");
  const known = new Map<string, string | null>();
  return {
    async read(commit, path, next = []) {
      if (!isCommit(commit)) return invalid(`${oneLine(commit).slice(0, 60)} is no commit.`);
      const key = (at: string) => `${at}:${path}`;
      if (!known.has(key(commit))) {
        const commits = [...new Set([commit, ...next.filter(isCommit)])];
        const seen = await filesAtCommits(api, { owner, name: repo, path }, commits);
        if (!seen.ok) return invalid(seen.fault.message, remedyFor(seen.fault));
        for (const [at, text] of seen.files) known.set(key(at), text);
      }
      const text = known.get(key(commit));
      return text === undefined ? await readByRest(api, { owner, repo, commit, path }) : { ok: true, value: text };
    },
  };
}

function isCommit(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}

async function readByRest(
  api: GitHubApi,
  {
    commit,
    path,
    ...of
  }: { readonly owner: string; readonly repo: string; readonly commit: string; readonly path: string },
): Promise<Reading<string | null>> {
  const answer = await api.call({
    route: "GET /repos/{owner}/{repo}/contents/{path}",
    parameters: { ...of, path, ref: commit },
    effect: "read",
  });
  if (answer.ok) return textOf(answer.data);
  if (answer.fault.kind !== "not-found") return invalid(answer.fault.message, remedyFor(answer.fault));
  const commitThere = await api.call({
    route: "GET /repos/{owner}/{repo}/git/commits/{commit_sha}",
    parameters: { ...of, commit_sha: commit },
    effect: "read",
  });
  if (commitThere.ok && member(commitThere.data, "sha") === commit) return { ok: true, value: null };
  return invalid(
    "GitHub finds neither the file nor the commit, so it is not known whether there is one.",
    `Check that the token may read the repository. ${permission}`,
  );
}

function textOf(data: unknown): Reading<string> {
  if (Array.isArray(data)) return invalid("It is a folder.");
  const type = member(data, "type");
  // GitHub follows links inside of the repository by itself; others it names.
  if (type !== "file") return invalid(`It is ${type === "symlink" ? "a link out of the repository" : "no file"}.`);
  const content = member(data, "content");
  const size = member(data, "size");
  if (typeof content !== "string" || member(data, "encoding") !== "base64" || typeof size !== "number") {
    return invalid("GitHub answered without its content.", "Is it larger than 1 MiB? A config may have 64 KiB.");
  }
  const bytes = Buffer.from(content, "base64");
  if (bytes.length !== size) return invalid("GitHub's answer is not whole.", "Run the job again.");
  if (bytes.length > maxBytes) return invalid("It is larger than 1 MiB.", "A config may have 64 KiB.");
  try {
    // Like files of the workspace: without the byte order mark.
    return { ok: true, value: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return invalid("It is not UTF-8.", "Write it as UTF-8.");
  }
}

function remedyFor({ kind }: ApiFault): string {
  if (kind === "unauthorized" || kind === "forbidden") return permission;
  return kind === "limited" || kind === "unreachable" ? "Run the job again later." : "";
}

function invalid(reason: string, remedy = ""): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { kind: "invalid", reason, ...(remedy === "" ? {} : { remedy }) } };
}
