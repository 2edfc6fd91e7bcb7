import { describe, expect, test } from "@jest/globals";
import { askTogether, type QueryPart, writeQuery } from "../../../src/github/api/ask-together.ts";
import type { ApiAnswer, GitHubApi } from "../../../src/github/api/github-api.ts";
import { readGraphqlAnswer } from "../../../src/github/api/read-answer.ts";

const part = (field: string, variables: QueryPart["variables"] = {}): QueryPart => ({ field, variables });
const text = (value: string) => ({ type: "String!", value });

describe("writeQuery", () => {
  test("declares each variable once, and names each part", () => {
    const query = writeQuery({
      viewer: part("viewer { login }"),
      pull: part("repository(owner: $owner) { x }", { owner: text("octo") }),
      checks: part("repository(owner: $owner) { y(n: $n) }", { owner: text("octo"), n: { type: "Int!", value: 3 } }),
    });
    expect(query).toEqual({
      text: "query($owner: String!, $n: Int!) { viewer: viewer { login } pull: repository(owner: $owner) { x } checks: repository(owner: $owner) { y(n: $n) } }",
      variables: { owner: "octo", n: 3 },
    });
  });

  test("of parts without variables declares none", () => {
    expect(writeQuery({ viewer: part("viewer { login }") }).text).toBe("query { viewer: viewer { login } }");
  });
});

/** What GitHub sends, as the client reads it. */
async function together(body: unknown, status = 200) {
  const outcome = { ok: true as const, status, headers: {}, body: JSON.stringify(body) };
  const answer: ApiAnswer = readGraphqlAnswer(outcome, "GraphQL", new Date(0)).answer;
  const api: GitHubApi = { call: async () => answer, query: async () => answer, requests: 1 };
  const told = await askTogether(api, { pull: part("repository { x }"), checks: part("repository { y }") });
  const shown = (name: string) => {
    const one = told.part(name);
    return one.ok ? one.value : one.fault.kind;
  };
  return { fault: told.fault?.kind ?? null, pull: shown("pull"), checks: shown("checks") };
}

const forbidden = (...path: readonly (string | number)[]) => ({
  type: "FORBIDDEN",
  path,
  message: "Resource not accessible by integration",
});
const data = { pull: { x: 1 }, checks: null };

describe("askTogether", () => {
  test.each<[string, unknown, object]>([
    ["all of it", { data: { pull: 1, checks: null } }, { fault: null, pull: 1, checks: null }],
    [
      "one part that may not be seen leaves the others",
      { data, errors: [forbidden("checks", "object")] },
      { fault: null, pull: { x: 1 }, checks: "forbidden" },
    ],
    [
      "an error of which it is not told what it is about spoils all",
      { data, errors: [{ message: "Something went wrong" }] },
      { fault: "invalid", pull: "invalid", checks: "invalid" },
    ],
    [
      "an error about a part that was not answered spoils all",
      { data: { pull: 1 }, errors: [forbidden("checks")] },
      { fault: "forbidden", pull: "forbidden", checks: "forbidden" },
    ],
    [
      "an index is no part",
      { data, errors: [forbidden(0)] },
      { fault: "forbidden", pull: "forbidden", checks: "forbidden" },
    ],
    [
      "no data at all",
      { data: null, errors: [forbidden("checks")] },
      { fault: "forbidden", pull: "forbidden", checks: "forbidden" },
    ],
    [
      "limits, whatever came beside them",
      { data, errors: [forbidden("checks"), { type: "RATE_LIMITED", path: ["pull"], message: "slow down" }] },
      { fault: "limited", pull: "limited", checks: "limited" },
    ],
    ["a part that is missing", { data: { pull: 1 } }, { fault: null, pull: 1, checks: "unreachable" }],
    ["a refusal of the whole", { message: "Bad credentials" }, { fault: "unauthorized" }],
  ])("%s", async (name, body, told) => {
    expect(await together(body, name.startsWith("a refusal") ? 401 : 200)).toMatchObject(told);
  });
});
