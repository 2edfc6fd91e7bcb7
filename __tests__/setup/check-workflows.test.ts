import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { checkWorkflows } from "../../src/setup/check-workflows.ts";

const hour = 3_600_000;
const needs = { hasFlag: true, shortestLookMs: 24 * hour, hasBranchLedger: true };
const pin = "0123456789".repeat(4);
const file = (text: string, path = ".github/workflows/a.yml") => ({ path, value: parse(text) as unknown });
const job = (mode: string, on: string, permissions = "write-all", ref = pin) =>
  file(
    `on: ${on}\npermissions: ${permissions}\njobs:\n  a:\n    steps:\n      - uses: octo-org/rollout-gate@${ref}\n        with: { mode: ${mode} }\n`,
  );
const states = (files: readonly { path: string; value: unknown }[], more = {}) =>
  Object.fromEntries(checkWorkflows(files, { ...needs, ...more }).map(({ part, state }) => [part, state]));
const seen = (part: string, files: readonly { path: string; value: unknown }[], more = {}) =>
  checkWorkflows(files, { ...needs, ...more }).find((one) => one.part === part)?.seen;

describe("what workflows are there", () => {
  test("none", () => {
    expect(states([])).toEqual({
      "workflow of the gate": "bad",
      "workflow of verify": "bad",
      "workflow of rollback": "warn",
    });
    expect(states([], { hasFlag: false, shortestLookMs: null })).toEqual({ "workflow of the gate": "bad" });
  });

  test.each<[string, string, string, string]>([
    ["a gate on pull requests", "gate", "pull_request", "ok"],
    ["a gate on pushes alone", "gate", "push", "bad"],
    ["a conclusion after another workflow", "conclude", "{ workflow_run: { workflows: [a] } }", "ok"],
    ["a gate for a merge queue", "gate", "[merge_group]", "ok"],
  ])("%s", (_name, mode, on, state) => {
    expect(states([job(mode, on)])["workflow of the gate"]).toBe(state);
  });

  test.each<[string, string]>([
    ["17 * * * *", "ok"],
    ["*/15 * * * *", "ok"],
    ["* * * * *", "ok"],
    ["0 */6 * * *", "ok"],
    ["5 4 * * *", "ok"],
    ["5 4 * * 1", "warn"],
    ["5 4 1 * *", "unknown"],
    ["1-9 * * * *", "unknown"],
    ["nonsense", "unknown"],
  ])("a schedule %s against windows of a day", (cron, state) => {
    expect(states([job("verify", `{ schedule: [{ cron: "${cron}" }] }`)])["workflow of verify"]).toBe(state);
  });

  test("a schedule that is too slow says both times", () => {
    const files = [job("verify", '{ schedule: [{ cron: "5 4 * * *" }] }')];
    expect(seen("workflow of verify", files, { shortestLookMs: 15 * 60_000 })).toBe(
      ".github/workflows/a.yml runs every 24 h, and a window asks for a look after 15 min.",
    );
  });

  test("what is no YAML is not known, and neither fails nor passes anything else", () => {
    expect(states([{ path: "b.yml", value: null }])["workflow b.yml"]).toBe("unknown");
  });

  test.each([
    ["nothing at all", "null"],
    ["no jobs", "on: push"],
    ["jobs that are a list", "jobs: [a]"],
    ["steps that are a text", "jobs: { a: { steps: run } }"],
    ["another action", "jobs: { a: { steps: [{ uses: actions/checkout@v5 }] } }"],
    ["something like ours", "jobs: { a: { steps: [{ uses: octo-org/not-rollout-gate-at-all@v5 }] } }"],
  ])("%s is no use of ours", (_name, text) => {
    expect(states([file(text === "null" ? "a: b" : text)])["workflow of the gate"]).toBe("bad");
  });
});

describe("pins and permissions", () => {
  test.each([
    [pin, undefined],
    ["v1", "warn"],
    ["main", "warn"],
    ["COMMIT", "bad"],
  ])("the Action at %s", (ref, state) => {
    expect(states([job("gate", "pull_request", "write-all", ref)])["pin in .github/workflows/a.yml"]).toBe(state);
  });

  const part = "permissions in .github/workflows/a.yml";
  test.each<[string, string, string, string]>([
    ["gate", "pull_request", "{ contents: read, pull-requests: write, checks: write }", "gate is given what it needs."],
    [
      "gate",
      "pull_request",
      "{ contents: read }",
      "The job with gate lacks pull-requests: write (the comment), checks: write (the check).",
    ],
    [
      "gate",
      "pull_request",
      "{}",
      "The job with gate lacks contents: read (the policy at the base commit), pull-requests: write (the comment), checks: write (the check).",
    ],
    ["gate", "push", "{ contents: read }", "The job with gate lacks contents: write (the ledger's branch)."],
    ["verify", "schedule", "{ contents: write, issues: write }", "verify is given what it needs."],
    [
      "verify",
      "schedule",
      "read-all",
      "The job with verify lacks issues: write (telling people by an issue), contents: write (the ledger's branch).",
    ],
    [
      "rollback",
      "workflow_dispatch",
      "{ contents: write, issues: write, deployments: write }",
      "rollback is given what it needs.",
    ],
    ["collect", "pull_request", "{ contents: read }", ""],
  ])("%s on %s with %s", (mode, on, permissions, words) => {
    expect(seen(part, [job(mode, on, permissions)]) ?? "").toBe(words);
  });

  test("a ledger in a folder needs no right to write contents", () => {
    const files = [job("verify", "schedule", "{ issues: write }")];
    expect(seen(part, files, { hasBranchLedger: false })).toBe("verify is given what it needs.");
  });

  test("nothing said about permissions", () => {
    const text = `on: push\njobs:\n  a:\n    steps: [{ uses: octo-org/rollout-gate@${pin} }]\n`;
    expect(seen(part, [file(text)])).toContain("the repository's setting holds");
  });

  test("the workflows that init writes are as they must be", () => {
    const files = ["gate", "verify", "rollback"].map((name) => {
      const path = new URL(`../report/golden/setup-pytest-rollout-${name}.yml`, import.meta.url);
      return file(readFileSync(path, "utf8"), `${name}.yml`);
    });
    expect(new Set(Object.values(states(files)))).toEqual(new Set(["ok"]));
  });
});
