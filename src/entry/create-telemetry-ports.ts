import { createHash } from "node:crypto";
import type { ModePorts } from "../modes/mode-ports.ts";
import { createLogFiles } from "../system/create-log-files.ts";
import { createProcessObserver } from "../system/create-process-observer.ts";
import type { TelemetryPorts } from "../watch/watch-ports.ts";
import type { GitHubConnection } from "./connect-github.ts";
import { httpWhenNeeded } from "./http-when-needed.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The real ports for reading what production writes. @param world `github` null: there is no way to it */
export function createTelemetryPorts(
  { clock, host, context }: ModePorts,
  { env, github }: { readonly env: Environment; readonly github: GitHubConnection | null },
): TelemetryPorts {
  const [owner, repo] = context.run?.repository.split("/") ?? [];
  const api = github?.api ?? null;
  return {
    clock,
    host,
    logFiles: createLogFiles(),
    digest: (bytes) => createHash("sha256").update(bytes).digest("hex"),
    http: httpWhenNeeded(env),
    observer: createProcessObserver(host.platform),
    github: api === null || owner === undefined || repo === undefined ? null : { api, owner, repo },
    loadPatterns: async () => (await import("./compile-line-pattern.ts")).compileLinePattern,
  };
}
