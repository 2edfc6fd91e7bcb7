import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Report } from "../src/domain/report.ts";
import { actionDoor, type ProgramResult, runDoor } from "./run-program.ts";

export interface StepOptions {
  /** Relative to the workspace. */
  readonly files?: Readonly<Record<string, string>>;
  readonly event: string;
  /** What the webhook says. */
  readonly payload: unknown;
  readonly env?: Readonly<Record<string, string>>;
  /** Puts more into the workspace. */
  readonly prepare?: (workspace: string) => void;
  readonly node?: string;
}

export interface StepResult extends ProgramResult {
  readonly workspace: string;
  readonly summary: string;
  readonly outputs: string;
  /** Null when none was written. */
  readonly report: Report | null;
  /** Every file that the step left anywhere, by its path. */
  readonly read: (path: string) => string | null;
}

const places: string[] = [];

/** Removes the workspaces of all steps that were run. */
export function removeSteps(): void {
  for (const place of places.splice(0)) rmSync(place, { recursive: true, force: true });
}

/** Runs the bundled Action as a step of a job of `octo-org/shop`, in a new workspace. */
export async function runStep(options: StepOptions): Promise<StepResult> {
  const place = mkdtempSync(join(tmpdir(), "step-"));
  places.push(place);
  const workspace = join(place, "workspace");
  const runner = join(place, "runner");
  mkdirSync(workspace);
  mkdirSync(runner);
  for (const [name, text] of Object.entries(options.files ?? {})) {
    mkdirSync(dirname(join(workspace, name)), { recursive: true });
    writeFileSync(join(workspace, name), text);
  }
  const files = { GITHUB_OUTPUT: "output", GITHUB_STEP_SUMMARY: "summary", GITHUB_ENV: "env", GITHUB_PATH: "path" };
  const paths = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, join(runner, file)]));
  for (const path of Object.values(paths)) writeFileSync(path, "");
  options.prepare?.(workspace);
  writeFileSync(join(place, "event.json"), JSON.stringify(options.payload));
  const result = await runDoor(actionDoor, [], {
    cwd: workspace,
    ...(options.node === undefined ? {} : { node: options.node }),
    env: {
      ...paths,
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_WORKSPACE: workspace,
      GITHUB_REPOSITORY: "octo-org/shop",
      GITHUB_RUN_ID: "4711",
      GITHUB_RUN_ATTEMPT: "1",
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_EVENT_NAME: options.event,
      GITHUB_EVENT_PATH: join(place, "event.json"),
      RUNNER_TEMP: runner,
      ...options.env,
    },
  });
  const read = (path: string): string | null => {
    try {
      return readFileSync(join(workspace, path), "utf8");
    } catch {
      return null;
    }
  };
  const text = read(".rollout-gate/report/report.json");
  return {
    ...result,
    workspace,
    summary: readFileSync(join(runner, "summary"), "utf8"),
    outputs: readFileSync(join(runner, "output"), "utf8"),
    report: text === null ? null : JSON.parse(text),
    read,
  };
}

interface ForkPull {
  readonly number: number;
  readonly headSha: string;
  readonly baseSha: string;
}

/** A webhook's `pull_request` for a pull request from monalisa's fork. */
export function forkEvent({ number, headSha, baseSha }: ForkPull, headRepository = "monalisa/shop") {
  return {
    action: "synchronize",
    repository: { full_name: "octo-org/shop", default_branch: "main" },
    pull_request: {
      number,
      head: { sha: headSha, ref: "feature", repo: { full_name: headRepository } },
      base: { sha: baseSha, ref: "main", repo: { full_name: "octo-org/shop" } },
    },
  };
}

/** A webhook's `workflow_run` for the run that ended on it. */
export function endedEvent({ headSha }: ForkPull) {
  return {
    action: "completed",
    repository: { full_name: "octo-org/shop", default_branch: "main" },
    workflow_run: {
      id: 1,
      event: "pull_request",
      conclusion: "success",
      head_sha: headSha,
      head_branch: "feature",
      head_repository: { full_name: "monalisa/shop" },
      pull_requests: [],
    },
  };
}
