import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import type { Clock } from "../domain/ports.ts";
import { type ActionDoor, createActionDoor } from "../github/action-door.ts";
import { fenceText } from "../github/fence.ts";
import { createFileSpool } from "../github/file-spool.ts";
import { createActionsProgress } from "../github/progress-actions.ts";
import { policyCommit } from "../modes/choose-policy.ts";
import { exitStatus, exitStatusOf } from "../modes/exit-status.ts";
import { type LoadedConfig, loadConfig } from "../modes/load-config.ts";
import { GateBroke, type ModePorts } from "../modes/mode-ports.ts";
import { refuseForkCode, tokenKind } from "../modes/refuse-fork-code.ts";
import { catchSignals } from "../system/catch-signals.ts";
import { createClock } from "../system/create-clock.ts";
import { createFiles } from "../system/create-files.ts";
import { createStreamSink } from "../system/stream-sink.ts";
import { createRedactor } from "../text/redact-secrets.ts";
import { secretValues } from "../text/secret-values.ts";
import { brokenText } from "./broken-text.ts";
import { connectGitHub, type GitHubConnection } from "./connect-github.ts";
import { createPorts } from "./create-ports.ts";
import { guardProcesses } from "./guard-processes.ts";
import type { ActionOutputName } from "./outputs.ts";
import type { GitHubPublisher } from "./publish-on-github.ts";
import { publishReport, tellBroken } from "./publish-report.ts";
import { type ActionRequest, readInputs } from "./read-inputs.ts";
import type { RolloutStepRequest } from "./run-rollout-step.ts";
import { runsNothing } from "./runs-nothing.ts";

import { writeReportFiles } from "./write-report-files.ts";

/**
 * Runs one mode as a step of a GitHub job.
 *
 * @param env of the step, with what was taken out of the process's own
 * @param clock the time that everything goes by
 * @returns the exit status: 0 GO, 1 no GO (as far as `fail-on` says so), 2 the gate broke, 128 + signal when cancelled
 */
export async function runAction(
  runner: NodeJS.Process,
  env: Readonly<Record<string, string | undefined>>,
  clock: Clock = createClock(),
): Promise<number> {
  const cancel = catchSignals(runner);
  const sink = createStreamSink(runner.stdout);
  const door = createActionDoor(env, sink);
  const redact = createRedactor(secretValues(env));
  const progress = createActionsProgress({
    sink,
    clock,
    redact,
    token: () => randomBytes(16).toString("hex"),
    createSpool: () => createFileSpool(env.RUNNER_TEMP ?? tmpdir()),
  });
  /** For telling that the gate broke: of which rollout, as far as that is known by then. */
  let publisher: GitHubPublisher | null = null;
  const known: KnownSoFar = { rollout: null };
  try {
    const request = readInputs((name) => door.input(name));
    if (!request.ok) {
      for (const message of request.wrong) door.annotate({ level: "error", title: "Rollout Gate", message });
      return exitStatus.broke;
    }
    const { token, mode } = request.value;
    if (token !== "") door.mask(token);
    const github = await connectGitHub({
      env,
      token,
      files: createFiles({}),
      clock,
      note: (message) => progress.note(message),
    });
    for (const doubt of github.doubts) progress.warning(doubt);
    const judged = github.api === null ? null : await githubOfJudging(github, request.value, clock);
    publisher = judged?.publisher ?? null;
    const refused = runsNothing(mode) ? null : refuseForkCode(github.context, tokenKind(token));
    if (refused !== null) throw new GateBroke(refused);
    const ports = await createPorts({
      env,
      directory: runner.cwd(),
      clock,
      progress,
      redact,
      context: github.context,
      ...(github.policy === null ? {} : { policy: github.policy }),
      ...(github.branch === null ? {} : { ledgerBranch: github.branch }),
      ...judged?.ports,
      guard: (processes, files) => guardProcesses(processes, files, env),
      publish: async (report, write) => {
        await progress.close();
        return [
          // Who cancels a run wants no more of it, and the runner does not wait for long.
          ...(await publishReport(report, request.value, door, cancel.signal.aborted ? null : publisher, progress)),
          ...(await writeReportFiles(report, request.value.report, write, runner.argv[1])),
        ];
      },
    });
    const place = { env, directory: runner.cwd(), github };
    const status = await run(request.value, place, ports, door, cancel.signal, known, (text) => {
      // Names from a config can begin like a command to the runner.
      sink.write(fenceText(redact(text), randomBytes(16).toString("hex")));
    });
    return cancel.status ?? status;
  } catch (error) {
    await progress.close();
    if (cancel.status !== null) return cancel.status;
    const message = redact(brokenText(error));
    door.annotate({ level: "error", title: "The gate broke", message });
    for (const warning of await tellBroken(publisher, known.rollout, message, progress)) progress.warning(warning);
    return exitStatus.broke;
  } finally {
    cancel.stop();
  }
}

