import type { BranchFile, BranchFolder } from "../../domain/branch-files.ts";
import { askTogether, type PartAnswer, type QueryPart } from "../api/ask-together.ts";
import type { GitHubApi } from "../api/github-api.ts";
import { listMember, member, textMember } from "../api/json-members.ts";
import type { BranchAddress } from "./create-branch-files.ts";
import { fileVersion } from "./read-content.ts";

const fields = `defaultBranchRef { name target { oid } }
    ref(qualifiedName: $ref) { target { oid } }
    object(expression: $folder) { __typename ... on Tree { entries { name object { ... on Blob { oid text } } } } }`;

/** All files of a folder on a branch, whatever their number. */
export function folderPart({ owner, repo, branch }: BranchAddress, folder: string): QueryPart {
  return {
    field: `repository(owner: $owner, name: $name) { ${fields} }`,
    variables: {
      owner: { type: "String!", value: owner },
      name: { type: "String!", value: repo },
      ref: { type: "String!", value: `refs/heads/${branch}` },
      folder: { type: "String!", value: `${branch}:${folder}` },
    },
  };
}

/** All files of a folder on a branch in one request. */
export async function readFolder(api: GitHubApi, address: BranchAddress, folder: string): Promise<BranchFolder> {
  const answer = await askTogether(api, { ledger: folderPart(address, folder) });
  return readFolderPart(answer.part("ledger"), address, folder);
}

/** That the branch or the folder is not there is believed only of a token that is seen to read the default branch. */
export function readFolderPart(answer: PartAnswer, { branch }: BranchAddress, folder: string): BranchFolder {
  if (!answer.ok) return { kind: "unknown" };
  const repository = answer.value;
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
