import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { createActionDoor } from "../github/action-door.ts";
import { createFileSpool } from "../github/file-spool.ts";
import { createActionsProgress } from "../github/progress-actions.ts";
import { finishCutOff } from "../modes/finish-cut-off.ts";
import { loadConfig } from "../modes/load-config.ts";
import { createClock } from "../system/create-clock.ts";
import { createFiles } from "../system/create-files.ts";
import { createStreamSink } from "../system/stream-sink.ts";
import { createRedactor } from "../text/redact-secrets.ts";
import { secretValues } from "../text/secret-values.ts";
import { brokenText } from "./broken-text.ts";
import { connectGitHub } from "./connect-github.ts";
import { createPorts } from "./create-ports.ts";
import { createRecorder } from "./create-recorder.ts";
import { createRolloutPorts } from "./create-rollout-ports.ts";
import { guardProcesses } from "./guard-processes.ts";
import { readInputs } from "./read-inputs.ts";

/** After a job that was cancelled or killed: what it has left half done is finished or undone, and told. */
export async function finishRolloutStep(runner: NodeJS.Process): Promise<void> {
  const { env } = runner;
  const sink = createStreamSink(runner.stdout);
  const door = createActionDoor(env, sink);
  const redact = createRedactor(secretValues(env));
  const clock = createClock();
  const progress = createActionsProgress({
    sink,
    clock,
    redact,
    token: () => randomBytes(16).toString("hex"),
    createSpool: () => createFileSpool(env.RUNNER_TEMP ?? tmpdir()),
  });
  const title = "Rollout Gate";
  try {
    const request = readInputs((name) => door.input(name));
    if (!request.ok) return;
    const { token, config: file, evidence } = request.value;
    if (token !== "") door.mask(token);
    const note = (message: string) => progress.note(message);
    const github = await connectGitHub({ env, token, files: createFiles({}), clock, note });
    const ports = await createPorts({
      env,
      directory: runner.cwd(),
      progress,
      redact,
      context: github.context,
      ...(github.branch === null ? {} : { ledgerBranch: github.branch }),
      guard: (processes, files) => guardProcesses(processes, files, env),
      publish: async () => [],
    });
    const config = await loadConfig(file, ports);
    const rolloutPorts = await createRolloutPorts(ports, {
      env,
      directory: runner.cwd(),
      config: config.config,
      recorder: (ledger) => {
        const { contacts } = config.config;
        return createRecorder(github, { contacts, clock, redact, ledger, tool: ports.tool });
      },
    });
    const { signal } = new AbortController();
    const { told, verified } = await finishCutOff({ config, evidenceFolder: evidence, signal }, rolloutPorts);
    await progress.close();
    const level = verified ? "warning" : "error";
    for (const message of told) if (message !== "") door.annotate({ level, title, message: redact(message) });
  } catch (error) {
    await progress.close();
    door.annotate({ level: "error", title, message: redact(brokenText(error)) });
  }
}
