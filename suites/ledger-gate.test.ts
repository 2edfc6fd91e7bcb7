import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { runStep, type StepRequest, type StepResult } from "./action-step.ts";
import type { Hub } from "./github/hub.ts";
import { ledgerOn } from "./github/ledger-world.ts";
import { startHub } from "./github/start-hub.ts";

const file = ".github/rollout-gate.yml";
const config = (ledger: string) => `rollout: search
ledger: ${ledger}
stages:
  build: { run: [node, -e, ""] }
  unit: { run: [node, -e, ""], needs: [build] }
  lint: { run: [node, -e, ""] }
  bench: { run: [node, -e, "console.log('total 12 ms')"], measure: { total: { stdout: 'total ([0-9.]+) ms', unit: ms } } }
criteria:
  total: "< 500 ms"
`;
const main = { repository: { full_name: "octo-org/shop", default_branch: "main" }, ref: "refs/heads/main" };
const sha = "f".repeat(40);

let hub: Hub;
beforeEach(async () => {
  hub = await startHub();
});
afterEach(async () => {
  expect(hub.violations()).toEqual([]);
  await hub.stop();
});

const step = (mode: string, more: Partial<StepRequest> = {}): Promise<StepResult> =>
  runStep({
    hub,
    event: "push",
    payload: main,
    files: { [file]: config("{}") },
    ...more,
    inputs: { mode, token: hub.tokens.writer, check: "false", ...more.inputs },
  });

const events = async () => {
  const read = await ledgerOn(hub).store.read("search");
  if (!read.ok) throw new Error(read.problem.reason);
  return read.value;
};

describe("a gate on the default branch", () => {
  test("records its verdict and what it measured, each run one more", async () => {
    const first = await step("gate");
    expect({ status: first.status, verdict: first.verdict }).toEqual({ status: 0, verdict: "go" });
    expect(first.log).not.toContain("::warning");
    const run = { repository: "octo-org/shop", runId: "100", attempt: 1 };
    expect(await events()).toMatchObject([
      { kind: "gate-concluded", decision: "GO", commit: sha, run },
      {
        kind: "baseline-recorded",
        commit: sha,
        measurements: expect.arrayContaining([expect.objectContaining({ metric: "total" })]),
      },
    ]);
    hub.calls.clear();
    await step("gate");
    // One to show how metrics went, two to append.
    expect(hub.calls.total).toBe(3);
    expect((await events()).map(({ kind }) => kind)).toEqual([
      "gate-concluded",
      "baseline-recorded",
      "gate-concluded",
      "baseline-recorded",
    ]);
  });

  test.each<[string, () => Promise<Partial<StepRequest>>]>([
    ["a pull request", async () => pullRequest(await hub.state.openPullRequest("feature"))],
    [
      "another branch",
      async () => ({ payload: { ...main, ref: "refs/heads/x" }, env: { GITHUB_REF: "refs/heads/x" } }),
    ],
    [
      "a merge group",
      async () => {
        const base = await hub.state.head("main");
        const merge_group = { base_sha: base, head_sha: sha, base_ref: "refs/heads/main" };
        return { event: "merge_group", payload: { ...main, merge_group } };
      },
    ],
    ["a config without a ledger", async () => ({ files: { [file]: config("{}").replace("ledger: {}\n", "") } })],
  ])("%s records nothing", async (_name, more) => {
    expect((await step("gate", await more())).verdict).toMatch(/^go/);
    expect(await hub.state.head("rollout-gate")).toBeNull();
  });

  test.each<[string, Partial<StepRequest>]>([
    ["a token that only reads", { inputs: { token: "reader" } }],
    ["the default branch as the ledger's", { files: { [file]: config("{ branch: main }") } }],
  ])("%s costs one warning and no verdict", async (_name, more) => {
    const token = more.inputs === undefined ? hub.tokens.writer : hub.tokens.reader;
    const head = await hub.state.head("main");
    const { status, verdict, log } = await step("gate", { ...more, inputs: { token } });
    expect({ status, verdict }).toEqual({ status: 0, verdict: "go" });
    expect(log.match(/::warning/g)).toHaveLength(1);
    expect(log).toContain("The verdict was not recorded in the branch");
    expect(await hub.state.head("main")).toBe(head);
    expect(await hub.state.head("rollout-gate")).toBeNull();
  });
});

function pullRequest(pull: { readonly number: number; readonly headSha: string; readonly baseSha: string }) {
  const repo = { full_name: "octo-org/shop" };
  return {
    event: "pull_request",
    payload: {
      ...main,
      pull_request: {
        number: pull.number,
        head: { sha: pull.headSha, ref: "feature", repo },
        base: { sha: pull.baseSha, ref: "main", repo },
      },
    },
    inputs: { comment: "never" },
  };
}

describe("many machines", () => {
  test("plan, collect on each, conclude; the next plan knows how long stages take", async () => {
    const folder = mkdtempSync(join(tmpdir(), "matrix-"));
    try {
      const ledger = config(`{ folder: ${folder} }`);
      const files: Record<string, string> = { [file]: ledger };
      const matrix = matrixOf(await step("plan", { files, inputs: { jobs: "3" } }));
      expect(matrix.map(({ shard }) => shard)).toEqual(["1/3", "2/3", "3/3"]);
      for (const { shard, stages } of matrix) {
        const name = `evidence-${shard.replace("/", "-of-")}.json`;
        await step("collect", {
          files: { [file]: ledger },
          inputs: { shard, stages },
          onWorkspace: (workspace) => {
            // As a downloaded artifact lies: in a folder of its own.
            const text = readFileSync(join(workspace, ".rollout-gate/evidence", name), "utf8");
            files[`.rollout-gate/evidence/artifact-${shard[0]}/${name}`] = text;
          },
        });
      }
      const whole = await step("conclude", { files });
      expect({ status: whole.status, verdict: whole.verdict }).toEqual({ status: 0, verdict: "go" });

      const { ".rollout-gate/evidence/artifact-2/evidence-2-of-3.json": _lost, ...rest } = files;
      const partial = await step("conclude", { files: rest });
      expect(partial.status).toBe(1);
      expect(partial.summary).toContain("Part 2 of 3 of the evidence is not there.");

      const again = matrixOf(await step("plan", { files: { [file]: ledger }, inputs: { jobs: "2" } }));
      expect(again.flatMap(({ stages }) => stages.split(" ")).sort()).toEqual(["bench", "build", "lint", "unit"]);
      expect(again.find(({ stages }) => stages.includes("unit"))?.stages).toMatch(/^build unit/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function matrixOf({ log }: StepResult): readonly { readonly shard: string; readonly stages: string }[] {
  return JSON.parse(/^\{"include":.*\}$/m.exec(log)?.[0] ?? "null").include;
}
