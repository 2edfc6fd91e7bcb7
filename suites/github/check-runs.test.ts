import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ask } from "./ask.ts";
import type { Hub } from "./hub.ts";
import { startHub } from "./start-hub.ts";

let hub: Hub;
let headSha: string;
beforeAll(async () => {
  hub = await startHub();
  ({ headSha } = await hub.state.openPullRequest("feature"));
});
afterAll(() => hub.stop());

const at = (path: string) => `${hub.url}/repos/octo-org/shop${path}`;
const annotation = (message: string) => ({
  path: "a.ts",
  start_line: 1,
  end_line: 1,
  annotation_level: "warning",
  message,
});
const create = (more: Record<string, unknown> = {}) =>
  ask(at("/check-runs"), "POST", hub.tokens.writer, { name: "gate", head_sha: headSha, ...more });

// https://docs.github.com/rest/checks/runs#create-a-check-run
describe("lengths", () => {
  const output = { title: "t", summary: "s" };
  test.each<[string, Record<string, unknown>, number]>([
    ["a title of 255 characters", { title: "t".repeat(255), summary: "s" }, 201],
    ["a title of 256 characters", { title: "t".repeat(256), summary: "s" }, 422],
    ["a summary of 65,535 characters", { title: "t", summary: "s".repeat(65_535) }, 201],
    ["a summary of 65,536 characters", { title: "t", summary: "s".repeat(65_536) }, 422],
    // GitHub counts bytes as well: "summary exceeds a maximum bytesize of 65535".
    ["a summary of 40,000 characters of two bytes", { title: "t", summary: "é".repeat(40_000) }, 422],
    ["a text of 65,536 characters", { ...output, text: "t".repeat(65_536) }, 422],
    ["50 annotations", { ...output, annotations: Array.from({ length: 50 }, () => annotation("m")) }, 201],
    [
      "an annotation whose message is longer than 64 KiB",
      { ...output, annotations: [annotation("m".repeat(65_537))] },
      422,
    ],
    [
      "an annotation that ends before it starts",
      { ...output, annotations: [{ ...annotation("m"), end_line: 0 }] },
      422,
    ],
  ])("%s", async (_, told, status) => {
    expect((await create({ output: told })).status).toBe(status);
  });

  test("51 annotations, in GitHub's words", async () => {
    const told = await create({
      output: { ...output, annotations: Array.from({ length: 51 }, () => annotation("m")) },
    });
    expect(told.data.message).toBe("Invalid request.\n\nNo more than 50 items are allowed; 51 were supplied.");
  });
});

test("for a commit that is not there: 422", async () => {
  const told = await create({ head_sha: "3".repeat(40) });
  expect(told).toMatchObject({
    status: 422,
    data: { errors: [{ message: `No commit found for SHA: ${"3".repeat(40)}` }] },
  });
});

test("annotations of later requests are added to those before", async () => {
  const output = { title: "t", summary: "s" };
  const made = await create({ output: { ...output, annotations: [annotation("first")] } });
  const change = { output: { ...output, annotations: [annotation("second")] } };
  const changed = await ask(at(`/check-runs/${made.data.id}`), "PATCH", hub.tokens.writer, change);
  expect(changed.data.output.annotations_count).toBe(2);
  const listed = await ask(at(`/check-runs/${made.data.id}/annotations`), "GET", hub.tokens.reader);
  expect(listed.data.map(({ message }: { message: string }) => message)).toEqual(["first", "second"]);
});

test("listed by name and app, the latest of each first; all when asked", async () => {
  const { headSha: sha } = await hub.state.openPullRequest("listed");
  const app = hub.issueToken({
    kind: "app",
    slug: "octo-app",
    repository: hub.repository,
    permissions: { checks: "write" },
  });
  const make = (token: string, name: string) => ask(at("/check-runs"), "POST", token, { name, head_sha: sha });
  const ids: number[] = [];
  for (const [token, name] of [
    [hub.tokens.writer, "gate"],
    [hub.tokens.writer, "gate"],
    [app, "gate"],
    [hub.tokens.writer, "other"],
  ] as const) {
    ids.push((await make(token, name)).data.id);
  }
  const list = async (query: string) => {
    const { data } = await ask(at(`/commits/${sha}/check-runs?${query}`), "GET", hub.tokens.reader);
    return [data.total_count, data.check_runs.map(({ id }: { id: number }) => ids.indexOf(id))];
  };
  expect(await list("")).toEqual([3, [3, 2, 1]]);
  expect(await list("check_name=gate&app_id=15368")).toEqual([1, [1]]);
  expect(await list("filter=all&per_page=2&page=2")).toEqual([4, [1, 0]]);
});
