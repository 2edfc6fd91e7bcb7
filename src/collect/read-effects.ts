import type { Arm } from "../domain/arm.ts";
import type { Effect, Stage } from "../domain/config.ts";
import type { EffectReading } from "../domain/evidence.ts";
import type { Reading } from "../domain/problem.ts";
import { formatDuration } from "../units/format-value.ts";
import type { ArmSwitch } from "./arm-switch.ts";
import type { CollectPorts } from "./collect-ports.ts";
import { runCommand } from "./run-command.ts";
import { stageDirectory } from "./run-launch.ts";

/** Twice in each arm: output that changes by itself would differ between any two runs. */
const order: readonly Arm[] = ["baseline", "candidate", "candidate", "baseline"];
const maxLength = 4096;

export interface EffectContext {
  readonly ports: CollectPorts;
  readonly arms: ArmSwitch;
  readonly signal: AbortSignal;
}

/**
 * Runs a stage's effect command in both arms and keeps what it prints. What it means is the judge's to say.
 *
 * @returns nothing for a stage without such a command
 */
export async function readEffects(stage: Stage, context: EffectContext): Promise<readonly EffectReading[]> {
  const { effect } = stage;
  if (effect === null || effect.kind !== "output") return [];
  const readings: EffectReading[] = [];
  for (const arm of order) {
    if (context.signal.aborted) break;
    const said = await readEffect(stage, effect, arm, context);
    readings.push({
      stage: stage.name,
      arm,
      ...(said.ok ? { said: said.value } : { said: null, problem: said.problem }),
    });
    if (!said.ok) break;
  }
  return readings;
}

/** A part of a sentence, for a stage that has nothing to compare. */
export const noEffectReason = "not launched: its effect command prints the same in both arms";

/** Whether all readings were had and are one and the same, so that launching the arms would measure one program twice. */
export function haveNoEffect(readings: readonly EffectReading[]): boolean {
  const [first] = readings;
  return readings.length === order.length && readings.every(({ said }) => said !== null && said === first?.said);
}

async function readEffect(
  stage: Stage,
  effect: Extract<Effect, { kind: "output" }>,
  arm: Arm,
  { ports, arms, signal }: EffectContext,
): Promise<Reading<string>> {
  const armEnv = await arms.to(arm);
  if (!armEnv.ok) return armEnv;
  const { outcome, stdout } = await runCommand(
    {
      command: effect.run,
      // It is not told the arm: what differs must come from the flag.
      env: { ...stage.env, ...armEnv.value },
      directory: stageDirectory(stage, ports),
      timeoutMs: effect.timeoutMs,
      signal,
    },
    ports,
  );
  const where = `The effect command of stage ${stage.name}, run in the ${arm} arm,`;
  const fail = (what: string): Reading<never> => ({
    ok: false,
    problem: {
      kind: "invalid",
      reason: `${where} ${what}`,
      remedy: `Let \`stages.${stage.name}.effect.run\` print a few words that differ between the arms, and end with 0.`,
    },
  });
  if (outcome.startError !== null) return fail(`could not be started: ${outcome.startError.message}`);
  if (outcome.cancelled) return fail("was cancelled.");
  if (outcome.timedOut) return fail(`took longer than ${formatDuration(effect.timeoutMs)}.`);
  if (outcome.exit.code !== 0) return fail(`ended with ${outcome.exit.signal ?? `exit ${outcome.exit.code}`}.`);
  const said = stdout.trim();
  if (said === "") return fail("printed nothing.");
  return said.length > maxLength ? fail(`printed more than ${maxLength} characters.`) : { ok: true, value: said };
}
