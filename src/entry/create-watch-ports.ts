import { createHash } from "node:crypto";
import type { Config } from "../domain/config.ts";
import type { Http } from "../domain/http.ts";
import type { GitHubApi } from "../github/api/github-api.ts";
import { GateBroke, type ModePorts } from "../modes/mode-ports.ts";
import { recordWatch } from "../modes/record-watch.ts";
import { withLedger } from "../modes/with-ledger.ts";
import { createLogFiles } from "../system/create-log-files.ts";
import { createProcessObserver } from "../system/create-process-observer.ts";
import type { WatchPorts } from "../watch/watch-ports.ts";

export interface WatchPortsOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly config: Config;
  /** Null without a token. */
  readonly api: GitHubApi | null;
}

/**
 * The real ports for watching a rollout.
 *
 * @throws GateBroke where there is no ledger: nothing else knows when the flag went on
 */
export async function createWatchPorts(ports: ModePorts, options: WatchPortsOptions): Promise<WatchPorts> {
  const { config, api, env } = options;
  const { ledger } = await withLedger(ports, config.ledger);
  if (ledger === null) {
    throw new GateBroke(
      config.ledger === null
        ? "There is no ledger, and nothing else knows when the flag went on. Write `ledger:` into the config, or name a folder with --ledger."
        : "The ledger is a branch on GitHub, which cannot be reached from here. Run this in a workflow, or name a folder with --ledger.",
    );
  }
  const [owner, repo] = ports.context.run?.repository.split("/") ?? [];
  return {
    ...ports,
    ledger,
    logFiles: createLogFiles(),
    digest: (bytes) => createHash("sha256").update(bytes).digest("hex"),
    http: httpWhenNeeded(env),
    observer: createProcessObserver(ports.host.platform),
    github: api === null || owner === undefined || repo === undefined ? null : { api, owner, repo },
    loadPatterns: async () => (await import("./compile-line-pattern.ts")).compileLinePattern,
    escalate: (run) => recordWatch(run, { ledger, config, context: ports.context, tool: ports.tool }),
  };
}

/** What speaks HTTP is large, and a config whose sources are files does not need it. */
function httpWhenNeeded(env: WatchPortsOptions["env"]): Http {
  return {
    send: async (request) => (await import("../system/create-http.ts")).createHttp(env).send(request),
  };
}
