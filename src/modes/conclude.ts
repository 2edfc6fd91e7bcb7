import type { Config } from "../domain/config.ts";
import type { Evidence } from "../domain/evidence.ts";
import type { Finding } from "../domain/finding.ts";
import type { Problem } from "../domain/problem.ts";
import type { Report } from "../domain/report.ts";
import { readEvidence } from "../evidence/file/read-evidence.ts";
import { checkEvidenceSet } from "../judge/check-evidence-set.ts";
import { decideVerdict } from "../judge/decide-verdict.ts";
import type { EvidenceTerms } from "../judge/evidence-terms.ts";
import { judgeEvidence } from "../judge/judge-evidence.ts";
import { judgePolicy } from "../judge/judge-policy.ts";
import { tickItems } from "../people/tick-items.ts";
import { type ChosenPolicy, choosePolicy } from "./choose-policy.ts";
import { absolutePath, type LoadedConfig } from "./load-config.ts";
import { GateBroke, type ModePorts } from "./mode-ports.ts";
import { readPeople } from "./read-people.ts";
import { needsRecord, readPast } from "./read-record.ts";
import { withLedger } from "./with-ledger.ts";

export interface ConcludeOptions {
  /** The config of the workspace; only how it is called where the workspace holds something else than what is judged. */
  readonly config: LoadedConfig | { readonly file: string };
  /** Evidence files, or folders that hold them; relative to the workspace, or absolute. */
  readonly evidence: readonly string[];
}

/** Evidence of one job is some hundred kilobytes; a file far above that is not ours. */
const maxBytes = 64 * 1024 * 1024;
/** Of all files together; what is beyond is refused before it costs more memory than a runner has. */
const maxTotalBytes = 256 * 1024 * 1024;
const maxFiles = 1000;

/** Reads evidence files, judges them and publishes the report. It runs none of the repository's code. */
export async function conclude(options: ConcludeOptions, ports: ModePorts): Promise<Report> {
  const files = await evidenceFiles(options.evidence, ports);
  const evidence: Evidence[] = [];
  const unreadable: Finding[] = [];
  let left = maxTotalBytes;
  for (const { path, within } of files) {
    const text = await ports.files.readText(path, { maxBytes: Math.min(maxBytes, left), within });
    if (text.ok) left -= Buffer.byteLength(text.value);
    const read = text.ok ? readEvidence(text.value) : text;
    if (read.ok) evidence.push(read.value);
    else unreadable.push(unreadableFinding(path, read.problem));
  }
  const { context } = ports;
  const own = "digest" in options.config ? options.config : null;
  const taken = [...new Set(evidence.map((one) => one.configDigest))];
  const policy = await choosePolicy(options.config.file, own, taken, ports);
  const terms = { digests: policy.digests, commit: context.commit, repository: context.run?.repository ?? null };
  return report(policy, terms, evidence, unreadable, ports);
}

/** Judges evidence that is at hand and publishes the report. */
export async function report(
  policy: ChosenPolicy,
  terms: EvidenceTerms,
  evidence: readonly Evidence[],
  unreadable: readonly Finding[],
  given: ModePorts,
): Promise<Report> {
  const ports = await withLedger(given, policy.config.ledger);
  await lookAhead(policy.config, given);
  const now = ports.clock.now();
  const set = checkEvidenceSet(policy.config, terms, evidence);
  // A pull request keeps to few calls; what it is judged by is read, and nothing for the eye alone.
  const past = await readPast(policy.config, policy.record === null, ports);
  const judged = judgeEvidence(policy.config, evidence, now, past.record);
  const people = await readPeople(policy.config, ports);
  const ofPolicy = policy.record === null ? [] : judgePolicy(policy.record);
  const findings = [...unreadable, ...set, ...ofPolicy, ...judged.findings, ...people.findings];
  const value: Report = {
    schema: "rollout-gate/report/1",
    rollout: policy.config.rollout,
    verdict: decideVerdict(findings),
    findings,
    evidence,
    ...(policy.record === null ? {} : { policy: policy.record }),
    ...(people.record === null ? {} : { people: people.record }),
    ...(past.history === null || past.history.lines.length === 0 ? {} : { history: past.history }),
    concludedAt: now.toISOString(),
    tool: ports.tool,
  };
  for (const warning of await ports.publisher.publish(value)) ports.progress.warning(warning);
  const [configDigest] = policy.digests;
  // What is judged by another commit's config is no run of the default branch.
  if (ports.ledger !== null && policy.record === null && configDigest !== undefined) {
    const { record } = await import("./record.ts");
    const { ledger, baseline } = policy.config;
    await record(value, { configDigest, plan: ledger, baseline }, ports);
  }
  return value;
}

async function lookAhead(config: Config, { ledger, lookAhead, progress }: ModePorts): Promise<void> {
  if (lookAhead === null) return;
  const place = ledger === null && needsRecord(config) ? (config.ledger?.place ?? null) : null;
  const ledgerBranch = place?.kind === "branch" ? place.branch : null;
  try {
    await lookAhead({ rollout: config.rollout, ledgerBranch, people: tickItems(config).length > 0 });
  } catch (error) {
    // Each asks for itself then.
    progress.note(`Nothing could be seen ahead: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function evidenceFiles(
  paths: readonly string[],
  ports: ModePorts,
): Promise<readonly { readonly path: string; readonly within: string }[]> {
  const found: { path: string; within: string }[] = [];
  for (const given of paths) {
    const path = absolutePath(given, ports.host.workspace);
    const kind = await ports.files.kind(path);
    if (kind === "folder") {
      // What the stages themselves wrote lies beside the evidence and may be any number of files.
      const listed = await ports.files.list(path, { maxFiles: maxFiles + 1, skip: ["stages"] });
      if (listed.length > maxFiles) throw noEvidence(`the folder ${given} holds more than ${maxFiles} files`);
      const names = listed.filter(isEvidenceFile);
      if (names.length === 0) throw noEvidence(`the folder ${given} holds no evidence*.json`);
      found.push(...names.map((name) => ({ path: `${path}/${name}`, within: path })));
    } else if (kind === "file") {
      found.push({ path, within: path.replace(/[\\/][^\\/]*$/, "") || "/" });
    } else {
      throw noEvidence(kind === "nothing" ? `${given} does not exist` : `${given} is no ordinary file`);
    }
  }
  if (found.length === 0) throw noEvidence("no evidence file was named");
  return found;
}

/** Files that `collect` wrote, also where each came in a folder of its own, as downloaded artifacts do. */
function isEvidenceFile(name: string): boolean {
  return /(?:^|\/)evidence(?:-\d+-of-\d+)?\.json$/.test(name);
}

function noEvidence(why: string): GateBroke {
  return new GateBroke(
    `There is no evidence to conclude from: ${why}. Run \`rollout-gate collect\` first, or name its files with --evidence.`,
  );
}

function unreadableFinding(path: string, problem: Problem): Finding {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return {
    subject: `evidence file ${name}`,
    kind: "evidence",
    outcome: problem.kind,
    severity: "critical",
    reason: problem.reason,
    limit: "",
    action: problem.remedy ?? "Collect the evidence again.",
    unit: "",
    footnotes: [],
    places: [],
  };
}
