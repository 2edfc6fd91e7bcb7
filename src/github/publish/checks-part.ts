import type { PartAnswer, QueryPart } from "../api/ask-together.ts";
import { idMember, listMember, textMember } from "../api/json-members.ts";
import type { ExistingCheck } from "./decide-check.ts";

export interface ChecksAsked {
  readonly owner: string;
  readonly name: string;
  /** 40 hexadecimal digits. */
  readonly commit: string;
  /** The check's name. */
  readonly check: string;
}

const runs =
  "checkRuns(first: 50, filterBy: { checkName: $check, checkType: ALL }) { nodes { databaseId name externalId annotations(first: 1) { totalCount } } }";
const suites = `checkSuites(first: 50, filterBy: { checkName: $check }) { nodes { app { slug } ${runs} } }`;

/** Checks of one name on a commit, however many others there are. */
export function checksPart({ owner, name, commit, check }: ChecksAsked): QueryPart {
  return {
    field: `repository(owner: $owner, name: $name) { object(oid: $commit) { ... on Commit { oid ${suites} } } }`,
    variables: {
      owner: { type: "String!", value: owner },
      name: { type: "String!", value: name },
      commit: { type: "GitObjectID!", value: commit },
      check: { type: "String!", value: check },
    },
  };
}

/** @returns null where the answer leaves open what is there */
export function readChecksPart(answer: PartAnswer, { commit, check }: ChecksAsked): readonly ExistingCheck[] | null {
  if (!answer.ok || textMember(answer.value, "object", "oid") !== commit) return null;
  const found: ExistingCheck[] = [];
  for (const suite of listMember(answer.value, "object", "checkSuites", "nodes")) {
    for (const run of listMember(suite, "checkRuns", "nodes")) {
      if (textMember(run, "name") !== check) continue;
      const id = idMember(run, "databaseId");
      // Numbers that GraphQL does not tell are told by REST.
      if (id === null) return null;
      found.push({
        id,
        externalId: textMember(run, "externalId") ?? "",
        app: textMember(suite, "app", "slug"),
        annotations: idMember(run, "annotations", "totalCount") ?? 0,
      });
    }
  }
  return found;
}
