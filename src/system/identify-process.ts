import type { Host } from "../domain/ports.ts";
import { startTimeOnWindows } from "./end-tree.ts";
import { type ProcessId, processTableOf } from "./process-table.ts";

/** A process noted when it started cannot have started much earlier or later. */
const startToleranceMs = 10_000;

/** Whether the very process is still there, and not another one with its number. */
export async function isAlive({ pid, startedAt }: ProcessId, platform: Host["platform"]): Promise<boolean> {
  const table = processTableOf(platform);
  if (table !== null) return (await table.identify(pid))?.startedAt === startedAt;
  const actual = await startTimeOnWindows(pid);
  return actual !== null && Math.abs(actual - Date.parse(startedAt)) < startToleranceMs;
}

/** This process. */
export async function ownProcess(platform: Host["platform"]): Promise<ProcessId> {
  const startedAt = new Date(Date.now() - process.uptime() * 1000).toISOString();
  return (await processTableOf(platform)?.identify(process.pid)) ?? { pid: process.pid, startedAt };
}
