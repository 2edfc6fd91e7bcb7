import type { FailOn } from "../modes/exit-status.ts";
import type { ModePorts } from "../modes/mode-ports.ts";
import { verify } from "../modes/verify.ts";
import { watchStatus } from "../modes/watch-status.ts";
import type { EscalateParts } from "./create-escalate.ts";
import { createWatchPorts } from "./create-watch-ports.ts";
import type { WatchRequest } from "./read-watch-request.ts";
import { type RenderedWatch, renderWatchReport } from "./render-watch-report.ts";

export interface VerifyRequest extends EscalateParts {
  readonly watch: WatchRequest;
  /** The folder for the report. */
  readonly report: string;
  readonly failOn: FailOn;
}

/** Runs `verify` for both doors, and writes its report. */
export async function runVerify(
  request: VerifyRequest,
  ports: ModePorts,
): Promise<{ readonly rendered: RenderedWatch; readonly warnings: readonly string[]; readonly status: number }> {
  const { config, watch, report: folder, failOn, signal } = request;
  const watchPorts = await createWatchPorts(ports, request);
  const report = await verify({ config, ...watch, reportPath: folder, signal }, watchPorts);
  const rendered = renderWatchReport(report, ports.redact);
  const warnings = await rendered.write(folder, ports.files, ports.host.workspace);
  return { rendered, warnings, status: watchStatus(report, failOn) };
}
