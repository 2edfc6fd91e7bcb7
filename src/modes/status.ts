import type { Ticks } from "../domain/sign-off.ts";
import type { RolloutStatus, StatusReport } from "../domain/status.ts";
import { tickItems } from "../people/tick-items.ts";
import { buildStatus } from "../status/build-status.ts";
import type { LoadedConfig } from "./load-config.ts";
import { GateBroke, type ModePorts } from "./mode-ports.ts";
import { withLedger } from "./with-ledger.ts";

export interface StatusOptions {
  /** One for each rollout. */
  readonly configs: readonly { readonly loaded: LoadedConfig; readonly isUsualFile: boolean }[];
}

/** Tells where rollouts stand. It runs nothing, writes nothing and looks at nothing but the ledger and what people ticked. */
export async function status({ configs }: StatusOptions, ports: ModePorts): Promise<StatusReport> {
  const now = ports.clock.now();
  const rollouts: RolloutStatus[] = [];
  for (const { loaded, isUsualFile } of configs) rollouts.push(await statusOf(loaded, isUsualFile, now, ports));
  return { schema: "rollout-gate/status/1", tool: ports.tool, at: now.toISOString(), rollouts };
}

async function statusOf(
  { config, file }: LoadedConfig,
  isUsualFile: boolean,
  now: Date,
  ports: ModePorts,
): Promise<RolloutStatus> {
  const { ledger } = await withLedger(ports, config.ledger);
  if (ledger === null) {
    throw new GateBroke(
      config.ledger === null
        ? `${file} names no ledger, and nothing else knows where ${config.rollout} stands. Write \`ledger:\` into it, or name a folder with --ledger.`
        : `The ledger of ${config.rollout} is a branch on GitHub, which cannot be reached from here. Run this in a workflow, or name a folder with --ledger.`,
    );
  }
  const read = await ledger.read(config.rollout);
  if (!read.ok) {
    const { reason, remedy } = read.problem;
    throw new GateBroke(
      `The ${ledger.place} could not be read, so it is not known where ${config.rollout} stands. ${reason} ${remedy ?? ""}`.trim(),
    );
  }
  const items = tickItems(config);
  const ticks = items.length === 0 ? null : await readTicks(config, items, ports);
  return buildStatus({ config, file, isUsualFile, ledger: ledger.place, events: read.value, items, ticks, now });
}

async function readTicks(
  { rollout, contacts }: LoadedConfig["config"],
  items: ReturnType<typeof tickItems>,
  { people, progress }: ModePorts,
): Promise<Ticks | null> {
  if (people === null) return null;
  const { ticks, warnings } = await people.ask({ rollout, items, contacts });
  for (const warning of warnings) progress.warning(warning);
  if (ticks.ok) return ticks.value;
  progress.warning(`What people ticked could not be told: ${ticks.problem.reason}`);
  return null;
}
