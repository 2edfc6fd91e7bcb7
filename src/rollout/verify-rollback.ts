import type { FlagReading } from "../domain/evidence.ts";
import { formatDuration } from "../units/format-value.ts";
import { doStep, type Operation, readNow } from "./operation.ts";
import { runJudgedStages } from "./run-judged-stages.ts";

/**
 * Stages that must pass now that the flag is off. What fails is a finding: the flag is off all the same.
 *
 * @param env what later steps of the job were given to turn it off
 * @param folder for what the stages write; absolute
 */
export async function verifyStages(
  operation: Operation,
  env: Readonly<Record<string, string>>,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const { verify } = operation.config.rollback;
  if (verify.length === 0) {
    operation.findings.push("No stage verifies the rollback (`rollback.verify`), so only the flag itself was read.");
    return;
  }
  await doStep(operation, `verify: ${verify.join(", ")}`, async () => {
    const request = { config: operation.config, stages: verify, arm: "baseline", env, folder, signal } as const;
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
