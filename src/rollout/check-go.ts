import type { LedgerEvent } from "../domain/ledger.ts";
import type { Reading } from "../domain/problem.ts";

const runGate =
  "run `rollout-gate gate` on this commit, or give an override that says why it may be turned on without.";

/**
 * Whether the ledger says GO for this very commit under this very config: the last verdict on both counts.
 *
 * @param events null when this run has no ledger
 * @returns why the flag may not be turned on, as a sentence; null when it may
 */
export function whyNoGo(
  events: Reading<readonly LedgerEvent[]> | null,
  commit: string | null,
  configDigest: string,
): string | null {
  if (events === null)
    return `There is no ledger here, so no GO is known. Name one under ledger: in the config, and ${runGate}`;
  if (!events.ok) {
    const remedy = events.problem.remedy ?? "Mend it first.";
    return `The ledger cannot be read, so no GO is known: ${events.problem.reason} ${remedy}`;
  }
  if (commit === null)
    return "The commit that is checked out is not known, so no GO can be its own. Run it in a checkout.";
  const verdicts = events.value.flatMap((event) => (event.kind === "gate-concluded" ? [event] : []));
  const ofCommit = verdicts.filter((event) => event.commit === commit);
  const short = commit.slice(0, 12);
  if (ofCommit.length === 0) {
    const latest = verdicts.at(-1);
    const other =
      latest?.commit === undefined || latest.commit === null
        ? ""
        : ` The last verdict is on ${latest.commit.slice(0, 12)}.`;
    return `The ledger has no verdict on the commit ${short}.${other} First ${runGate}`;
  }
  const last = ofCommit.findLast((event) => event.configDigest === configDigest);
  if (last === undefined) return `The config has changed since the gate judged the commit ${short}: ${runGate}`;
  if (last.decision === "GO" || last.decision === "GO WITH CONDITIONS") return null;
  return `The last verdict on the commit ${short} is ${last.decision}: ${last.because}.`;
}
