import type { Arm } from "../domain/arm.ts";
import type { Stage } from "../domain/config.ts";
import type { LaunchRecord } from "../domain/evidence.ts";
import type { ProcessOutcome } from "../domain/ports.ts";
import { createOutputTail } from "../stages/output-tail.ts";
import { validatorInput } from "../validator/validator-input.ts";
import type { CollectPorts } from "./collect-ports.ts";
import { createOutputReader, type OutputResults } from "./output-reader.ts";
import { notStarted } from "./run-command.ts";

/** Lines of a stage's output that the report may show. */
const tailLines = 60;

export interface LaunchRequest {
  readonly stage: Stage;
  readonly arm: Arm;
  readonly index: number;
  readonly warmUp: boolean;
  /** What sets the arm, and what tells the command about it. */
  readonly env: Readonly<Record<string, string>>;
  /** The launch's own empty folder, `$EVIDENCE` to the command. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** One run of a stage's command, before its files are read. */
export interface LaunchResult {
  readonly request: LaunchRequest;
  readonly record: LaunchRecord;
  readonly outcome: ProcessOutcome;
  readonly output: OutputResults;
  readonly tail: readonly string[];
  readonly outputBytes: number;
}

/**
 * Runs a stage's command once, in a folder that holds nothing from an earlier run: a stale result must not look like a
 * new one.
 */
export async function runLaunch(request: LaunchRequest, ports: CollectPorts): Promise<LaunchResult> {
  const { stage, folder } = request;
  await ports.files.remove(folder);
  await ports.files.makeFolder(folder);
  const tail = createOutputTail(tailLines);
  const reader = createOutputReader(stage);
  const startedAt = ports.clock.now().toISOString();
  const directory = stageDirectory(stage, ports);
  const env = {
    ...ports.childEnv,
    ...stage.env,
    // After the stage's own: a variable set there must not undo the arm.
    ...request.env,
    EVIDENCE: folder,
    ROLLOUT_GATE_STAGE: stage.name,
    ROLLOUT_GATE_ARM: request.arm,
  };
  const resolved = await ports.processes.resolve(stage.run, env, directory);
  const outcome = resolved.ok
    ? await ports.processes.run({
        argv: resolved.value.argv,
        directory,
        env,
        input: stage.validation === null ? stage.input : validatorInput(stage.validation),
        timeoutMs: stage.timeoutMs,
        signal: request.signal,
        onOutput: (bytes, stream) => {
          tail.write(bytes);
          reader.write(bytes, stream);
          return ports.progress.output(stage.name, bytes, stream);
        },
      })
    : notStarted(resolved.problem.reason);
  return {
    request,
    outcome,
    record: {
      arm: request.arm,
      index: request.index,
      warmUp: request.warmUp,
      exit: outcome.exit,
      startedAt,
      durationMs: outcome.durationMs,
      peakRssBytes: outcome.peakRssBytes,
    },
    output: reader.end(),
    tail: tail.lines(),
    outputBytes: tail.bytes,
  };
}

/** The folder that a stage's command runs in. */
export function stageDirectory(stage: Stage, ports: Pick<CollectPorts, "host">): string {
  return stage.directory === null ? ports.host.workspace : `${ports.host.workspace}/${stage.directory}`;
}
