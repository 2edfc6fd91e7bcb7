import type { Waiver } from "../domain/config.ts";
import type { Finding } from "../domain/finding.ts";

/** A waiver that looks further ahead is a change of the criterion, and is to be made there. */
const maxWaiverDays = 90;

const dayMs = 24 * 60 * 60 * 1000;

/** A finding of a criterion, and all the names by which a waiver may mean it. */
export interface WaivableFinding {
  readonly finding: Finding;
  readonly names: readonly string[];
}

/** What waivers make of findings, and what is to be told of the waivers themselves. */
export interface Waivering {
  /** In the order in which they came. */
  readonly findings: readonly Finding[];
  /** Information: waivers that let nothing through. */
  readonly told: readonly Finding[];
}

type Standing = { readonly kind: "applies" } | { readonly kind: "void"; readonly why: string };

/**
 * Lets findings through that a waiver names. Only what was measured can be waived: warn, fail and inconclusive. What is
 * missing or invalid says nothing about the change, and is nobody's to excuse.
 *
 * @param now null: not known, so no waiver applies
 */
export function applyWaivers(
  waivers: readonly Waiver[],
  findings: readonly WaivableFinding[],
  now: Date | null,
): Waivering {
  const met = new Set<Waiver>();
  const judged = findings.map(({ finding, names }) => {
    const waiver = waivers.find(({ metric }) => names.includes(metric));
    if (waiver === undefined || finding.outcome === "pass") return finding;
    met.add(waiver);
    return underWaiver(finding, waiver, standingOf(waiver, now));
  });
  return {
    findings: judged,
    told: waivers.filter((waiver) => !met.has(waiver)).map((waiver) => unused(waiver, standingOf(waiver, now))),
  };
}

function underWaiver(finding: Finding, waiver: Waiver, standing: Standing): Finding {
  const { owner, reason, until } = waiver;
  if (standing.kind === "void") {
    return { ...finding, footnotes: [...finding.footnotes, `the waiver of ${owner} does not apply: ${standing.why}`] };
  }
  if (finding.outcome === "missing" || finding.outcome === "invalid") {
    const note = `the waiver of ${owner} does not apply: what is ${finding.outcome} cannot be waived`;
    return { ...finding, footnotes: [...finding.footnotes, note] };
  }
  return { ...finding, waived: { owner, reason, until } };
}

/** Whether a waiver applies, whatever it is about. @param now null: not known */
export function standingOf({ until }: Waiver, now: Date | null): Standing {
  if (now === null) return { kind: "void", why: "it is not known what day it is" };
  // The last day counts to its end.
  const end = Date.parse(`${until}T00:00:00Z`) + dayMs;
  if (!(end > now.getTime())) return { kind: "void", why: `it expired after ${until}` };
  if (end - dayMs > now.getTime() + maxWaiverDays * dayMs) {
    return { kind: "void", why: `${until} is more than ${maxWaiverDays} days ahead` };
  }
  return { kind: "applies" };
}

function unused(waiver: Waiver, standing: Standing): Finding {
  const { metric, owner, until } = waiver;
  const why = standing.kind === "void" ? `and ${standing.why}` : `and would apply until ${until}`;
  return {
    subject: `waiver ${metric}`,
    kind: "waiver",
    outcome: "warn",
    severity: "info",
    reason: `the waiver of ${owner} lets nothing through, ${why}`,
    limit: "",
    action: "Remove it from the config",
    unit: "",
    footnotes: [],
    places: [],
  };
}
