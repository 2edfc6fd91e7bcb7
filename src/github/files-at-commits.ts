import { askTogether } from "./api/ask-together.ts";
import type { ApiFault, GitHubApi } from "./api/github-api.ts";
import { idMember, member, textMember } from "./api/json-members.ts";
import { fileVersion } from "./ledger/read-content.ts";

export interface FileAddress {
  readonly owner: string;
  readonly name: string;
  /** Relative to the repository, with `/`. */
  readonly path: string;
}

export type FilesSeen =
  /**
   * By commit: the file's text without a byte order mark, or null where the commit is there and the file is not. A commit of which
   * anything is in doubt (unknown, a link, a folder, text that is not whole) is left out.
   */
  | { readonly ok: true; readonly files: ReadonlyMap<string, string | null> }
  /** Asking in another way would be answered the same. */
  | { readonly ok: false; readonly fault: ApiFault };

const fields = "... on Commit { oid file(path: $path) { type mode object { ... on Blob { oid text } } } }";
/** Of an ordinary file, and of one that may be executed; a link has another one. */
const fileModes: ReadonlySet<number> = new Set([0o100644, 0o100755]);

/** One file as it is at several commits, in one request. */
export async function filesAtCommits(
  api: GitHubApi,
  { owner, name, path }: FileAddress,
  commits: readonly string[],
): Promise<FilesSeen> {
  const objects = commits.map((_, index) => `at${index}: object(oid: $at${index}) { ${fields} }`);
  const answer = await askTogether(api, {
    repository: {
      field: `repository(owner: $owner, name: $name) { ${objects.join(" ")} }`,
      variables: {
        owner: { type: "String!", value: owner },
        name: { type: "String!", value: name },
        path: { type: "String!", value: path },
        ...Object.fromEntries(commits.map((value, index) => [`at${index}`, { type: "GitObjectID!", value }])),
      },
    },
  });
  const kind = answer.fault?.kind;
  if (answer.fault !== null && (kind === "unauthorized" || kind === "limited"))
    return { ok: false, fault: answer.fault };
  const repository = answer.part("repository");
  const found = new Map<string, string | null>();
  for (const [index, commit] of commits.entries()) {
    const text = repository.ok ? textOf(member(repository.value, `at${index}`), commit) : undefined;
    if (text !== undefined) found.set(commit, text);
  }
  return { ok: true, files: found };
}

/** Undefined: in doubt. */
function textOf(object: unknown, commit: string): string | null | undefined {
  if (textMember(object, "oid") !== commit) return undefined;
  const file = member(object, "file");
  if (file === null) return null;
  const mode = idMember(file, "mode");
  if (member(file, "type") !== "blob" || mode === null || !fileModes.has(mode)) return undefined;
  const [name, text] = [textMember(file, "object", "oid"), member(file, "object", "text")];
  // A text that was cut, or is no UTF-8, has another name in git.
  if (name === null || typeof text !== "string" || fileVersion(text, name) !== name) return undefined;
  return text.replace(/^\ufeff/, "");
}
