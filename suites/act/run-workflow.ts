import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import type { Hub } from "../github/hub.ts";
import { root } from "../run-program.ts";
import { checkOut } from "./check-out.ts";
import { endProcessesIn } from "./end-processes-in.ts";
import { installAct } from "./install-act.ts";

/** What workflows use, and the folder that stands for it here. */
const standIns: readonly (readonly [action: RegExp, folder: string])[] = [
  [/^actions\/(?:setup-node|setup-python|setup-go|setup-java)@/, "suites/act/actions/nothing"],
  [/^actions\/upload-artifact@/, "suites/act/actions/upload-artifact"],
  [/^actions\/download-artifact@/, "suites/act/actions/download-artifact"],
];

/** The Action's address in the files that readers fill in, and what is put there. */
const placeholder = "OWNER/rollout-gate@COMMIT";
const ownAction = `octo-org/rollout-gate@${"0123456789".repeat(4)}`;

/**
 * A checkout of `octo-org/shop` in which workflows run one after another. Each run has a copy of it, and all of them one home folder,
 * as on a runner of one's own.
 */
export interface WorkflowPlace {
  /** What is checked out; runs work on copies of it. */
  readonly folder: string;
  readonly home: string;
  /** The commit that is checked out. */
  readonly sha: string;
  run(request: WorkflowRequest): Promise<WorkflowResult>;
  remove(): void;
}

export interface WorkflowRequest {
  /** Path in the repository. */
  readonly workflow: string;
  readonly event: string;
  readonly payload: object;
  /** Only this job. */
  readonly job?: string;
  /** Most that a token of this event may do, such as on a pull request from a fork; all by default. */
  readonly atMost?: "read";
  readonly env?: Readonly<Record<string, string>>;
}

export interface WorkflowResult {
  readonly status: number | null;
  readonly log: string;
}

/**
 * Puts files on the hub's default branch and checks it out.
 *
 * @param files by path; the Action's address is filled in
 */
export async function createWorkflowPlace(hub: Hub, files: Readonly<Record<string, string>>): Promise<WorkflowPlace> {
  for (const [path, text] of Object.entries(files))
    await hub.state.commit("main", path, text.replaceAll(placeholder, ownAction));
  const place = mkdtempSync(join(tmpdir(), "workflow-"));
  const folder = join(place, "repository");
  mkdirSync(folder);
  mkdirSync(join(place, "home"));
  // What the Action is made of; act copies all that lies beside it.
  for (const part of ["action.yml", "dist"]) cpSync(join(root, part), join(place, "action", part), { recursive: true });
  const sha = await checkOut(hub, folder);
  return {
    folder,
    home: join(place, "home"),
    sha,
    run: (request) => runWorkflow(request, hub, folder, place),
    remove: () => remove(place),
  };
}

/** The project itself, as its own repository on the machine of a hub that knows nothing of it: what git has, and nothing else. */
export function createProjectPlace(hub: Hub): WorkflowPlace {
  const place = mkdtempSync(join(tmpdir(), "workflow-"));
  const folder = join(place, "repository");
  const git = (args: readonly string[], cwd: string) => {
    const done = spawnSync("git", args, { cwd, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
    if (done.status !== 0) throw new Error(`git ${args.join(" ")} failed:\n${done.stderr}`);
    return done.stdout;
  };
  for (const path of git(["ls-files", "-z"], root).split("\0")) {
    if (path !== "" && existsSync(join(root, path))) cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  mkdirSync(join(place, "home"));
  git(["init", "-q", "-b", "main"], folder);
  git(["add", "-A", "-f"], folder);
  git(["-c", "user.name=Suite", "-c", "user.email=suite@example.org", "commit", "-q", "-m", "Begin"], folder);
  git(["remote", "add", "origin", `https://github.com/${hub.repository}.git`], folder);
  return {
    folder,
    home: join(place, "home"),
    sha: git(["rev-parse", "HEAD"], folder).trim(),
    run: (request) => runWorkflow(request, hub, folder, place),
    remove: () => remove(place),
  };
}

function remove(place: string): void {
  endProcessesIn(place);
  rmSync(place, { recursive: true, force: true });
}

/** One run of one job's token at a time: a workflow with several jobs gets what all of them together ask for. */
async function runWorkflow(request: WorkflowRequest, hub: Hub, folder: string, place: string): Promise<WorkflowResult> {
  const { workflow, event, job } = request;
  const text = readFileSync(join(folder, workflow), "utf8");
  const home = join(place, "home");
  const eventFile = join(place, "event.json");
  writeFileSync(eventFile, JSON.stringify(request.payload));
  const token = hub.issueToken({
    kind: "job",
    repository: hub.repository,
    permissions: permissionsOf(text, job, request.atMost),
  });
  const uses = [...text.matchAll(/^\s*(?:- )?uses: (\S+)/gm)].map(([, used]) => used ?? "");
  const args = [
    event,
    ...["-C", folder, "-W", workflow, "--eventpath", eventFile, "--no-cache-server", "--use-gitignore=false"],
    ...(job === undefined ? [] : ["-j", job]),
    ...["ubuntu-latest", "self-hosted", "production"].flatMap((label) => ["-P", `${label}=-self-hosted`]),
    ...[...new Set(uses)].flatMap((used) => {
      const stand = standIns.find(([action]) => action.test(used))?.[1];
      const at = used === ownAction ? join(place, "action") : stand === undefined ? null : join(root, stand);
      return at === null ? [] : ["--local-repository", `${used}=${at}`];
    }),
    ...["-s", `GITHUB_TOKEN=${token}`],
    ...["--env", `GITHUB_API_URL=${hub.url}`, "--env", `GITHUB_GRAPHQL_URL=${hub.graphqlUrl}`],
    ...["--env", `HOME=${home}`, "--env", `ARTIFACTS=${join(place, "artifacts")}`],
    ...Object.entries(request.env ?? {}).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    ...["--action-cache-path", join(place, "cache")],
  ];
  const child = spawn(installAct(), args, {
    cwd: place,
    env: { PATH: process.env.PATH ?? "", HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (piece: string) => {
      log += piece;
    });
  }
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { status, log };
}

type Level = "read" | "write";

/** What the workflow's jobs ask for, and nothing else: act itself would hand any token to any job. */
function permissionsOf(text: string, job: string | undefined, atMost: "read" | undefined) {
  const workflow = parse(text);
  const asked: Record<string, Level> = {};
  for (const [name, one] of Object.entries<{ permissions?: Record<string, Level> }>(workflow.jobs)) {
    if (job !== undefined && name !== job) continue;
    const own = one.permissions ?? workflow.permissions ?? {};
    for (const [scope, level] of Object.entries<Level>(own)) {
      const key = scope.replaceAll("-", "_");
      if (asked[key] !== "write") asked[key] = atMost ?? level;
    }
  }
  return asked;
}
