import type { BranchFiles, BranchRead, BranchSnapshot, BranchWrite } from "../../domain/branch-files.ts";
import type { Reading } from "../../domain/problem.ts";
import type { ApiAnswer, ApiEffect, GitHubApi } from "../api/github-api.ts";
import { faultProblem, isRule, unusable } from "./branch-problems.ts";
import { field, fileVersion, readContent } from "./read-content.ts";
import { readFolder } from "./read-folder.ts";

export interface BranchAddress {
  readonly owner: string;
  readonly repo: string;
  /** Without `refs/heads/`. */
  readonly branch: string;
}

/**
 * Small files on a branch, through GitHub's contents and git interfaces. A file is replaced only by who names the version that it
 * replaces, so what is sent twice is done once.
 */
export function createBranchFiles(api: GitHubApi, address: BranchAddress): BranchFiles {
  const { owner, repo, branch } = address;
  const place = `branch ${branch} of ${owner}/${repo}`;
  const ask = (route: string, effect: ApiEffect, parameters: Readonly<Record<string, unknown>>) =>
    api.call({ route, effect, parameters: { owner, repo, ...parameters } });
  const askRef = (name: string) => ask("GET /repos/{owner}/{repo}/git/ref/{ref}", "read", { ref: `heads/${name}` });

  /**
   * GitHub says "not found" also of what a token may not see. A branch, or a file, is only taken to be absent when the token is seen
   * to read what must be there.
   */
  const absence = async (): Promise<Exclude<BranchRead, { kind: "found" }>> => {
    const own = await askRef(branch);
    if (!own.ok && own.fault.kind !== "not-found" && !isEmptyRepository(own)) return failedRead(own, place);
    const about = await ask("GET /repos/{owner}/{repo}", "read", {});
    if (!about.ok) return failedRead(about, place);
    const main = field(about.data, "default_branch");
    if (typeof main !== "string") return { kind: "unreachable", problem: unusable(place, "about the repository") };
    if (main === branch) return { kind: "problem", problem: isDefaultBranch(place) };
    if (own.ok) return { kind: "nothing", what: "file" };
    const seen = await askRef(main);
    if (seen.ok || isEmptyRepository(seen)) return { kind: "nothing", what: "branch" };
    return failedRead(seen, place);
  };

  const snapshot = async (): Promise<Reading<BranchSnapshot | null>> => {
    const ref = await askRef(branch);
    if (!ref.ok) {
      if (ref.fault.kind !== "not-found") return { ok: false, problem: faultProblem(ref.fault, place, "read") };
      const absent = await absence();
      return absent.kind === "nothing" ? { ok: true, value: null } : { ok: false, problem: absent.problem };
    }
    const commit = field(field(ref.data, "object"), "sha");
    if (typeof commit !== "string") return { ok: false, problem: unusable(place, "about the branch") };
    const details = await ask("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", "read", { commit_sha: commit });
    if (!details.ok) return { ok: false, problem: faultProblem(details.fault, place, "read") };
    const tree = field(field(details.data, "tree"), "sha");
    if (typeof tree !== "string") return { ok: false, problem: unusable(place, "about its latest commit") };
    return { ok: true, value: { commit, tree } };
  };

  /** A commit that no branch leads to yet; nobody sees it. */
  const makeCommit = async (
    changes: Readonly<Record<string, string | null>>,
    parent: BranchSnapshot | null,
    message: string,
  ): Promise<{ readonly sha: string } | { readonly failed: BranchWrite }> => {
    const tree = await ask("POST /repos/{owner}/{repo}/git/trees", "idempotent", {
      ...(parent === null ? {} : { base_tree: parent.tree }),
      tree: Object.entries(changes).map(([path, content]) => ({
        path,
        mode: "100644",
        type: "blob",
        ...(content === null ? { sha: null } : { content }),
      })),
    });
    const treeSha = tree.ok ? field(tree.data, "sha") : null;
    if (typeof treeSha !== "string") return { failed: failedWrite(tree, place) };
    const commit = await ask("POST /repos/{owner}/{repo}/git/commits", "idempotent", {
      message,
      tree: treeSha,
      parents: parent === null ? [] : [parent.commit],
    });
    const sha = commit.ok ? field(commit.data, "sha") : null;
    return typeof sha === "string" ? { sha } : { failed: failedWrite(commit, place) };
  };

  return {
    place,
    read: async (path, at) => {
      const answer = await ask("GET /repos/{owner}/{repo}/contents/{path}", "read", {
        path,
        ref: at?.commit ?? branch,
      });
      if (answer.ok) return readContent(answer.data, path, place);
      if (answer.fault.kind !== "not-found") return failedRead(answer, place);
      // At a commit that was read before, there is no doubt.
      return at === undefined ? absence() : { kind: "nothing", what: "file" };
    },
    readFolder: (path) => readFolder(api, address, path),
    write: async (path, text, version, message) => {
      const answer = await ask("PUT /repos/{owner}/{repo}/contents/{path}", "idempotent", {
        path,
        branch,
        message,
        content: Buffer.from(text, "utf8").toString("base64"),
        ...(version === null ? {} : { sha: version }),
      });
      if (!answer.ok) {
        // Without a version, the complaint that one is missing says that the file is there already.
        const exists = version === null && answer.fault.kind === "invalid" && /\bsha\b/i.test(answer.fault.message);
        return exists
          ? { kind: "conflict", problem: faultProblem(answer.fault, place, "write") }
          : failedWrite(answer, place);
      }
      const made = field(field(answer.data, "content"), "sha");
      return typeof made === "string" && made === fileVersion(text, made)
        ? { kind: "written" }
        : failedWrite(answer, place);
    },
    begin: async (files, message) => {
      const made = await makeCommit(files, null, message);
      if ("failed" in made) return made.failed;
      const ref = `refs/heads/${branch}`;
      const answer = await ask("POST /repos/{owner}/{repo}/git/refs", "idempotent", { ref, sha: made.sha });
      if (answer.ok) return { kind: "written" };
      return /already exists/i.test(answer.fault.message)
        ? { kind: "conflict", problem: faultProblem(answer.fault, place, "write") }
        : failedWrite(answer, place);
    },
    snapshot,
    commit: async (before, changes, message) => {
      const made = await makeCommit(changes, before, message);
      if ("failed" in made) return made.failed;
      const answer = await ask("PATCH /repos/{owner}/{repo}/git/refs/{ref}", "idempotent", {
        ref: `heads/${branch}`,
        sha: made.sha,
        force: false,
      });
      if (answer.ok) return { kind: "written" };
      return /fast.?forward/i.test(answer.fault.message)
        ? { kind: "conflict", problem: faultProblem(answer.fault, place, "write") }
        : failedWrite(answer, place);
    },
  };
}

