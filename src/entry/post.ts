import { createHost } from "../system/create-host.ts";
import { endMarkedRuns } from "../system/run-mark.ts";
import { defaultPaths } from "./default-paths.ts";

/**
 * The Action's last step, also after a cancelled job: ends whatever a killed gate has left running, then finishes or undoes what
 * turning the flag on or off has left half done.
 */
async function main(): Promise<void> {
  const { workspace, platform } = createHost(process.env, process.cwd());
  const { ended, left } = await endMarkedRuns(`${workspace}/${defaultPaths.state}`, platform);
  if (ended > 0) process.stdout.write(`Ended ${ended} processes that a cancelled run had left.\n`);
  if (left > 0) process.stdout.write(`::warning::${left} processes of a cancelled run could not be ended.\n`);
  const mode = (process.env.INPUT_MODE ?? "").trim().toLowerCase();
  if (mode !== "enable" && mode !== "rollback") return;
  const { finishRolloutStep } = await import("./finish-rollout-step.ts");
  await finishRolloutStep(process);
}

await main();
