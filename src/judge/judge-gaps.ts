import type { Config } from "../domain/config.ts";
import type { Severity } from "../domain/criterion.ts";
import type { Evidence, EvidenceGap } from "../domain/evidence.ts";
import type { Finding, Outcome } from "../domain/finding.ts";

/**
 * What is wrong with the evidence as a whole: none at all, stopped early, parts that are absent or do not belong together.
 *
 * Always critical: nothing that is missing can be told to be harmless.
 */
export function judgeWholeness(config: Config, evidence: readonly Evidence[]): readonly Finding[] {
  if (evidence.length === 0)
    return [whole("evidence", "missing", "there is no evidence file", "Run collect, and hand its files to conclude")];
  const findings: Finding[] = [];
  const other = evidence.find((part) => part.rollout !== config.rollout);
  if (other !== undefined)
    findings.push(
      whole(
        "evidence rollout",
        "invalid",
        `evidence is of rollout ${other.rollout}, not ${config.rollout}`,
        "Use this rollout's evidence files",
      ),
    );
  if (new Set(evidence.map((part) => part.configDigest)).size > 1)
    findings.push(
      whole(
        "evidence config",
        "invalid",
        "the evidence files were taken under different configs",
        "Collect all of them again",
      ),
    );
  if (evidence.some((part) => part.cancelled))
    findings.push(
      whole("evidence cancelled", "missing", "the run was stopped before all stages had run", "Run it again"),
    );
  const total = Math.max(...evidence.map((part) => part.shard?.total ?? 1));
  const parts = evidence.map((part) => part.shard?.index ?? 0);
  const absent = total - new Set(parts).size;
  if (absent > 0)
    findings.push(
      whole(
        "evidence parts",
        "missing",
        `${absent} of ${total} parts of the evidence are not here`,
        "Wait for every job of the matrix, and hand over all files",
      ),
    );
  if (new Set(parts).size !== parts.length)
    findings.push(
      whole(
        "evidence twice",
        "invalid",
        "the same part of the evidence is here more than once",
        "Hand over each file once",
      ),
    );
  return findings;
}

/** A gap that no criterion speaks of, so that nothing a stage owed vanishes without a word. */
export function judgeGap(subject: string, gap: EvidenceGap, severity: Severity): Finding {
  const where = gap.arm === undefined ? "" : ` in the ${gap.arm} arm`;
  return {
    subject,
    kind: "evidence",
    outcome: gap.problem.kind,
    // A fact is for the record; the rollout can be judged without it.
    severity: gap.subject === "facts" ? "info" : severity,
    reason: `${gap.problem.reason}${where}`,
    limit: "",
    action: gap.problem.remedy ?? "Look at what the stage wrote",
    unit: "",
    footnotes: [],
    places:
      gap.problem.file === undefined
        ? []
        : [
            {
              file: gap.problem.file,
              message: gap.problem.reason,
              ...(gap.problem.line === undefined ? {} : { line: gap.problem.line }),
            },
          ],
  };
}

function whole(subject: string, outcome: Outcome, reason: string, action: string): Finding {
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