function failedRead(answer: ApiAnswer, place: string): Exclude<BranchRead, { kind: "found" | "nothing" }> {
  if (answer.ok) return { kind: "unreachable", problem: unusable(place, "that cannot be used") };
  const kind = answer.fault.kind === "unreachable" ? "unreachable" : "problem";
  return { kind, problem: faultProblem(answer.fault, place, "read") };
}

function failedWrite(answer: ApiAnswer, place: string): BranchWrite {
  // A success that does not say what was written may have written it.
  if (answer.ok) return { kind: "unreachable", problem: unusable(place, "to a write") };
  const { fault } = answer;
  const problem = faultProblem(fault, place, "write");
  if (fault.kind === "unreachable") return { kind: "unreachable", problem };
  if (fault.kind === "conflict" && !isRule(fault) && !isEmptyRepository(answer)) return { kind: "conflict", problem };
  return { kind: "problem", problem };
}

/** GitHub answers 409 to most questions about a repository without a commit. */
function isEmptyRepository(answer: ApiAnswer): boolean {
  return !answer.ok && answer.fault.kind === "conflict" && /repository is empty/i.test(answer.fault.message);
}

function isDefaultBranch(place: string) {
  return {
    kind: "invalid",
    reason: `The ${place} is the repository's default branch, and a ledger is kept apart from the code.`,
    remedy: "Name another branch under `ledger: branch:`, such as rollout-gate.",
  } as const;
}
