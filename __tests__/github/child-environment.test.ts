import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { childEnvironment, withheldVariables } from "../../src/github/child-environment.ts";

test("keeps what a stage needs and withholds what speaks for the job", () => {
  const env = {
    PATH: "/bin",
    HOME: "/home/me",
    CI: "true",
    GITHUB_SHA: "abc",
    GITHUB_ENVIRONMENT: "kept",
    GITHUB_ENV: "x",
    GITHUB_PATH: "x",
    GITHUB_OUTPUT: "x",
    GITHUB_STATE: "x",
    GITHUB_STEP_SUMMARY: "x",
    GITHUB_TOKEN: "x",
    gh_token: "x",
    ACTIONS_RUNTIME_TOKEN: "x",
    ACTIONS_RUNTIME_URL: "x",
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "x",
    ACTIONS_ID_TOKEN_REQUEST_URL: "x",
    ACTIONS_RESULTS_URL: "x",
    "INPUT_FAIL-ON": "x",
    INPUT_TOKEN: "x",
    STATE_run: "x",
    Input_token: "x",
    ABSENT: undefined,
    __proto__x: "kept",
  };
  expect(childEnvironment(env)).toEqual({
    PATH: "/bin",
    HOME: "/home/me",
    CI: "true",
    GITHUB_SHA: "abc",
    GITHUB_ENVIRONMENT: "kept",
    __proto__x: "kept",
  });
});

test("the reference names everything that is withheld", () => {
  const page = readFileSync(new URL("../../docs/reference/action.md", import.meta.url), "utf8");
  for (const { name } of withheldVariables) expect(page).toContain(`\`${name}\``);
});
