import type { Finding } from "../domain/finding.ts";
import { decideVerdict } from "./decide-verdict.ts";

/**
 * Whether a run of the default branch may stand in the record that later runs are compared with: its verdict is GO, with conditions
 * or without, or would be but for comparisons with that record that have no answer.
 *
 * Those must not keep it out. The first runs have no record to be compared with, so there would never be one; and runs that noise
 * leaves without an answer are part of the spread between runs: a record of the calm days alone would call ordinary days slow.
 */
export function mayBeBaseline(findings: readonly Finding[]): boolean {
  const others = findings.filter((finding) => finding.recorded === undefined || !isOpen(finding));
  const { decision } = decideVerdict(others);
  return decision === "GO" || decision === "GO WITH CONDITIONS";
}

function isOpen({ outcome }: Finding): boolean {
  return outcome === "inconclusive" || outcome === "missing";
}
