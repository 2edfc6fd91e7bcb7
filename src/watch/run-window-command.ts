import { runCommand } from "../collect/run-command.ts";
import type { Finding } from "../domain/finding.ts";
import type { VerifyWindow } from "../domain/verify.ts";
import type { WatchPorts } from "./watch-ports.ts";
import { runSubject } from "./watched-metrics.ts";

/** A command that fetches a log is not waited for longer than this. */
const timeLimitMs = 15 * 60_000;

/**
 * Runs a window's own command, such as one that fetches a log, before anything is read.
 *
 * @returns whether it did its work: what is read after one that did not may be of yesterday; null where there is none
 */
export async function runWindowCommand(
  window: VerifyWindow,
  ports: WatchPorts,
  signal: AbortSignal,
): Promise<Finding | null> {
  if (window.run === null) return null;
  const { host } = ports;
  const { outcome } = await runCommand(
    { command: window.run, env: {}, directory: host.workspace, timeoutMs: timeLimitMs, signal },
    ports,
  );
  const why =
    outcome.startError?.message ??
    (outcome.cancelled
      ? "it was cancelled"
      : outcome.timedOut
        ? `it did not end within ${timeLimitMs / 60_000} min`
        : outcome.exit.code === 0
          ? null
          : outcome.exit.code === null
            ? `it was ended by ${outcome.exit.signal ?? "a signal"}`
            : `it ended with exit status ${outcome.exit.code}`);
  const base = { kind: "evidence", severity: "warning", limit: "", unit: "", footnotes: [], places: [] } as const;
  const subject = runSubject(window);
  if (why === null) {
    return { ...base, subject, outcome: "pass", reason: "the command before the look did its work", action: "" };
  }
  const reason = `the command before the look did not do its work: ${why.replace(/\.$/, "")}`;
  const action = `See why, and look again with \`rollout-gate verify --window ${window.name}\``;
  return { ...base, subject, outcome: "invalid", reason, action };
}
