import { createHash } from "node:crypto";
import type { Http } from "../domain/http.ts";
import { GateBroke, type ModePorts } from "../modes/mode-ports.ts";
import { withLedger } from "../modes/with-ledger.ts";
import { createLogFiles } from "../system/create-log-files.ts";
import { createProcessObserver } from "../system/create-process-observer.ts";
import type { WatchPorts } from "../watch/watch-ports.ts";
import { createRealEscalate, type EscalateParts } from "./create-escalate.ts";

/**
 * The real ports for watching a rollout.
 *
 * @throws GateBroke where there is no ledger: nothing else knows when the flag went on
 */
export async function createWatchPorts(ports: ModePorts, options: EscalateParts): Promise<WatchPorts> {
  const { config } = options.config;
  const { env, github } = options;
  const opened = await withLedger(ports, config.ledger);
  const { ledger } = opened;
  if (ledger === null) {
    throw new GateBroke(
      config.ledger === null
        ? "There is no ledger, and nothing else knows when the flag went on. Write `ledger:` into the config, or name a folder with --ledger."
        : "The ledger is a branch on GitHub, which cannot be reached from here. Run this in a workflow, or name a folder with --ledger.",
    );
  }
  const [owner, repo] = ports.context.run?.repository.split("/") ?? [];
  const api = github?.api ?? null;
  return {
    ...ports,
    ledger,
    logFiles: createLogFiles(),
    digest: (bytes) => createHash("sha256").update(bytes).digest("hex"),
    http: httpWhenNeeded(env),
    observer: createProcessObserver(ports.host.platform),
    github: api === null || owner === undefined || repo === undefined ? null : { api, owner, repo },
    loadPatterns: async () => (await import("./compile-line-pattern.ts")).compileLinePattern,
    escalate: await createRealEscalate(opened, options),
  };
}

/** What speaks HTTP is large, and a config whose sources are files does not need it. */
function httpWhenNeeded(env: EscalateParts["env"]): Http {
  return {
    send: async (request) => (await import("../system/create-http.ts")).createHttp(env).send(request),
  };
}
