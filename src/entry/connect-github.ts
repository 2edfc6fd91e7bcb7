import { randomInt } from "node:crypto";
import type { BranchFiles } from "../domain/branch-files.ts";
import type { PolicySource } from "../domain/policy.ts";
import type { Clock, Files } from "../domain/ports.ts";
import type { RunContext } from "../domain/run-context.ts";
import type { GitHubApi } from "../github/api/github-api.ts";
import type { ApiLimits } from "../github/api/retry-wait.ts";
import { readRunContext } from "../github/read-run-context.ts";
import { GateBroke } from "../modes/mode-ports.ts";
import { tool } from "./version.ts";

/** What a step of a GitHub job knows of its run, and by what it speaks with GitHub. */
export interface GitHubConnection {
  readonly context: RunContext;
  /** What could not be told of the run, a sentence each. */
  readonly doubts: readonly string[];
  /** Null without a token. */
  readonly api: GitHubApi | null;
  /** Null without a token. */
  readonly policy: PolicySource | null;
  /** Opens a branch of the run's own repository; null without a token. */
  readonly branch: ((name: string) => Promise<BranchFiles>) | null;
}

export interface ConnectOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Empty: there is none. */
  readonly token: string;
  readonly files: Pick<Files, "readText">;
  readonly clock: Clock;
  readonly note: (message: string) => void;
  /** Left out: the usual ones. */
  readonly limits?: ApiLimits;
}

/**
 * Finds out for whom this run works. What speaks with GitHub is loaded only where there is a token.
 *
 * @throws GateBroke when it cannot be told what is judged
 */
export async function connectGitHub(options: ConnectOptions): Promise<GitHubConnection> {
  const { env, files } = options;
  const api = options.token === "" ? null : await createApi(options);
  const reading = await readRunContext({ env, readText: (path, limits) => files.readText(path, limits), api });
  if (!reading.ok) throw new GateBroke(`${reading.problem.reason} ${reading.problem.remedy ?? ""}`.trim());
  const { context, doubts } = reading.value;
  return { context, doubts, api, policy: await policySource(api, context), branch: branchOpener(api, context) };
}

async function createApi({ env, token, clock, note, limits }: ConnectOptions): Promise<GitHubApi> {
  const [{ createGitHubApi }, { apiAddresses }, { createHttp }] = await Promise.all([
    import("../github/api/create-github-api.ts"),
    import("../github/api/api-addresses.ts"),
    import("../system/create-http.ts"),
  ]);
  return createGitHubApi({
    token,
    addresses: apiAddresses(env),
    http: createHttp(env),
    clock,
    random: () => randomInt(2 ** 40) / 2 ** 40,
    userAgent: tool.replace(" ", "/"),
    note,
    ...(limits === undefined ? {} : { limits }),
  });
}

async function policySource(api: GitHubApi | null, { run }: RunContext): Promise<PolicySource | null> {
  if (api === null || run === null) return null;
  const { createPolicySource } = await import("../github/create-policy-source.ts");
  return createPolicySource(api, run.repository);
}

function branchOpener(api: GitHubApi | null, { run }: RunContext): GitHubConnection["branch"] {
  const [owner, repo] = run?.repository.split("/") ?? [];
  if (api === null || owner === undefined || repo === undefined) return null;
  return async (branch) => {
    const { createBranchFiles } = await import("../github/ledger/create-branch-files.ts");
    return createBranchFiles(api, { owner, repo, branch });
  };
}
