import { createHash, randomBytes } from "node:crypto";
import { realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Config } from "../domain/config.ts";
import type { LedgerStore } from "../domain/ledger.ts";
import type { RolloutRecorder } from "../domain/rollout.ts";
import type { TickItem } from "../domain/sign-off.ts";
import type { ModePorts } from "../modes/mode-ports.ts";
import { withLedger } from "../modes/with-ledger.ts";
import { tickItems } from "../people/tick-items.ts";
import type { RolloutPorts } from "../rollout/rollout-ports.ts";
import { createBackupFiles } from "../system/create-backup-files.ts";
import { createCommits } from "../system/create-commits.ts";
import { createFirmFiles } from "../system/create-firm-files.ts";
import { createHolders } from "../system/create-holders.ts";
import { createHost } from "../system/create-host.ts";
import { createLogFiles } from "../system/create-log-files.ts";
import { createStateFiles } from "../system/create-state-files.ts";
import { errorCode } from "../system/error-code.ts";
import { endMarkedRuns } from "../system/run-mark.ts";
import { defaultPaths } from "./default-paths.ts";

export interface RolloutPortsOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly config: Config;
  /** Makes who is told of what is done; null, or left out: nobody is. */
  readonly recorder?: (ledger: LedgerStore | null) => Promise<RolloutRecorder | null>;
  /** Left out: there are no later steps, as in a terminal. */
  readonly exportVariable?: (name: string, value: string) => Promise<void>;
}

/** The real ports for turning the flag on and off. */
export async function createRolloutPorts(ports: ModePorts, options: RolloutPortsOptions): Promise<RolloutPorts> {
  const { config } = options;
  const { passwordHome } = createHost(options.env, options.directory);
  const opened = await withLedger(ports, config.ledger);
  return {
    ...opened,
    openState: async (folder) => createStateFiles(await realFolder(folder)),
    backupFiles: createBackupFiles(),
    firmFiles: createFirmFiles(),
    passwordHome,
    holders: await createHolders(ports.host.platform),
    endLeftovers: () => endMarkedRuns(`${ports.host.workspace}/${defaultPaths.state}`, ports.host.platform),
    logs: {
      files: createLogFiles(),
      digest: (bytes) => createHash("sha256").update(bytes).digest("hex"),
      loadCompiler: async () => (await import("./compile-line-pattern.ts")).compileLinePattern,
    },
    commits: createCommits(ports.host.workspace, ports.host.env),
    recorder: (await options.recorder?.(opened.ledger)) ?? nobody,
    missingApprovals: async () => missingApprovals(config, ports.people),
    recordBefore: async () => recordBeforeRollout(opened, options),
    exportVariable: options.exportVariable ?? null,
    random: () => randomBytes(3).toString("hex"),
  };
}

const nobody: RolloutRecorder = { started: async () => [], step: async () => [], ended: async () => [] };

/** What could not be recorded is told, and stops nothing: the flag can be watched by absolute limits. */
async function recordBeforeRollout(ports: ModePorts, { config, env }: RolloutPortsOptions): Promise<readonly string[]> {
  if (config.verify === null) return [];
  const { ledger } = ports;
  if (ledger === null)
    return ["There is no ledger, so what is watched could not be recorded as it is without the flag."];
  try {
    const { createTelemetryPorts } = await import("./create-telemetry-ports.ts");
    const { recordCompared } = await import("../watch/record-before.ts");
    return await recordCompared(config, config.verify, {
      ...createTelemetryPorts(ports, { env, github: null }),
      ...ports,
      ledger,
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [`What is watched could not be recorded as it is without the flag: ${why}`];
  }
}

/** What must be ticked and is not; where nothing here can tell what is, all of it. */
async function missingApprovals(config: Config, people: ModePorts["people"]): Promise<readonly string[]> {
  const items = tickItems(config).filter(({ required }) => required);
  if (items.length === 0) return [];
  if (people === null) {
    const what = ({ kind, group, text }: TickItem) => (kind === "sign-off" ? `the sign-off of ${group}` : `"${text}"`);
    return items.map((item) => `What people tick cannot be told from here, and ${what(item)} is required.`);
  }
  const { missingTicks } = await import("./ask-people.ts");
  return missingTicks(items, await people.ask({ rollout: config.rollout, items, contacts: config.contacts }));
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
