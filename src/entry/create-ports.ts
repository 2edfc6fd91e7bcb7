import type { BranchFiles } from "../domain/branch-files.ts";
import type { PolicySource } from "../domain/policy.ts";
import type { Clock, Files, Processes, Progress } from "../domain/ports.ts";
import type { Report } from "../domain/report.ts";
import { noContext, type RunContext } from "../domain/run-context.ts";
import type { PeoplePort } from "../domain/sign-off.ts";
import { childEnvironment } from "../github/child-environment.ts";
import type { ModePorts } from "../modes/mode-ports.ts";
import { createClock } from "../system/create-clock.ts";
import { createFiles } from "../system/create-files.ts";
import { createFlagFiles } from "../system/create-flag-files.ts";
import { createHost } from "../system/create-host.ts";
import { createRedactor, type Redact, redactValue } from "../text/redact-secrets.ts";
import { secretValues } from "../text/secret-values.ts";
import { defaultPaths } from "./default-paths.ts";
import type { GuardedProcesses } from "./guard-processes.ts";
import { openLedger, openLedgerFolder } from "./open-ledger.ts";
import { processesWhenNeeded } from "./processes-when-needed.ts";
import { tool } from "./version.ts";

export interface PortsOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Where the program was called. */
  readonly directory: string;
  /** Left out: the machine's. */
  readonly clock?: Clock;
  readonly progress: Progress;
  /** Tells the world about a report; returns warnings. `write` puts a file below the workspace. */
  readonly publish: (report: Report, write: WriteFile) => Promise<readonly string[]>;
  /** Left out: secrets are those that the environment holds. */
  readonly redact?: Redact;
  /** Left out: nothing is known of it. */
  readonly context?: RunContext;
  /** Left out: there is no way to configs of other commits. */
  readonly policy?: PolicySource;
  /** What people ticked. Left out: there is no way to know it. */
  readonly people?: PeoplePort;
  /** Sees at once what is about to be asked of GitHub. Left out: there is no way to it. */
  readonly lookAhead?: ModePorts["lookAhead"];
  /** A folder that holds the ledger, whatever the config says. Left out: the config says it. */
  readonly ledgerFolder?: string;
  /** Opens a branch of the run's own repository. Left out: there is no way to GitHub. */
  readonly ledgerBranch?: (name: string) => Promise<BranchFiles>;
  /** Wraps the processes, for a door that guards what they may touch. */
  readonly guard?: (processes: Processes, files: Files) => GuardedProcesses;
}

/** Members of reports whose text is this program's or the config's own, and is compared by others. */
const namesOfOurs: ReadonlySet<string> = new Set([
  "schema",
  "rollout",
  "configDigest",
  "commit",
  "decision",
  "outcome",
]);

export type WriteFile = (path: string, text: string) => Promise<void>;

/** The real ports, for both doors. */
export async function createPorts(options: PortsOptions): Promise<ModePorts> {
  const host = createHost(options.env, options.directory);
  const { RUNNER_TEMP: temporaryFolder } = host.env;
  const redact = options.redact ?? createRedactor(secretValues(host.env));
  const files = createFiles(temporaryFolder === undefined ? {} : { temporaryFolder });
  const absolute = (path: string) => (/^(?:[\\/]|[A-Za-z]:[\\/])/.test(path) ? path : `${host.workspace}/${path}`);
  const processes = processesWhenNeeded(async () => {
    const { createProcesses } = await import("../system/create-processes.ts");
    const { createRunMark } = await import("../system/run-mark.ts");
    const mark = await createRunMark(absolute(defaultPaths.state), host.platform);
    return createProcesses({ platform: host.platform, mark });
  });
  const write: WriteFile = async (path, text) => {
    const target = absolute(path);
    await files.makeFolder(target.replace(/[\\/][^\\/]*$/, ""));
    await files.writeAtomically(target, text);
  };
  return {
    clock: options.clock ?? createClock(),
    files,
    flagFiles: createFlagFiles(),
    ...(options.guard?.(processes, files) ?? { processes, tampering: () => [] }),
    host,
    progress: options.progress,
    childEnv: childEnvironment(host.env),
    publisher: { publish: (report) => options.publish(redactValue(report, redact, namesOfOurs), write) },
    redact,
    context: options.context ?? noContext,
    policy: options.policy ?? null,
    people: options.people ?? null,
    lookAhead: options.lookAhead ?? null,
    ledger: options.ledgerFolder === undefined ? null : await openLedgerFolder(options.ledgerFolder, host.workspace),
    openLedger: (plan) =>
      openLedger(plan, {
        host,
        branch: options.ledgerBranch ?? null,
        isJob: (options.context ?? noContext).event !== null,
      }),
    tool,
  };
}
