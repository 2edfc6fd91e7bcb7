import { describe, expect, test } from "@jest/globals";
import type { GitHubMetric } from "../../../src/domain/verify.ts";
import { type GitHubReads, readGitHub } from "../../../src/telemetry/github/read-github.ts";

const toMs = Date.UTC(2026, 10, 22);
const span = { fromMs: toMs - 86_400_000, toMs };
const at = (hoursBefore: number) => new Date(toMs - hoursBefore * 3_600_000).toISOString();

type Page = (parameters: Readonly<Record<string, unknown>>) => unknown;

async function count(metric: GitHubMetric, pages: Readonly<Record<string, Page>>) {
  const asked: Parameters<GitHubReads["call"]>[0][] = [];
  const api: GitHubReads = {
    call: async (call) => {
      asked.push(call);
      const data = pages[call.route]?.(call.parameters);
      return data === undefined ? { ok: false, fault: { message: "GitHub does not answer." } } : { ok: true, data };
    },
  };
  const source = { name: "tracker", kind: "github", metrics: [metric] } as const;
  const [reading] = await readGitHub({ api, owner: "octo-org", repo: "shop" }, source, span);
  if (reading === undefined) throw new Error("there is no reading");
  const result = reading.ok
    ? reading.records[0]?.blocks.reduce((total, block) => total + block.count, 0)
    : `${reading.problem.kind}: ${reading.problem.reason}`;
  return { result, asked };
}

const issuesRoute = "GET /repos/{owner}/{repo}/issues";
const runsRoute = "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs";
const bugs: GitHubMetric = { name: "bugs", kind: "issues", labels: ["bug", "chat"] };
const ci: GitHubMetric = { name: "ci", kind: "failed-runs", workflow: "ci.yml" };

describe("issues", () => {
  test("those opened in the span; pull requests and older ones that were only touched do not count", async () => {
    const { result, asked } = await count(bugs, {
      [issuesRoute]: () => [{ created_at: at(1) }, { created_at: at(2), pull_request: {} }, { created_at: at(30) }],
    });
    expect(result).toBe(1);
    expect(asked[0]?.parameters).toMatchObject({
      owner: "octo-org",
      repo: "shop",
      labels: "bug,chat",
      state: "all",
      since: at(24),
    });
  });

  test("none is none", async () => {
    expect((await count(bugs, { [issuesRoute]: () => [] })).result).toBe(0);
  });

  test("pages are followed, and reading stops where older ones begin", async () => {
    const { result, asked } = await count(bugs, {
      [issuesRoute]: ({ page }) =>
        Array.from({ length: 100 }, (_, index) => ({ created_at: at(page === 1 ? 1 : index < 50 ? 2 : 40) })),
    });
    expect([result, asked.length]).toEqual([150, 2]);
  });

  test.each<[string, Page | undefined, RegExp]>([
    ["more than are read", () => Array(100).fill({ created_at: at(1) }), /^invalid: there are more than 1000/],
    ["no answer", undefined, /^invalid: GitHub does not answer\.$/],
    ["an answer of another kind", () => ({ message: "?" }), /^invalid: GitHub's answer is not a list/],
    ["a time that is none", () => [{ created_at: "soon" }], /^invalid: GitHub gave a time/],
  ])("%s is no count", async (_name, page, words) => {
    expect((await count(bugs, page === undefined ? {} : { [issuesRoute]: page })).result).toEqual(
      expect.stringMatching(words),
    );
  });
});

describe("runs of a workflow", () => {
  const run = (conclusion: string | null, hours = 1) => ({
    created_at: at(hours),
    status: conclusion === null ? "in_progress" : "completed",
    conclusion,
  });
  test("those that failed, timed out or did not start", async () => {
    const runs = ["success", "failure", "cancelled", "timed_out", "startup_failure", null].map((conclusion) =>
      run(conclusion),
    );
    const { result, asked } = await count(ci, { [runsRoute]: () => ({ workflow_runs: runs }) });
    expect(result).toBe(3);
    expect(asked[0]?.parameters).toMatchObject({
      workflow_id: "ci.yml",
      created: "2026-11-21T00:00:00Z..2026-11-22T00:00:00Z",
    });
  });

  test("without a finished run, no failure is missing and not 0", async () => {
    const { result } = await count(ci, { [runsRoute]: () => ({ workflow_runs: [run(null)] }) });
    expect(result).toEqual(expect.stringMatching(/^missing: no run of "ci.yml"/));
  });

  test.each<[string, readonly object[], unknown]>([
    ["its name", [{ id: 5, name: "Nightly" }], 0],
    ["a name that nobody has", [{ id: 5, name: "Other" }], expect.stringMatching(/no workflow is named "Nightly"/)],
    [
      "a name that two have",
      [
        { id: 5, name: "Nightly" },
        { id: 6, name: "Nightly" },
      ],
      expect.stringMatching(/2 workflows are named/),
    ],
  ])("by %s", async (_name, workflows, expected) => {
    const { result } = await count({ ...ci, workflow: "Nightly" } as GitHubMetric, {
      "GET /repos/{owner}/{repo}/actions/workflows": () => ({ workflows }),
      [runsRoute]: ({ workflow_id }) => (workflow_id === 5 ? { workflow_runs: [run("success")] } : undefined),
    });
    expect(result).toEqual(expected);
  });
});
