import type { ActionDoor } from "../github/action-door.ts";
import { exitStatus } from "../modes/exit-status.ts";
import type { ModePorts } from "../modes/mode-ports.ts";
import { dutyTime } from "../report/status-words.ts";
import type { ActionOutputName } from "./outputs.ts";
import type { ActionRequest } from "./read-inputs.ts";
import { runStatus } from "./run-status.ts";

/**
 * Tells where the rollout stands as a step of a job.
 *
 * @returns the exit status
 */
export async function runStatusStep(
  request: Pick<ActionRequest, "config" | "summary">,
  ports: ModePorts,
  door: ActionDoor,
  print: (text: string) => void,
): Promise<number> {
  const { report, markdown, terminal } = await runStatus([request.config], ports);
  print(terminal({ columns: 120, colour: false, unicode: true }));
  const [rollout] = report.rollouts;
  const duties = (rollout?.duties ?? []).map((duty) => `${dutyTime(duty)}: ${duty.what}`);
  const outputs: Partial<Record<ActionOutputName, string>> = {
    flag: rollout?.flag === "on" ? "on" : "off",
    duties: JSON.stringify(duties),
    next: rollout?.windows.next?.due ?? "",
  };
  for (const [name, value] of Object.entries(outputs)) await door.setOutput(name, value);
  if (request.summary) {
    const problem = await door.addSummary(markdown);
    if (problem !== null) ports.progress.warning(problem);
  }
  return exitStatus.go;
}
