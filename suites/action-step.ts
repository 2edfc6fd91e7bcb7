import { EventEmitter } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Writable } from "node:stream";
import type { Clock } from "../src/domain/ports.ts";
import { runAction } from "../src/entry/run-action.ts";
import type { Hub } from "./github/hub.ts";

export interface StepRequest {
  readonly hub: Hub;
  readonly event: string;
  readonly payload: unknown;
  readonly inputs: Readonly<Record<string, string>>;
  /** Files of the workspace. */
  readonly files: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** What time it is; left out: the machine's. */
  readonly clock?: Clock;
  /** Looks at the workspace before it is removed. */
  readonly onWorkspace?: (workspace: string) => void;
}

export interface StepResult {
  readonly status: number;
  readonly log: string;
  readonly summary: string;
  readonly verdict: string;
  /** The value of an output; empty where it was not set. */
  readonly output: (name: string) => string;
}

/** A step of a job in this process: the Action's own door with the variables, files and event that a runner gives it. */
export async function runStep(request: StepRequest): Promise<StepResult> {
  const place = mkdtempSync(join(tmpdir(), "step-"));
  try {
    const workspace = join(place, "workspace");
    const files = { ".keep": "", ...request.files };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(workspace, name)), { recursive: true });
      writeFileSync(join(workspace, name), text);
    }
    const runner = Object.fromEntries(
      ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE"].map((name) => [
        name,
        join(place, name),
      ]),
    );
    for (const path of Object.values(runner)) writeFileSync(path, "");
    // What the report's page carries with it lies beside the bundle; here it is empty.
    const program = join(place, "index.js");
    writeFileSync(program, "");
    writeFileSync(join(place, "page.json"), JSON.stringify({ script: "", style: "", drawn: [] }));
    writeFileSync(join(place, "event.json"), JSON.stringify(request.payload));
    let log = "";
    const stdout = new Writable({
      write(chunk, _encoding, done) {
        log += String(chunk);
        done();
      },
    });
    const inputs = Object.entries(request.inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
    const door = Object.assign(new EventEmitter(), {
      stdout,
      argv: [process.execPath, program],
      cwd: () => workspace,
      env: {
        PATH: process.env.PATH,
        HOME: place,
        ...runner,
        GITHUB_ACTIONS: "true",
        GITHUB_API_URL: request.hub.url,
        GITHUB_GRAPHQL_URL: request.hub.graphqlUrl,
        GITHUB_EVENT_NAME: request.event,
        GITHUB_EVENT_PATH: join(place, "event.json"),
        GITHUB_REPOSITORY: "octo-org/shop",
        GITHUB_RUN_ID: "100",
        GITHUB_RUN_ATTEMPT: "1",
        GITHUB_SHA: "f".repeat(40),
        GITHUB_REF: "refs/heads/main",
        GITHUB_WORKSPACE: workspace,
        RUNNER_TEMP: place,
        ...Object.fromEntries(inputs),
        ...request.env,
      },
    }) as unknown as NodeJS.Process;
    const status = await runAction(door, door.env, ...(request.clock === undefined ? [] : [request.clock]));
    request.onWorkspace?.(workspace);
    const outputs = readFileSync(String(runner.GITHUB_OUTPUT), "utf8");
    return {
      status,
      log,
      summary: readFileSync(String(runner.GITHUB_STEP_SUMMARY), "utf8"),
      verdict: /^verdict<<.*\n(.*)\n/m.exec(outputs)?.[1] ?? "",
      output: (name) => new RegExp(`^${name}<<(.*)\\n([^]*?)\\n\\1$`, "m").exec(outputs)?.[2] ?? "",
    };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
