import type { Channel } from "../domain/channel.ts";
import type { ModePorts } from "../modes/mode-ports.ts";

/** The ports, with an environment for children that lacks what channels keep there: no command needs to tell people in our name. */
export function withoutChannels<Ports extends Pick<ModePorts, "childEnv">>(
  ports: Ports,
  channels: readonly Channel[],
): Ports {
  const held = new Set(channels.flatMap(variablesOf).map((name) => name.toUpperCase()));
  const kept = Object.entries(ports.childEnv).filter(([name]) => !held.has(name.toUpperCase()));
  return { ...ports, childEnv: Object.fromEntries(kept) };
}

function variablesOf(channel: Channel): readonly string[] {
  switch (channel.kind) {
    case "slack":
      return [channel.address];
    case "webhook":
      return channel.secret === null ? [channel.address] : [channel.address, channel.secret];
    case "email":
      return [channel.server];
  }
}
