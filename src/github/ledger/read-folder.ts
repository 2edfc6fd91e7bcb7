import type { BranchFile, BranchFolder } from "../../domain/branch-files.ts";
import type { GitHubApi } from "../api/github-api.ts";
import { listMember, member, textMember } from "../api/json-members.ts";
import type { BranchAddress } from "./create-branch-files.ts";
import { fileVersion } from "./read-content.ts";

const query = `query($owner: String!, $repo: String!, $ref: String!, $folder: String!) {
  repository(owner: $owner, name: $repo) {
    defaultBranchRef { name target { oid } }
    ref(qualifiedName: $ref) { target { oid } }
    object(expression: $folder) { __typename ... on Tree { entries { name object { ... on Blob { oid text } } } } }
  }
}`;

/**
 * All files of a folder on a branch in one request, whatever their number. That the branch or the folder is not there is believed
 * only of a token that is seen to read the default branch.
 */
export async function readFolder(api: GitHubApi, address: BranchAddress, folder: string): Promise<BranchFolder> {
  const { owner, repo, branch } = address;
  const ref = `refs/heads/${branch}`;
  const answer = await api.query(query, { owner, repo, ref, folder: `${branch}:${folder}` });
  if (!answer.ok) return { kind: "unknown" };
  const repository = member(answer.data, "repository");
  const main = textMember(repository, "defaultBranchRef", "name");
  const readable = textMember(repository, "defaultBranchRef", "target", "oid") !== null;
  if (main === null || main === branch || !readable) return { kind: "unknown" };
  if (member(repository, "ref") === null) return { kind: "nothing", what: "branch" };
  const found = member(repository, "object");
  if (member(repository, "ref") === undefined || found === undefined) return { kind: "unknown" };
  if (found === null) return { kind: "nothing", what: "file" };
  if (member(found, "__typename") !== "Tree") return { kind: "unknown" };
  const files = listMember(found, "entries").flatMap((entry): readonly (readonly [string, BranchFile])[] => {
    const [name, version] = [textMember(entry, "name"), textMember(entry, "object", "oid")];
    const text = member(entry, "object", "text");
    // A text that was cut, or is not UTF-8, has another name in git; it is read by itself then.
    const whole =
      name !== null && version !== null && typeof text === "string" && fileVersion(text, version) === version;
    return whole ? [[`${folder}/${name}`, { text, version }]] : [];
  });
  return { kind: "found", files: new Map(files) };
}
