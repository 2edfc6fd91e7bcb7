import { describe, expect, test } from "@jest/globals";
import { checksPart, readChecksPart } from "../../../src/github/publish/checks-part.ts";

const asked = { owner: "octo-org", name: "shop", commit: "a".repeat(40), check: "Rollout Gate / search" };
const run = (more: object = {}) => ({
  databaseId: 41_000_000_000,
  name: asked.check,
  externalId: "rollout-gate/1 100.1",
  annotations: { totalCount: 3 },
  ...more,
});
const suite = (...nodes: readonly unknown[]) => ({ app: { slug: "github-actions" }, checkRuns: { nodes } });
const answer = (...nodes: readonly unknown[]) => ({
  ok: true as const,
  value: { object: { oid: asked.commit, checkSuites: { nodes } } },
});

describe("checks of one name on a commit", () => {
  test("are asked for by name and commit", () => {
    expect(checksPart(asked).variables).toMatchObject({
      commit: { value: asked.commit },
      check: { value: asked.check },
    });
  });

  test.each<[string, Parameters<typeof readChecksPart>[0], unknown]>([
    ["none", answer(), []],
    [
      "one",
      answer(suite(run(), run({ name: "other" }))),
      [{ id: 41_000_000_000, externalId: "rollout-gate/1 100.1", app: "github-actions", annotations: 3 }],
    ],
    ["another app's", answer({ ...suite(run()), app: null }), [expect.objectContaining({ app: null })]],
    ["one whose number is not told", answer(suite(run({ databaseId: null }))), null],
    ["another commit's", { ok: true, value: { object: { oid: "b".repeat(40) } } }, null],
    ["nothing", { ok: true, value: null }, null],
    ["a refusal", { ok: false, fault: { kind: "forbidden", status: 200, message: "no" } }, null],
  ])("%s", (_, told, found) => {
    expect(readChecksPart(told, asked)).toEqual(found);
  });
});
