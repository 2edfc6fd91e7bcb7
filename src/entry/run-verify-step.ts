import type { WatchReport } from "../domain/watch-report.ts";
import type { ActionDoor } from "../github/action-door.ts";
import type { LoadedConfig } from "../modes/load-config.ts";
import type { ModePorts } from "../modes/mode-ports.ts";
import type { GitHubConnection } from "./connect-github.ts";
import type { ActionOutputName } from "./outputs.ts";
import type { ActionRequest } from "./read-inputs.ts";
import { runVerify } from "./run-verify.ts";

export interface VerifyStepRequest {
  readonly request: ActionRequest;
  readonly config: LoadedConfig;
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly github: GitHubConnection;
}

/** Watches a rollout as a step of a job. @returns the exit status */
export async function runVerifyStep(
  { request, ...place }: VerifyStepRequest,
  ports: ModePorts,
  door: ActionDoor,
): Promise<number> {
  const { watch, failOn, report: folder, evidence: evidenceFolder } = request;
  const run = { ...place, watch, report: folder, failOn, evidenceFolder };
  const { rendered, warnings: told, status } = await runVerify(run, ports);
  const { report } = rendered;
  const warnings = [...told];
  for (const [name, value] of Object.entries(outputsOf(report, folder))) await door.setOutput(name, value);
  if (request.summary) {
    const problem = await door.addSummary(rendered.markdown);
    if (problem !== null) warnings.push(problem);
  }
  for (const warning of warnings) ports.progress.warning(warning);
  if (request.annotations && status !== 0) {
    const title = `${report.rollout}: ${report.decision ?? "nothing was decided"}`;
    door.annotate({ level: "error", title, message: [report.because, ...report.notes].join("\n") });
  }
  return status;
}

function outputsOf(report: WatchReport, folder: string): Partial<Record<ActionOutputName, string>> {
  const { decision, because, by, looks, next } = report;
  const findings = looks.flatMap((look) => look.findings.filter(({ outcome }) => outcome !== "pass"));
  return {
    verdict: decision === null ? "" : decision.toLowerCase().replaceAll(/[()]/g, "").replaceAll(" ", "-"),
    because,
    by: by ?? "",
    met: String(looks.reduce((sum, { verdict }) => sum + verdict.met, 0)),
    judged: String(looks.reduce((sum, { verdict }) => sum + verdict.judged, 0)),
    windows: JSON.stringify(looks.map(({ window }) => window)),
    failed: JSON.stringify([...new Set(findings.map(({ subject }) => subject))]),
    recommendation: looks.findLast(({ review }) => review !== null)?.review?.recommendation ?? "",
    next: next?.due ?? "",
    report: folder,
  };
}
