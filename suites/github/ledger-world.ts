import type { Clock } from "../../src/domain/ports.ts";
import { createGitHubApi } from "../../src/github/api/create-github-api.ts";
import type { GitHubApi } from "../../src/github/api/github-api.ts";
import { createBranchFiles } from "../../src/github/ledger/create-branch-files.ts";
import { createBranchLedger } from "../../src/ledger/branch-ledger.ts";
import { createHttp } from "../../src/system/create-http.ts";
import type { Hub } from "./hub.ts";

/** Waits a tenth of what is asked: the hub answers that much sooner than GitHub does. */
const clock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs / 10)),
};

/** The ledger's branch on a hub, as one job has it. */
export function ledgerOn(hub: Hub, token: string = hub.tokens.writer, branch = "rollout-gate", repo = "shop") {
  const api: GitHubApi = createGitHubApi({
    token,
    addresses: { rest: hub.url, graphql: hub.graphqlUrl },
    http: createHttp({}),
    clock,
    random: Math.random,
    userAgent: "rollout-gate/test",
    note: () => {},
    limits: { requestMs: 1000, tries: 3, waitMs: 60_000, totalMs: 300_000 },
  });
  const files = createBranchFiles(api, { owner: "octo-org", repo, branch });
  return { api, files, store: createBranchLedger({ files, clock, random: Math.random }) };
}
