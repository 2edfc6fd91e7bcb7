import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { childEnvironment, isHeldSecret, withheldVariables } from "../../src/github/child-environment.ts";

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

test("knows which of them are secrets, and not only files and addresses", () => {
  for (const name of [
    "INPUT_TOKEN",
    "Input_Token",
    "GITHUB_TOKEN",
    "ACTIONS_RUNTIME_TOKEN",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
  ])
    expect(isHeldSecret(name)).toBe(true);
  for (const name of ["GITHUB_ENV", "INPUT_MODE", "ACTIONS_RUNTIME_URL", "NPM_TOKEN", "PATH"])
    expect(isHeldSecret(name)).toBe(false);
});

test("the reference names everything that is withheld", () => {
  const page = readFileSync(new URL("../../docs/reference/action.md", import.meta.url), "utf8");
  for (const { name } of withheldVariables) expect(page).toContain(`\`${name}\``);
});
