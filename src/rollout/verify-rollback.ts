import type { FlagReading } from "../domain/evidence.ts";
import type { LogPosition } from "../domain/rollout-files.ts";
import { formatDuration } from "../units/format-value.ts";
import { logErrors } from "./log-errors.ts";
import { doStep, type Operation, readNow, sentence } from "./operation.ts";
import { resolvePath } from "./resolve-files.ts";
import { runJudgedStages } from "./run-judged-stages.ts";

const maxTailBytes = 16 * 1024 * 1024;

/** Where the log ends before anything is done; null when there is none to look at, or it cannot be told. */
export async function markLog(operation: Operation): Promise<LogPosition | null> {
  const { log } = operation.config.rollback;
  if (log === null) return null;
  const path = resolvePath(log.path, operation.ports.host);
  return path.ok ? operation.ports.logTail.position(path.value) : null;
}

/** Stages that must pass now that the flag is off. What fails is a finding: the flag is off all the same. */
export async function verifyStages(operation: Operation, folder: string, signal: AbortSignal): Promise<void> {
  const { verify } = operation.config.rollback;
  if (verify.length === 0) {
    operation.findings.push("No stage verifies the rollback (`rollback.verify`), so only the flag itself was read.");
    return;
  }
  await doStep(operation, `verify: ${verify.join(", ")}`, async () => {
    const request = { config: operation.config, stages: verify, arm: "baseline", env: {}, folder, signal } as const;
    const { verdict, findings } = await runJudgedStages(request, operation.ports);
    const unmet = findings.filter(({ outcome }) => outcome !== "pass");
    operation.findings.push(...unmet.map(({ subject, reason }) => `${subject}: ${reason}.`));
    if (verdict.decision === "GO") return { outcome: "done", detail: `${verdict.because}.` };
    return {
      outcome: verdict.decision === "GO WITH CONDITIONS" ? "doubtful" : "failed",
      detail: `${verdict.because}.`,
    };
  });
}

/** The lines that the log has got since the rollback began must be free of errors. */
export async function verifyLog(operation: Operation, from: LogPosition | null): Promise<void> {
  const { log } = operation.config.rollback;
  if (log === null) return;
  const { findings, ports } = operation;
  const found = (detail: string): { outcome: "doubtful"; detail: string } => {
    findings.push(detail);
    return { outcome: "doubtful", detail };
  };
  await doStep(operation, `look at the log ${log.path}`, async () => {
    const path = resolvePath(log.path, ports.host);
    if (!path.ok) return found(sentence(path.problem));
    const text = await ports.logTail.read(path.value, from, maxTailBytes);
    if (!text.ok) return found(`The log says nothing, because it cannot be read: ${sentence(text.problem)}`);
    const lines = text.value.split("\n").filter((line) => line.trim() !== "");
    const { records, errors } = logErrors(lines.slice(-log.lines), log.component);
    const whose = log.component === null ? "" : ` of ${log.component}`;
    if (records === 0)
      return found(`The log ${log.path} has no line${whose} since the rollback began, so it shows nothing.`);
    if (errors.length === 0) return { outcome: "done", detail: `${records} lines${whose}, none of them an error.` };
    const [first] = errors;
    const more = errors.length === 1 ? "" : `, and ${errors.length - 1} more`;
    return found(`The log ${log.path} has errors${whose} since the rollback began: ${first}${more}.`);
  });
}

/** The flag once more, after all that ran: something may have turned it on again. */
export async function readOnceMore(
  operation: Operation,
  env: Readonly<Record<string, string>>,
): Promise<FlagReading["value"]> {
  let value: FlagReading["value"] = "unknown";
  await doStep(operation, "read the flag once more", async () => {
    const reading = await readNow(operation, env);
    value = reading.value;
    if (value === "off") return { outcome: "done", detail: "It reads off." };
    const detail = `It reads ${value} (${reading.said}).`;
    return { outcome: value === "on" ? "failed" : "doubtful", detail };
  });
  return value;
}

/** A rollback that takes too long is told, with the steps that took it. */
export function judgeDuration({ steps, config, findings }: Operation): void {
  const { withinMs } = config.rollback;
  const totalMs = steps.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const slow = steps.filter(({ durationMs }) => durationMs > withinMs);
  for (const { what, durationMs } of slow) {
    findings.push(
      `"${what}" took ${formatDuration(durationMs)}, more than the ${formatDuration(withinMs)} of \`rollback.within\`.`,
    );
  }
  if (slow.length === 0 && totalMs > withinMs) {
    findings.push(
      `It took ${formatDuration(totalMs)}, more than the ${formatDuration(withinMs)} of \`rollback.within\`.`,
    );
  }
}
