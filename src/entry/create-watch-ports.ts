import { GateBroke, type ModePorts } from "../modes/mode-ports.ts";
import { withLedger } from "../modes/with-ledger.ts";
import type { WatchPorts } from "../watch/watch-ports.ts";
import { createRealEscalate, type EscalateParts } from "./create-escalate.ts";
import { createTelemetryPorts } from "./create-telemetry-ports.ts";
import { withoutChannels } from "./without-channels.ts";

/**
 * The real ports for watching a rollout.
 *
 * @throws GateBroke where there is no ledger: nothing else knows when the flag went on
 */
export async function createWatchPorts(ports: ModePorts, options: EscalateParts): Promise<WatchPorts> {
  const { config } = options.config;
  const opened = withoutChannels(await withLedger(ports, config.ledger), config.channels);
  const { ledger } = opened;
  if (ledger === null) {
    throw new GateBroke(
      config.ledger === null
        ? "There is no ledger, and nothing else knows when the flag went on. Write `ledger:` into the config, or name a folder with --ledger."
        : "The ledger is a branch on GitHub, which cannot be reached from here. Run this in a workflow, or name a folder with --ledger.",
    );
  }
  const escalate = await createRealEscalate(opened, options);
  return { ...opened, ...createTelemetryPorts(ports, options), ledger, escalate };
}
