import type { PolicySource } from "../domain/policy.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import { oneLine } from "../text/one-line.ts";
import type { ApiAnswer, GitHubApi } from "./api/github-api.ts";

/** A config has at most 64 KiB; GitHub serves contents up to 1 MiB in this way. */
const maxBytes = 1024 * 1024;

const permission = "Give the job `permissions: contents: read`.";

/**
 * Configs of other commits, from GitHub's API: one request, and a second one where there is no such file, because GitHub also says
 * "not found" to those who may not look.
 *
 * @param repository `owner/name`
 */
export function createPolicySource(api: GitHubApi, repository: string): PolicySource {
  const [owner = "", repo = ""] = repository.split("/");
  return {
    async read(commit, path) {
      if (!/^[0-9a-f]{40}$/.test(commit)) return invalid(`${oneLine(commit).slice(0, 60)} is no commit.`);
      const answer = await api.call({
        route: "GET /repos/{owner}/{repo}/contents/{path}",
        parameters: { owner, repo, path, ref: commit },
        effect: "read",
      });
      if (answer.ok) return textOf(answer.data);
      if (answer.fault.kind !== "not-found") return invalid(answer.fault.message, remedyFor(answer));
      const known = await api.call({
        route: "GET /repos/{owner}/{repo}/git/commits/{commit_sha}",
        parameters: { owner, repo, commit_sha: commit },
        effect: "read",
      });
      if (known.ok && member(known.data, "sha") === commit) return { ok: true, value: null };
      return invalid(
        "GitHub finds neither the file nor the commit, so it is not known whether there is one.",
        `Check that the token may read the repository. ${permission}`,
      );
    },
  };
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

function remedyFor(answer: ApiAnswer): string {
  if (answer.ok) return "";
  const { kind } = answer.fault;
  if (kind === "unauthorized" || kind === "forbidden") return permission;
  return kind === "limited" || kind === "unreachable" ? "Run the job again later." : "";
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}

function invalid(reason: string, remedy = ""): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { kind: "invalid", reason, ...(remedy === "" ? {} : { remedy }) } };
}
