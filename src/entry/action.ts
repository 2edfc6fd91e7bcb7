import { tmpdir } from "node:os";
import { isHeldSecret } from "../github/child-environment.ts";
import { shedVariables } from "../system/shed-variables.ts";
import { runsNothing } from "./runs-nothing.ts";

/** The Action's door: reads inputs, runs one mode, writes outputs, and ends with a status that the runner understands. */
async function main(): Promise<number> {
  const { env } = process;
  const shed = runsNothing(env.INPUT_MODE ?? "")
    ? {}
    : shedVariables(process, isHeldSecret, env.RUNNER_TEMP ?? tmpdir());
  // Loaded only now: what comes before may begin the program anew.
  const { runAction } = await import("./run-action.ts");
  return runAction(process, { ...env, ...shed });
}

process.exitCode = await main();
