import type { WatchReport } from "../domain/watch-report.ts";
import { exitStatus, type FailOn } from "./exit-status.ts";

/**
 * What a shell or a job is told of a watch: 0 for KEEP, and where nothing is due; 1 where people have to act, and where not all could be
 * recorded from before; 2 where what was found could
 * not be recorded, so that nobody was told.
 *
 * @param failOn `inconclusive`: everything but KEEP fails; `no-go`: INVESTIGATE is let through; `never`: the decision fails nothing
 */
export function watchStatus({ decision, recording, state }: WatchReport, failOn: FailOn): number {
  if (recording === "failed") return state === "before" ? exitStatus.notGo : exitStatus.broke;
  if (decision === null || decision === "KEEP" || failOn === "never") return exitStatus.go;
  return decision === "INVESTIGATE" && failOn === "no-go" ? exitStatus.go : exitStatus.notGo;
}
