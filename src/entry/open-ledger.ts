import type { BranchFiles } from "../domain/branch-files.ts";
import type { LedgerPlan } from "../domain/config.ts";
import type { LedgerStore } from "../domain/ledger.ts";
import type { Host } from "../domain/ports.ts";

/** How a run comes to ledgers. */
export interface LedgerAccess {
  readonly host: Host;
  /** Opens a branch of the run's own repository; null where the run has no way to GitHub. */
  readonly branch: ((name: string) => Promise<BranchFiles>) | null;
  /** Whether this is a job of a workflow, which should have a way to GitHub when the config names a branch. */
  readonly isJob: boolean;
}

/** The ledger that a config names; null for a branch where there is no way to GitHub, as in a terminal. */
export async function openLedger(plan: LedgerPlan, { host, branch, isJob }: LedgerAccess): Promise<LedgerStore | null> {
  const { place } = plan;
  if (place.kind === "branch") {
    if (branch === null) return isJob ? withoutToken(place.branch) : null;
    const { createBranchLedger } = await import("../ledger/branch-ledger.ts");
    const { createClock } = await import("../system/create-clock.ts");
    return createBranchLedger({ files: await branch(place.branch), clock: createClock(), random: Math.random });
  }
  const { expandPath } = await import("../config/expand-path.ts");
  const path = expandPath(place.path, host.env, host.home);
  if (path.ok) return openLedgerFolder(path.value, host.workspace);
  const { unusableLedger } = await import("../ledger/unusable-ledger.ts");
  return unusableLedger(`folder ${place.path}`, path.problem);
}

/** @param path relative to the workspace, or absolute */
export async function openLedgerFolder(path: string, workspace: string): Promise<LedgerStore> {
  const { createFolderLedger } = await import("../ledger/folder-ledger.ts");
  const { createLedgerFiles } = await import("../system/create-ledger-files.ts");
  const { createClock } = await import("../system/create-clock.ts");
  const absolute = /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path) ? path : `${workspace}/${path}`;
  return createFolderLedger(absolute, { files: createLedgerFiles(), clock: createClock(), random: Math.random });
}

async function withoutToken(branch: string): Promise<LedgerStore> {
  const { unusableLedger } = await import("../ledger/unusable-ledger.ts");
  return unusableLedger(`branch ${branch}`, {
    kind: "invalid",
    reason: `There is no token to reach the branch ${branch} with.`,
    remedy: "Give the step its token (`with: { token: … }`), or leave `ledger:` out of the config.",
  });
}
