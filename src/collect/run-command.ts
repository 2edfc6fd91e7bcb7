import type { Command } from "../domain/config.ts";
import type { ProcessOutcome } from "../domain/ports.ts";
import type { CollectPorts } from "./collect-ports.ts";

/** A short command of the gate's own, whose output is wanted whole. */
export interface CommandRequest {
  readonly command: Command;
  readonly env: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface CommandResult {
  readonly outcome: ProcessOutcome;
  /** At most {@link outputCap} bytes of each stream, decoded as UTF-8. */
  readonly stdout: string;
  readonly stderr: string;
}

/** What is kept of a short command's output. `pip inspect` on a large environment prints some megabytes. */
const outputCap = 32 * 1024 * 1024;

/** Runs a command and keeps what it prints. It never throws for what the command does. */
export async function runCommand(request: CommandRequest, ports: CollectPorts): Promise<CommandResult> {
  const env = { ...ports.childEnv, ...request.env };
  const resolved = await ports.processes.resolve(request.command, env, request.directory);
  if (!resolved.ok) return { outcome: notStarted(resolved.problem.reason), stdout: "", stderr: "" };
  const kept = { stdout: createSink(), stderr: createSink() };
  const outcome = await ports.processes.run({
    argv: resolved.value.argv,
    directory: request.directory,
    env,
    input: null,
    timeoutMs: request.timeoutMs,
    signal: request.signal,
    onOutput: (bytes, stream) => kept[stream].write(bytes),
  });
  return { outcome, stdout: kept.stdout.text(), stderr: kept.stderr.text() };
}

/** The outcome of a process for which there was nothing to start. */
export function notStarted(message: string): ProcessOutcome {
  return {
    exit: { code: null, signal: null },
    durationMs: 0,
    timedOut: false,
    cancelled: false,
    peakRssBytes: null,
    strays: 0,
    startError: { code: "ENOENT", message },
  };
}

function createSink(): { write(bytes: Uint8Array): void; text(): string } {
  const chunks: Uint8Array[] = [];
  let room = outputCap;
  return {
    write(bytes) {
      if (room <= 0) return;
      // Copied, because the bytes may be a window into a buffer that is used again.
      const kept = bytes.slice(0, room);
      room -= kept.byteLength;
      chunks.push(kept);
    },
    text() {
      const decoder = new TextDecoder();
      return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
    },
  };
}
