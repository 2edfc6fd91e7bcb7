const edits = "pageInfo { hasNextPage endCursor } nodes { editedAt diff editor { __typename login } }";

/** What is asked of a comment or an issue to know its history; of each edit GitHub keeps who made it, and the whole text after it. */
export const revisionFields = `createdAt includesCreatedEdit author { __typename login } userContentEdits(first: 100) { ${edits} }`;

/** A further page of the history of one comment or issue. */
export const moreRevisionsQuery = `query($id: ID!, $after: String!) { nodes(ids: [$id]) { ... on IssueComment { userContentEdits(first: 100, after: $after) { ${edits} } } ... on Issue { userContentEdits(first: 100, after: $after) { ${edits} } } } }`;
