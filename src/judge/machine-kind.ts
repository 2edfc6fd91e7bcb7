import type { Machine } from "../domain/evidence.ts";

/**
 * The kind of a machine in words; machines of one kind have the same words. It is what changes how fast a program runs and is the same
 * for all machines of one make: system, architecture, processor model, cores, and the runtime's major version. The system's
 * release and the memory are left out: the first changes every few weeks, the second is measured to the byte.
 */
export function machineKind({ os, architecture, cpuModel, cores, runtime }: Machine): string {
  const system = os.split(" ")[0] ?? os;
  const processor = cpuModel.trim().replace(/\s+/g, " ") || "unknown processor";
  return `${system} ${architecture}, ${cores} ${cores === 1 ? "core" : "cores"}, ${processor}, ${majorOf(runtime)}`;
}

/** `node v24.9.0` → `node 24`; what has no such form stays as it is. */
function majorOf(runtime: string): string {
  const match = /^(\S+) v?(\d+)(?:\.|$)/.exec(runtime);
  return match === null ? runtime : `${match[1]} ${match[2]}`;
}
