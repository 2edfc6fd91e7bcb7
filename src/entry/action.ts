import { runAction } from "./run-action.ts";

/** The Action's door: reads inputs, runs one mode, writes outputs, and ends with a status that the runner understands. */
process.exitCode = await runAction(process);
