import { describeCriterion } from "../config/describe-criterion.ts";
import { nearestWord } from "../config/nearest-word.ts";
import type { Criterion } from "../domain/criterion.ts";
import type { Finding } from "../domain/finding.ts";
import type { LedgerStore } from "../domain/ledger.ts";
import { explainFinding } from "../report/explain-finding.ts";
import type { TerminalOptions } from "../report/terminal-style.ts";
import { conclude } from "./conclude.ts";
import type { LoadedConfig } from "./load-config.ts";
import { GateBroke, type ModePorts } from "./mode-ports.ts";

export interface ExplainFindingsOptions {
  readonly config: LoadedConfig;
  readonly evidence: readonly string[];
  /** Subjects of findings; a part of one is enough where only one has it. */
  readonly subjects: readonly string[];
}

/**
 * Judges the evidence that is there once more and tells why findings are what they are. It runs none of the repository's code,
 * publishes nothing and records nothing.
 *
 * @throws GateBroke when there is no evidence, or no finding is called so
 */
export async function explainFindings(
  { config, evidence, subjects }: ExplainFindingsOptions,
  ports: ModePorts,
  options: TerminalOptions,
): Promise<string> {
  const { findings } = await conclude({ config, evidence }, withoutEffects(ports));
  const chosen = subjects.map((subject) => find(findings, subject));
  return chosen.map((finding) => explainFinding(finding, askedBy(config.config.criteria, finding), options)).join("\n");
}

/** Ports that read and do not write. */
function withoutEffects(ports: ModePorts): ModePorts {
  const { ledger, openLedger } = ports;
  return {
    ...ports,
    publisher: { publish: async () => [] },
    ledger: ledger === null ? null : readOnly(ledger),
    openLedger: async (plan) => {
      const opened = await openLedger(plan);
      return opened === null ? null : readOnly(opened);
    },
  };
}

/** What would be recorded was recorded when the gate concluded. */
function readOnly(ledger: LedgerStore): LedgerStore {
  return {
    place: ledger.place,
    read: (rollout) => ledger.read(rollout),
    append: async () => ({ ok: true, value: { added: [] } }),
    update: async () => ({ ok: true, value: { added: [] } }),
    compact: async () => ({ ok: true, value: { removed: 0 } }),
  };
}

function find(findings: readonly Finding[], subject: string): Finding {
  const exact = findings.find((finding) => finding.subject === subject);
  const partly = findings.filter((finding) => finding.subject.includes(subject));
  const [only] = partly;
  if (exact !== undefined) return exact;
  if (only !== undefined && partly.length === 1) return only;
  const names = (partly.length > 0 ? partly : findings).map((finding) => finding.subject);
  const near = partly.length > 0 ? null : nearestWord(subject, names);
  throw new GateBroke(
    partly.length > 0
      ? `Several checks hold "${subject}": ${names.join(", ")}. Name one of them whole.`
      : `No check is called "${subject}". ${near === null ? `There are: ${names.join(", ")}.` : `Did you mean "${near}"?`}`,
  );
}

/** What the criterion behind a finding asks for; a second criterion of a metric has a number behind its name. */
function askedBy(criteria: readonly Criterion[], { subject, limit }: Finding): readonly string[] {
  const name = subject.replace(/ \(\d{1,4}\)$/, "");
  const criterion = criteria.find((one) => (one.metric === subject || one.metric === name) && one.pass.text === limit);
  return criterion === undefined ? [] : describeCriterion(criterion).split("\n");
}
