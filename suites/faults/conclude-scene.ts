import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Config } from "../../src/domain/config.ts";
import type { Progress } from "../../src/domain/ports.ts";
import type { Report } from "../../src/domain/report.ts";
import { connectGitHub } from "../../src/entry/connect-github.ts";
import { createPorts } from "../../src/entry/create-ports.ts";
import { createGitHubOfJudging } from "../../src/entry/github-of-judging.ts";
import { readInputs } from "../../src/entry/read-inputs.ts";
import { createBranchLedger } from "../../src/ledger/branch-ledger.ts";
import { conclude } from "../../src/modes/conclude.ts";
import { GateBroke } from "../../src/modes/mode-ports.ts";
import { createFiles } from "../../src/system/create-files.ts";
import { runStep } from "../action-step.ts";
import type { Hub } from "../github/hub.ts";
import { faultLimits, instantClock } from "../publishing.ts";

export const file = ".github/rollout-gate.yml";

export interface ForkPull {
  readonly number: number;
  readonly headSha: string;
  readonly baseSha: string;
}

/** Runs the stages of a config and gives the evidence as text. */
export async function collectEvidence(hub: Hub, config: string): Promise<string> {
  let evidence = "";
  await runStep({
    hub,
    event: "push",
    payload: {},
    files: { "gate.yml": config },
    env: { GITHUB_SHA: "1".repeat(40) },
    inputs: { mode: "collect", token: "", config: "gate.yml" },
    onWorkspace: (workspace) => {
      evidence = readFileSync(`${workspace}/.rollout-gate/evidence/evidence.json`, "utf8");
    },
  });
  return evidence;
}

/**
 * `conclude` after the run of a fork's pull request, wired as the Action's door does it, but with time that passes at once.
 *
 * @returns the verdict or that the gate broke, and how many warnings there were
 */
export async function concludeOn(hub: Hub, pull: ForkPull, evidence: string): Promise<string> {
  const place = mkdtempSync(join(tmpdir(), "fault-"));
  const warnings: string[] = [];
  try {
    const event = {
      repository: { full_name: "octo-org/shop", default_branch: "main" },
      workflow_run: {
        event: "pull_request",
        head_sha: pull.headSha,
        head_branch: "fix",
        head_repository: { full_name: "monalisa/shop" },
        pull_requests: [],
      },
    };
    const path = join(place, "evidence", "evidence.json");
    mkdirSync(dirname(path));
    writeFileSync(path, evidence.replaceAll("1".repeat(40), pull.headSha));
    writeFileSync(join(place, "event.json"), JSON.stringify(event));
    const env = {
      GITHUB_API_URL: hub.url,
      GITHUB_GRAPHQL_URL: hub.graphqlUrl,
      GITHUB_EVENT_NAME: "workflow_run",
      GITHUB_EVENT_PATH: join(place, "event.json"),
      GITHUB_REPOSITORY: "octo-org/shop",
      GITHUB_RUN_ID: "100",
      GITHUB_WORKSPACE: place,
      RUNNER_TEMP: place,
    };
    const inputs: Readonly<Record<string, string>> = { mode: "conclude", token: hub.tokens.writer };
    const request = readInputs((name) => inputs[name] ?? "");
    if (!request.ok) throw new Error(request.wrong.join());
    const github = await connectGitHub({
      env,
      token: hub.tokens.writer,
      files: createFiles({}),
      clock: instantClock,
      note: () => {},
      limits: faultLimits,
    });
    const { publisher, ports: ofGitHub } = createGitHubOfJudging(github, request.value, instantClock);
    const made = await createPorts({
      env,
      directory: place,
      progress: quiet((warning) => warnings.push(warning)),
      context: github.context,
      ...(github.policy === null ? {} : { policy: github.policy }),
      ...ofGitHub,
      publish: async (report: Report) => (await publisher?.verdict(report))?.warnings ?? [],
    });
    const branch = ofGitHub.ledgerBranch;
    const openLedger = async (plan: NonNullable<Config["ledger"]>) => {
      if (branch === undefined || plan.place.kind !== "branch") throw new Error("the scene has its ledger on a branch");
      const files = await branch(plan.place.branch);
      return createBranchLedger({ files, clock: instantClock, random: () => 0 });
    };
    const ports = { ...made, clock: instantClock, openLedger };
    try {
      const report = await conclude({ config: { file }, evidence: ["evidence"] }, ports);
      return told(report.verdict.decision, warnings);
    } catch (error) {
      if (!(error instanceof GateBroke)) throw error;
      return told("broke", (await publisher?.broken(null, error.message))?.warnings ?? []);
    }
  } catch (error) {
    if (!(error instanceof GateBroke)) throw error;
    return "broke before anything could be published";
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function told(ending: string, warnings: readonly string[]): string {
  return warnings.length === 0 ? ending : `${ending}, ${warnings.length} warning${warnings.length === 1 ? "" : "s"}`;
}

function quiet(warning: (text: string) => void): Progress {
  const nothing = () => {};
  return { stageStarted: nothing, output: nothing, launched: nothing, stageEnded: nothing, note: nothing, warning };
}
