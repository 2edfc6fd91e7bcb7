import { expect, test } from "@jest/globals";
import { ask } from "./ask.ts";
import { startHub } from "./start-hub.ts";

// https://docs.github.com/graphql/reference/queries#nodes
test("comments by their global ids", async () => {
  const hub = await startHub();
  const { number } = await hub.state.openPullRequest("feature");
  await hub.state.comment(number, "octocat", "one");
  await hub.state.comment(number, "github-actions[bot]", "two");
  const listed = await ask(`${hub.url}/repos/octo-org/shop/issues/${number}/comments`, "GET", hub.tokens.writer);
  const ids = (listed.data as readonly { readonly node_id: string }[]).map(({ node_id }) => node_id);
  const query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on IssueComment { viewerDidAuthor body } } }";
  const asked = (variables: object) => ask(hub.graphqlUrl, "POST", hub.tokens.writer, { query, variables });
  expect((await asked({ ids })).data).toEqual({
    data: {
      nodes: [
        { viewerDidAuthor: false, body: "one" },
        { viewerDidAuthor: true, body: "two" },
      ],
    },
  });
  expect((await asked({ ids: ["nothing"] })).data).toMatchObject({
    data: { nodes: [null] },
    errors: [{ type: "NOT_FOUND" }],
  });
  expect((await asked({ ids: Array.from({ length: 101 }, () => "x") })).data).toMatchObject({
    errors: [{ type: "ARGUMENT_LIMIT" }],
  });
  await hub.stop();
});
