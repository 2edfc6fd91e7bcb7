import { randomBytes } from "node:crypto";
import { sendMail } from "../channels/send-mail.ts";
import { sendToChannel } from "../channels/send-to-channel.ts";
import type { DeliveryResult } from "../domain/channel.ts";
import type { ConcernIssues, EscalationRollback, SendToChannel } from "../domain/escalation-doors.ts";
import type { RolloutReport } from "../domain/rollout.ts";
import type { Escalate } from "../domain/verify-run.ts";
import { createEscalate } from "../modes/escalate.ts";
import type { LoadedConfig } from "../modes/load-config.ts";
import type { ModePorts } from "../modes/mode-ports.ts";
import { renderRolloutTerminal } from "../report/render-rollout-terminal.ts";
import { createMailer } from "../system/create-mailer.ts";
import type { GitHubConnection } from "./connect-github.ts";
import { createRecorder } from "./create-recorder.ts";
import { createRolloutPorts } from "./create-rollout-ports.ts";
import { httpWhenNeeded } from "./http-when-needed.ts";
import { runRollout } from "./run-rollout.ts";

export interface EscalateParts {
  readonly config: LoadedConfig;
  /** Null in a terminal. */
  readonly github: GitHubConnection | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly evidenceFolder: string;
  readonly signal: AbortSignal;
}

/** What carries out an escalation, with the real doors. @param ports with the ledger that counts */
export async function createRealEscalate(ports: ModePorts, parts: EscalateParts): Promise<Escalate> {
  return createEscalate({
    clock: ports.clock,
    ledger: ports.ledger,
    context: ports.context,
    redact: ports.redact,
    tool: ports.tool,
    random: () => randomBytes(6).toString("hex"),
    send: createSender(parts.env),
    issues: await createIssues(ports, parts),
    rollback: createRollback(ports, parts),
  });
}

function createSender(env: EscalateParts["env"]): SendToChannel {
  const ports = { env, http: httpWhenNeeded(env), mailer: createMailer() };
  return async (message, channel, person) =>
    channel.kind === "email" && person !== null
      ? await sendMail(message, channel, ports, [person])
      : await sendToChannel(message, channel, ports);
}

async function createIssues(ports: ModePorts, { github }: EscalateParts): Promise<ConcernIssues | null> {
  const run = github?.context.run ?? null;
  if (github === null || github.api === null || run === null) return null;
  const { createConcernIssues } = await import("../github/issues/concern-issue.ts");
  return createConcernIssues(github.api, ports.clock, run.repository);
}

function createRollback(ports: ModePorts, parts: EscalateParts): EscalationRollback {
  const { rollbackWorkflow } = parts.config.config;
  return {
    async prepare() {
      try {
        const report = await rollBack("An escalation prepares it.", true, ports, parts);
        return renderRolloutTerminal(report, { columns: 100, colour: false, unicode: true });
      } catch (error) {
        return `It could not be tried: ${error instanceof Error ? error.message : String(error)}`;
      }
    },
    carryOut: async (reason) =>
      rollbackWorkflow === null
        ? resultOf(await rollBack(`Escalation. ${reason}`, false, ports, parts))
        : await dispatch(rollbackWorkflow, `Escalation. ${reason}`, parts),
  };
}

async function rollBack(
  reason: string,
  dryRun: boolean,
  ports: ModePorts,
  parts: EscalateParts,
): Promise<RolloutReport> {
  const { config, github, env, directory, evidenceFolder, signal } = parts;
  const { contacts } = config.config;
  const rolloutPorts = await createRolloutPorts(ports, {
    env,
    directory,
    config: config.config,
    recorder: async (ledger) =>
      github === null
        ? null
        : createRecorder(github, { contacts, clock: ports.clock, redact: ports.redact, ledger, tool: ports.tool }),
  });
  const request = { override: null, reason, way: null, metric: null, backup: null, dryRun };
  return await runRollout("rollback", { config, request, evidenceFolder, signal }, rolloutPorts);
}

function resultOf({ ending, because }: RolloutReport): DeliveryResult {
  switch (ending) {
    case "rolled back":
    case "rolled back with findings":
      return { outcome: "done", detail: because };
    default:
      return { outcome: "failed", detail: because };
  }
}

async function dispatch(workflow: string, reason: string, { github }: EscalateParts): Promise<DeliveryResult> {
  const { run, ref } = github?.context ?? { run: null, ref: null };
  const branch = /^refs\/heads\/(.+)$/.exec(ref ?? "")?.[1];
  if (github === null || github.api === null || run === null || branch === undefined)
    return { outcome: "failed", detail: `There is no way from here to start the workflow ${workflow}.` };
  const { dispatchWorkflow } = await import("../github/dispatch-workflow.ts");
  return await dispatchWorkflow(github.api, { repository: run.repository, workflow, branch }, reason);
}
