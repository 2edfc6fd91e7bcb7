import type { ActionDoor } from "../github/action-door.ts";
import type { ModePorts } from "../modes/mode-ports.ts";
import { renderHealth, renderHealthMarkdown } from "../report/render-health.ts";
import type { ActionRequest } from "./read-inputs.ts";
import { type DoctorRequest, runDoctor } from "./run-doctor.ts";

/** Looks at the set-up as a step of a job, which knows what its token may do. Runs none of the repository's code. */
export async function runDoctorStep(
  {
    request,
    ...place
  }: Omit<DoctorRequest, "file" | "run"> & { readonly request: Pick<ActionRequest, "config" | "summary"> },
  ports: ModePorts,
  door: ActionDoor,
  print: (text: string) => void,
): Promise<number> {
  const { checks, status } = await runDoctor({ ...place, file: request.config, run: false }, ports);
  print(renderHealth(checks, { columns: 120, colour: false, unicode: true }));
  const bad = checks.filter(({ state }) => state === "bad").map(({ part }) => part);
  await door.setOutput("failed", JSON.stringify(bad));
  if (request.summary) {
    const problem = await door.addSummary(renderHealthMarkdown(checks));
    if (problem !== null) ports.progress.warning(problem);
  }
  return status;
}
