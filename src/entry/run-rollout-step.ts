import type { ActionDoor } from "../github/action-door.ts";
import type { LoadedConfig } from "../modes/load-config.ts";
import { GateBroke, type ModePorts } from "../modes/mode-ports.ts";
import type { GitHubConnection } from "./connect-github.ts";
import { createRecorder } from "./create-recorder.ts";
import { createRolloutPorts } from "./create-rollout-ports.ts";
import type { ActionOutputName } from "./outputs.ts";
import type { ActionRequest } from "./read-inputs.ts";
import { renderRolloutReport } from "./render-rollout-report.ts";
import { rolloutStatus, runRollout } from "./run-rollout.ts";

export interface RolloutStepRequest {
  readonly request: ActionRequest;
  readonly config: LoadedConfig;
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly github: GitHubConnection;
}

/**
 * Turns the flag on or off as a step of a job: never for a pull request, whose code and config nobody has merged.
 *
 * @returns the exit status
 */
export async function runRolloutStep(
  mode: "enable" | "rollback",
  { request, config, signal, env, directory, github }: RolloutStepRequest,
  ports: ModePorts,
  door: ActionDoor,
): Promise<number> {
  const { event, pullRequest, ownDefaultBranch } = ports.context;
  if (pullRequest !== null || (mode === "enable" && event !== null && !ownDefaultBranch)) {
    const on = mode === "enable" ? "the default branch's own runs" : "runs that are about no pull request";
    throw new GateBroke(`The mode ${mode} changes the world, so it works for ${on} alone. Nothing was changed.`);
  }
  const exported = new Map<string, string>();
  const rolloutPorts = await createRolloutPorts(ports, {
    env,
    directory,
    config: config.config,
    recorder: (ledger) =>
      createRecorder(github, {
        contacts: config.config.contacts,
        clock: ports.clock,
        redact: ports.redact,
        ledger,
        tool: ports.tool,
      }),
    // Written at the end: until then every change of the runner's files is a child's, and is put back.
    exportVariable: async (name, value) => void exported.set(name, value),
  });
  const run = { config, request: request.rollout, evidenceFolder: request.evidence, signal };
  const report = await runRollout(mode, run, rolloutPorts);
  const rendered = renderRolloutReport(report, ports.redact);
  const warnings = [...(await rendered.write(request.report, ports.files, ports.host.workspace))];
  for (const [name, value] of exported) await door.exportVariable(name, value);
  const outputs: Partial<Record<ActionOutputName, string>> = {
    ending: report.ending,
    flag: report.flag,
    operation: report.operation ?? "",
    because: ports.redact(report.because),
    report: request.report,
  };
  for (const [name, value] of Object.entries(outputs)) await door.setOutput(name, value);
  if (request.summary) {
    const problem = await door.addSummary(rendered.markdown);
    if (problem !== null) warnings.push(problem);
  }
  for (const warning of warnings) ports.progress.warning(warning);
  const status = rolloutStatus(report.ending);
  if (request.annotations && status !== 0) {
    door.annotate({
      level: "error",
      title: `${report.rollout}: ${report.ending}`,
      message: ports.redact(report.because),
    });
  }
  return status;
}
