import type { Config } from "../domain/config.ts";
import type { Evidence } from "../domain/evidence.ts";
import type { Finding } from "../domain/finding.ts";
import type { EvidenceTerms } from "./evidence-terms.ts";

/**
 * Whether evidence files belong together and to this config. A part that is missing, comes twice, or was taken of other
 * code or under another config is a finding: judged as if it were in order, it could hide a failure.
 *
 * @param evidence in any order
 * @returns nothing when all is in order
 */
export function checkEvidenceSet(
  config: Config,
  terms: EvidenceTerms,
  evidence: readonly Evidence[],
): readonly Finding[] {
  return [
    ...wrongRollout(config, evidence),
    ...otherConfig(terms.digests, evidence),
    ...otherCommits(evidence),
    ...notOfCommit(terms.commit, evidence),
    ...notOfRepository(terms.repository, evidence),
    ...shardFindings(evidence),
    ...stageFindings(evidence),
  ];
}

function wrongRollout(config: Config, evidence: readonly Evidence[]): readonly Finding[] {
  const others = distinct(evidence.map((one) => one.rollout).filter((name) => name !== config.rollout));
  if (others.length === 0) return [];
  return [
    broken(
      "evidence of another rollout",
      "invalid",
      `There is evidence of the rollout ${others.join(", ")}, but the config is about ${config.rollout}.`,
      "Name only this rollout's evidence files.",
    ),
  ];
}

function otherConfig(digests: readonly string[], evidence: readonly Evidence[]): readonly Finding[] {
  const differing = evidence.filter((one) => !digests.includes(one.configDigest)).length;
  if (differing === 0) return [];
  return [
    broken(
      "evidence under another config",
      "invalid",
      `${count(differing, "evidence file")} of ${evidence.length} ${differing === 1 ? "was" : "were"} taken under another config than the one that judges.`,
      "Collect again with the config as it is now.",
    ),
  ];
}

function otherCommits(evidence: readonly Evidence[]): readonly Finding[] {
  const commits = distinct(evidence.flatMap((one) => one.origin.commit ?? []));
  if (commits.length <= 1) return [];
  return [
    broken(
      "evidence of several commits",
      "invalid",
      `The evidence is of different commits: ${commits.map((commit) => commit.slice(0, 12)).join(", ")}.`,
      "Collect all parts of the same commit.",
    ),
  ];
}

/** Evidence can say what it likes; whoever concludes knows the commit from elsewhere. */
function notOfCommit(commit: string | null, evidence: readonly Evidence[]): readonly Finding[] {
  const others = evidence.filter(({ origin }) => origin.commit !== commit);
  if (commit === null || others.length === 0) return [];
  const said = distinct(others.map(({ origin }) => origin.commit?.slice(0, 12) ?? "no commit"));
  return [
    broken(
      "evidence of another commit",
      "invalid",
      `${count(others.length, "evidence file")} of ${evidence.length} ${others.length === 1 ? "is" : "are"} of ${said.slice(0, 3).join(", ")}, and the commit that is judged is ${commit.slice(0, 12)}.`,
      "Collect the evidence at the commit that is judged.",
    ),
  ];
}

/** GitHub does not tell names apart by case. */
function notOfRepository(repository: string | null, evidence: readonly Evidence[]): readonly Finding[] {
  const wanted = repository?.toLowerCase();
  const others = evidence.filter(({ origin }) => origin.repository?.toLowerCase() !== wanted);
  if (repository === null || others.length === 0) return [];
  const said = distinct(others.map(({ origin }) => origin.repository?.slice(0, 100) ?? "no repository"));
  return [
    broken(
      "evidence of another repository",
      "invalid",
      `${count(others.length, "evidence file")} of ${evidence.length} ${others.length === 1 ? "is" : "are"} of ${said.slice(0, 3).join(", ")}, and this run belongs to ${repository}.`,
      "Name only evidence that this repository's runs collected.",
    ),
  ];
}

function shardFindings(evidence: readonly Evidence[]): readonly Finding[] {
  const shards = evidence.flatMap((one) => one.shard ?? []);
  if (shards.length === 0) return [];
  const totals = distinct(shards.map((shard) => shard.total));
  if (totals.length > 1) {
    return [
      broken(
        "evidence parts",
        "invalid",
        `The evidence files disagree on how many parts there are: ${totals.join(", ")}.`,
        "Collect all parts with one plan.",
      ),
    ];
  }
  const total = totals[0] ?? 0;
  const seen = shards.map((shard) => shard.index);
  const missing = Array.from({ length: total }, (_, at) => at + 1).filter((index) => !seen.includes(index));
  const repeated = distinct(seen.filter((index, at) => seen.indexOf(index) !== at));
  return [
    ...missing.map((index) =>
      broken(
        `evidence part ${index}/${total}`,
        "missing",
        `Part ${index} of ${total} of the evidence is not there.`,
        "Look at the job that should have collected it, and run it again.",
      ),
    ),
    ...repeated.map((index) =>
      broken(
        `evidence part ${index}/${total}`,
        "invalid",
        `Part ${index} of ${total} of the evidence is there more than once.`,
        "Keep the one of the latest run.",
      ),
    ),
  ];
}

/** A stage in two files would be judged by whichever comes last. */
function stageFindings(evidence: readonly Evidence[]): readonly Finding[] {
  const names = evidence.flatMap((one) => one.stages.map((record) => record.stage));
  return distinct(names.filter((name, at) => names.indexOf(name) !== at)).map((name) =>
    broken(
      `evidence of stage ${name}`,
      "invalid",
      `Stage ${name} is in more than one evidence file.`,
      "Let one job run each stage.",
    ),
  );
}

function broken(subject: string, outcome: "missing" | "invalid", reason: string, action: string): Finding {
  return {
    subject,
    kind: "evidence",
    outcome,
    severity: "critical",
    reason,
    limit: "",
    action,
    unit: "",
    footnotes: [],
    places: [],
  };
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}

function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}
