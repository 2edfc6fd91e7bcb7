import type { QueryPart } from "../api/ask-together.ts";
import type { SurveySubject } from "./survey.ts";

/** GraphQL for what publishing must know. Numbers of comments are asked for as `fullDatabaseId`, as they outgrow 32 bits. */

const only = "itemTypes: ISSUE_COMMENT";

/** Comments that one page holds at the most. */
export const pageSize = 100;
/** GitHub takes no more comments than this on one pull request. */
export const mostComments = 2500;

const laterPages = Array.from({ length: mostComments / pageSize - 1 }, (_, index) => {
  const skip = (index + 1) * pageSize;
  return `p${index + 1}: timelineItems(${only}, first: ${pageSize}, skip: ${skip}) { nodes { ... on IssueComment { id viewerDidAuthor } } }`;
}).join(" ");

/** Something of one pull request. */
export function pullPart({ owner, name, number }: SurveySubject, fields: string): QueryPart {
  return {
    field: `repository(owner: $owner, name: $name) { pullRequest(number: $number) { ${fields} } }`,
    variables: {
      owner: { type: "String!", value: owner },
      name: { type: "String!", value: name },
      number: { type: "Int!", value: number },
    },
  };
}

/**
 * Where the pull request stands, and all of its comments: the first page with texts, the others without them, as each may be 64 KB
 * long.
 */
export const firstFields = `headRefOid first: timelineItems(${only}, first: ${pageSize}) { nodes { ... on IssueComment { id fullDatabaseId viewerDidAuthor body } } } ${laterPages}`;

/** Where the pull request stands, and its last comments with their text. */
export const lastFields = `headRefOid last: timelineItems(${only}, last: ${pageSize}) { nodes { ... on IssueComment { id fullDatabaseId viewerDidAuthor body } } }`;

/** Where the pull request stands. */
export const headFields = "headRefOid";

/** Who we are. */
export const viewerPart: QueryPart = { field: "viewer { login }", variables: {} };

/** The texts of comments by their global ids, in one query. */
export function bodiesQuery(ids: readonly string[]): {
  readonly text: string;
  readonly variables: Record<string, readonly string[]>;
} {
  const variables: Record<string, readonly string[]> = {};
  const parts: string[] = [];
  for (let start = 0; start < ids.length; start += pageSize) {
    const name = `b${start / pageSize}`;
    variables[name] = ids.slice(start, start + pageSize);
    parts.push(`${name}: nodes(ids: $${name}) { ... on IssueComment { id fullDatabaseId viewerDidAuthor body } }`);
  }
  const declared = Object.keys(variables).map((name) => `$${name}: [ID!]!`);
  return { text: `query(${declared.join(", ")}) { ${parts.join(" ")} }`, variables };
}
