import { randomBytes } from "node:crypto";
import { realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Config } from "../domain/config.ts";
import type { RolloutRecorder } from "../domain/rollout.ts";
import type { ModePorts } from "../modes/mode-ports.ts";
import { withLedger } from "../modes/with-ledger.ts";
import type { RolloutPorts } from "../rollout/rollout-ports.ts";
import { createBackupFiles } from "../system/create-backup-files.ts";
import { createCommits } from "../system/create-commits.ts";
import { createFirmFiles } from "../system/create-firm-files.ts";
import { createHolders } from "../system/create-holders.ts";
import { createHost } from "../system/create-host.ts";
import { createLogTail } from "../system/create-log-tail.ts";
import { createStateFiles } from "../system/create-state-files.ts";
import { errorCode } from "../system/error-code.ts";
import { endMarkedRuns } from "../system/run-mark.ts";
import { defaultPaths } from "./default-paths.ts";

export interface RolloutPortsOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly config: Config;
  /** Left out: nobody is told. */
  readonly recorder?: RolloutRecorder;
  /** Left out: whatever the config wants signed off is missing. */
  readonly missingApprovals?: () => Promise<readonly string[]>;
  /** Left out: there are no later steps, as in a terminal. */
  readonly exportVariable?: (name: string, value: string) => Promise<void>;
}

/** The real ports for turning the flag on and off. */
export async function createRolloutPorts(ports: ModePorts, options: RolloutPortsOptions): Promise<RolloutPorts> {
  const { config } = options;
  const { passwordHome } = createHost(options.env, options.directory);
  return {
    ...(await withLedger(ports, config.ledger)),
    openState: async (folder) => createStateFiles(await realFolder(folder)),
    backupFiles: createBackupFiles(),
    firmFiles: createFirmFiles(),
    passwordHome,
    holders: await createHolders(ports.host.platform),
    endLeftovers: () => endMarkedRuns(`${ports.host.workspace}/${defaultPaths.state}`, ports.host.platform),
    logTail: createLogTail(),
    commits: createCommits(ports.host.workspace, ports.host.env),
    recorder: options.recorder ?? nobody,
    missingApprovals: options.missingApprovals ?? (async () => unknownApprovals(config)),
    exportVariable: options.exportVariable ?? null,
    random: () => randomBytes(3).toString("hex"),
  };
}

const nobody: RolloutRecorder = { started: async () => [], step: async () => [], ended: async () => [] };

/** Approvals that nothing here can tell of are missing. */
function unknownApprovals({ signOffs }: Config): readonly string[] {
  return signOffs
    .filter(({ required }) => required)
    .map(({ role }) => `The sign-off of ${role} is required, and cannot be told from here.`);
}

/** The folder with the links on its way resolved, also when its last parts are not there yet. */
async function realFolder(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT" || dirname(path) === path) throw error;
    return join(await realFolder(dirname(path)), basename(path));
  }
}
