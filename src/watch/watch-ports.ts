import type { CollectPorts } from "../collect/collect-ports.ts";
import type { Http } from "../domain/http.ts";
import type { LedgerStore } from "../domain/ledger.ts";
import type { LogFiles } from "../domain/log-files.ts";
import type { ProcessObserver } from "../domain/process-observer.ts";
import type { RunContext } from "../domain/run-context.ts";
import type { Escalate } from "../domain/verify-run.ts";
import type { GitHubPorts } from "../telemetry/github/read-github.ts";
import type { Digest } from "../telemetry/lines/follow-log.ts";
import type { CompilePattern } from "../telemetry/log/line-pattern.ts";
import type { Redact } from "../text/redact-secrets.ts";

/** The effects that reading what production writes needs. */
export interface TelemetryPorts extends Pick<CollectPorts, "clock" | "host"> {
  readonly logFiles: LogFiles;
  readonly digest: Digest;
  readonly http: Http;
  readonly observer: ProcessObserver;
  /** Null where there is no token. */
  readonly github: GitHubPorts | null;
  /** Loaded only for a config that holds patterns. */
  readonly loadPatterns: () => Promise<CompilePattern>;
}

/** The effects that watching a rollout needs. */
export interface WatchPorts extends CollectPorts, TelemetryPorts {
  readonly context: RunContext;
  readonly ledger: LedgerStore;
  readonly escalate: Escalate;
  /** Takes known secrets out of text that leaves the program. */
  readonly redact: Redact;
  readonly tool: string;
}
