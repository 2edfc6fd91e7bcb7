import { expect, test } from "@jest/globals";
import { whyStateIsAtRisk } from "../../src/rollout/state-at-risk.ts";

const workspace = "/runner/_work/shop/shop";
const runner = { GITHUB_ACTIONS: "true", RUNNER_ENVIRONMENT: "self-hosted" };
const hosted = { ...runner, RUNNER_ENVIRONMENT: "github-hosted" };

test.each<[string, string, Readonly<Record<string, string>>, RegExp | null]>([
  ["in a terminal", `${workspace}/.rollout-gate/rollout`, {}, null],
  ["in the checkout of a runner of one's own", `${workspace}/.rollout-gate/rollout`, runner, /Set `state\.folder`/],
  ["outside of it", "/home/runner/.rollout-gate", runner, null],
  ["beside it, with a name that begins alike", `${workspace}-state`, runner, null],
  ["the checkout itself", workspace, runner, /lies in the checkout/],
  ["where nothing tells whose machine it is", `${workspace}/x`, { GITHUB_ACTIONS: "true" }, /lies in the checkout/],
  ["on a machine of GitHub's, wherever it lies", "/home/runner/.rollout-gate", hosted, /gone when the job ends/],
])("a state folder %s", (_name, folder, env, words) => {
  const why = whyStateIsAtRisk(folder, { env, workspace });
  if (words === null) expect(why).toBeNull();
  else expect(why).toMatch(words);
});

test("on Windows", () => {
  const windows = { env: runner, workspace: "D:\\a\\shop\\shop" };
  expect(whyStateIsAtRisk("D:\\a\\shop\\shop\\.rollout-gate", windows)).toMatch(/lies in the checkout/);
  expect(whyStateIsAtRisk("D:\\state", windows)).toBeNull();
});
