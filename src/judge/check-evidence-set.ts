import type { Config } from "../domain/config.ts";
import type { Evidence } from "../domain/evidence.ts";
import type { Finding } from "../domain/finding.ts";
import { brokenEvidence } from "./broken-evidence.ts";
import { checkShards } from "./check-shards.ts";
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
    ...checkShards(evidence),
    ...stageFindings(evidence),
    ...strayResults(evidence),
  ];
}

function wrongRollout(config: Config, evidence: readonly Evidence[]): readonly Finding[] {
  const others = distinct(evidence.map((one) => one.rollout).filter((name) => name !== config.rollout));
  if (others.length === 0) return [];
  return [
    brokenEvidence(
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
    brokenEvidence(
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
    brokenEvidence(
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
    brokenEvidence(
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
    brokenEvidence(
      "evidence of another repository",
      "invalid",
      `${count(others.length, "evidence file")} of ${evidence.length} ${others.length === 1 ? "is" : "are"} of ${said.slice(0, 3).join(", ")}, and this run belongs to ${repository}.`,
      "Name only evidence that this repository's runs collected.",
    ),
  ];
}

/** A stage in two files would be judged by whichever comes last. */
function stageFindings(evidence: readonly Evidence[]): readonly Finding[] {
  const names = evidence.flatMap((one) => one.stages.map((record) => record.stage));
  return distinct(names.filter((name, at) => names.indexOf(name) !== at)).map((name) =>
    brokenEvidence(
      `evidence of stage ${name}`,
      "invalid",
      `Stage ${name} is in more than one evidence file.`,
      "Let one job run each stage.",
    ),
  );
}

/** Results of a stage that a file did not run could stand in for those of the job that did. */
function strayResults(evidence: readonly Evidence[]): readonly Finding[] {
  const strays = evidence.flatMap((one) => {
    const own = new Set(one.stages.map(({ stage }) => stage));
    const results = [...one.measurements, ...one.tests, ...one.coverage, ...one.checklists];
    return results.map(({ stage }) => stage).filter((stage) => !own.has(stage));
  });
  return distinct(strays)
    .slice(0, 20)
    .map((name) =>
      brokenEvidence(
        `results of stage ${name}`,
        "invalid",
        `An evidence file holds results of stage ${name} and does not say that it ran it.`,
        "Collect the evidence again; nothing but collect should write it.",
      ),
    );
}

function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
