import type { GitHubApi } from "../github/api/github-api.ts";
import type { FailOn } from "../modes/exit-status.ts";
import type { LoadedConfig } from "../modes/load-config.ts";
import type { ModePorts } from "../modes/mode-ports.ts";
import { verify } from "../modes/verify.ts";
import { watchStatus } from "../modes/watch-status.ts";
import { createWatchPorts } from "./create-watch-ports.ts";
import type { WatchRequest } from "./read-watch-request.ts";
import { type RenderedWatch, renderWatchReport } from "./render-watch-report.ts";

export interface VerifyRequest {
  readonly config: LoadedConfig;
  readonly watch: WatchRequest;
  /** The folder for the report. */
  readonly report: string;
  readonly failOn: FailOn;
  readonly signal: AbortSignal;
}

/** Runs `verify` for both doors, and writes its report. */
export async function runVerify(
  { config, watch, report: folder, failOn, signal }: VerifyRequest,
  ports: ModePorts,
  world: { readonly env: Readonly<Record<string, string | undefined>>; readonly api: GitHubApi | null },
): Promise<{ readonly rendered: RenderedWatch; readonly warnings: readonly string[]; readonly status: number }> {
  const watchPorts = await createWatchPorts(ports, { ...world, config: config.config });
  const report = await verify({ config, ...watch, reportPath: folder, signal }, watchPorts);
  const rendered = renderWatchReport(report, ports.redact);
  const warnings = await rendered.write(folder, ports.files, ports.host.workspace);
  return { rendered, warnings, status: watchStatus(report, failOn) };
}