async function githubOfJudging(github: GitHubConnection, request: ActionRequest, clock: Clock) {
  const { createGitHubOfJudging } = await import("./github-of-judging.ts");
  return createGitHubOfJudging(github, request, clock);
}

interface KnownSoFar {
  rollout: string | null;
}

async function run(
  request: ActionRequest,
  place: Pick<RolloutStepRequest, "env" | "directory" | "github">,
  ports: ModePorts,
  door: ActionDoor,
  signal: AbortSignal,
  known: KnownSoFar,
  print: (text: string) => void,
): Promise<number> {
  const output = (name: ActionOutputName, value: string) => door.setOutput(name, value);
  if (request.mode === "conclude") {
    const { conclude } = await import("../modes/conclude.ts");
    const config = await workspaceConfig(request.config, ports);
    known.rollout = "config" in config ? config.config.rollout : null;
    const report = await conclude({ config, evidence: [request.evidence] }, ports);
    await output("evidence", request.evidence);
    return exitStatusOf(report.verdict.decision, request.failOn);
  }
  if (request.mode === "doctor") {
    const { runDoctorStep } = await import("./run-doctor-step.ts");
    return runDoctorStep({ request, signal, ...place }, ports, door, print);
  }
  const config = await loadConfig(request.config, ports);
  known.rollout = config.config.rollout;
  if (config.warnings !== "") ports.progress.warning(config.warnings);
  const options = {
    config,
    stages: request.stages,
    shard: request.shard,
    evidenceFolder: request.evidence,
    signal,
  };
  // Each mode is loaded when it is asked for: concluding should not wait for what collecting needs.
  switch (request.mode) {
    case "gate": {
      const { gate } = await import("../modes/gate.ts");
      const report = await gate(options, ports);
      await output("evidence", request.evidence);
      return exitStatusOf(report.verdict.decision, request.failOn);
    }
    case "collect": {
      const { collect } = await import("../modes/collect.ts");
      const { file } = await collect(options, ports);
      await output("evidence", file);
      return exitStatus.go;
    }
    case "enable":
    case "rollback": {
      const { runRolloutStep } = await import("./run-rollout-step.ts");
      return runRolloutStep(request.mode, { request, config, signal, ...place }, ports, door);
    }
    case "verify": {
      const { runVerifyStep } = await import("./run-verify-step.ts");
      return runVerifyStep({ request, config, signal, ...place }, ports, door);
    }
    case "status": {
      const { runStatusStep } = await import("./run-status-step.ts");
      return runStatusStep(request, ports, door, print);
    }
    case "plan": {
      const { plan } = await import("../modes/plan.ts");
      const matrix = JSON.stringify(await plan(config.config, request.stages, request.jobs, ports));
      print(`${matrix}\n`);
      await output("matrix", matrix);
      return exitStatus.go;
    }
    case "explain": {
      const { explain } = await import("../modes/explain.ts");
      print(explain(config, ports.host));
      return exitStatus.go;
    }
  }
}

/**
 * After another workflow's run, and on `pull_request_target`, the workspace holds the default branch or nothing at all, and the base
 * commit's config judges: only its name is needed.
 */
async function workspaceConfig(file: string, ports: ModePorts): Promise<LoadedConfig | { readonly file: string }> {
  const { event } = ports.context;
  const isChange = event === "pull_request" || event === "merge_group";
  return policyCommit(ports.context) === null || isChange ? loadConfig(file, ports) : { file };
}
