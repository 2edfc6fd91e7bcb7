import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import type { Host } from "../domain/ports.ts";
import type { Holders } from "../domain/rollout-files.ts";
import { isAlive, ownProcess } from "./identify-process.ts";

/** Linux tells when a process started in ticks since the machine did, which happen again after the next start. */
const bootIdFile = "/proc/sys/kernel/random/boot_id";

/** Who this process is to others that want the same lock, and whether those are still alive. */
export async function createHolders(platform: Host["platform"]): Promise<Holders> {
  const own = await ownProcess(platform);
  const boot = await bootId();
  const host = hostname();
  const mark = boot === null ? "" : ` of boot ${boot}`;
  return {
    self: { pid: own.pid, startedAt: `${own.startedAt}${mark}`, host },
    async isAlive(holder) {
      if (holder.host !== host) return null;
      if (!holder.startedAt.endsWith(mark)) return false;
      const startedAt = holder.startedAt.slice(0, holder.startedAt.length - mark.length);
      return isAlive({ pid: holder.pid, startedAt }, platform);
    },
  };
}

async function bootId(): Promise<string | null> {
  try {
    const id = (await readFile(bootIdFile, "utf8")).trim();
    return /^[0-9a-f-]{36}$/.test(id) ? id : null;
  } catch {
    return null;
  }
}
