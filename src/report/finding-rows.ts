import type { CoverageReport, Evidence, FlagReading } from "../domain/evidence.ts";
import type { Finding } from "../domain/finding.ts";
import type { Report } from "../domain/report.ts";
import { formatNumber } from "../units/format-value.ts";
import { findingNames } from "./finding-names.ts";

/** One line of the table of findings: what every rendering says of a finding, each thing once. */
export interface FindingRow {
  readonly finding: Finding;
  /** Its subject, told apart from namesakes of another kind. */
  readonly name: string;
  /** Why, and how severe; empty where the figures of the row, or the verdict above it, say it already. */
  readonly reason: string;
  readonly notes: readonly string[];
}

const maxNotes = 4;

/**
 * The findings that the table shows, in the report's order. A stage that passed and a requirement that is met are left to
 * the sections of their own.
 */
export function findingRows(report: Report): readonly FindingRow[] {
  const names = findingNames(report.findings);
  const shown = report.findings.filter((finding) => !isToldElsewhere(finding, report));
  return shown.map((finding) => ({
    finding,
    name: names.get(finding) ?? finding.subject,
    reason: rowReason(finding, report),
    notes: rowNotes(finding, report).slice(0, maxNotes),
  }));
}

function isToldElsewhere(finding: Finding, report: Report): boolean {
  if (finding.outcome !== "pass") return false;
  if (finding.kind === "stage") return report.evidence.some((one) => one.stages.length > 0);
  return finding.kind === "requirement" && report.evidence.some((one) => one.requirements.length > 0);
}

function rowReason(finding: Finding, report: Report): string {
  if (finding.outcome === "pass") {
    if (finding.kind === "flag") return flagReason(finding.reason, readingsOf(report));
    const saysNothingNew = finding.kind === "criterion" && (hasFigures(finding) || finding.limit !== "");
    return saysNothingNew ? "" : finding.reason;
  }
  const told = hasFigures(finding) && finding.reason !== "" && report.verdict.because.includes(finding.reason);
  return withSeverity(told ? "" : finding.reason, finding);
}

function hasFigures(finding: Finding): boolean {
  return finding.value !== undefined || finding.candidate !== undefined;
}

/** A fail that is not critical is no reason for NO-GO, so it says so. */
function withSeverity(reason: string, { severity }: Finding): string {
  if (severity === "critical") return reason;
  if (reason === "") return `Severity: ${severity}.`;
  return reason.endsWith(".") ? `${reason} Severity: ${severity}.` : `${reason}; severity: ${severity}`;
}

function rowNotes(finding: Finding, report: Report): readonly string[] {
  const notes = [...waiverNotes(finding), ...finding.footnotes.filter((footnote) => footnote.trim() !== "")];
  if (finding.kind === "flag") return flagNotes(finding, notes, readingsOf(report));
  const { launchesNeeded } = finding;
  const needed =
    finding.outcome !== "inconclusive" || launchesNeeded === undefined || mentions(finding, launchesNeeded)
      ? []
      : [`about ${launchesNeeded} launches a side would decide it`];
  return [...notes, ...needed, ...coverageNotes(finding, report.evidence)];
}

/** The outcome stays what it is; who lets it through is said beside it. */
function waiverNotes({ waived }: Finding): readonly string[] {
  return waived === undefined ? [] : [`waived by ${waived.owner} until ${waived.until}: ${waived.reason}`];
}

function mentions({ reason, action }: Finding, launches: number): boolean {
  return [reason, action].some((text) => text.includes(`${launches} launches`));
}

function readingsOf(report: Report): readonly FlagReading[] {
  return report.evidence.flatMap((one) => one.flag);
}

function flagReason(reason: string, readings: readonly FlagReading[]): string {
  const ways = waysOf(readings);
  return ways === "" ? reason : `${reason.replace(/\.$/, "")}, set by ${ways}`;
}

/** The readings of both arms are in the finding's reason; what they were set by is said once. */
function flagNotes(finding: Finding, notes: readonly string[], readings: readonly FlagReading[]): readonly string[] {
  const told = new Set(readings.map((reading) => `${reading.arm}: ${reading.value}, by ${reading.way}`));
  const others = notes.filter((note) => !told.has(note));
  const ways = waysOf(readings);
  return finding.outcome === "pass" || ways === "" ? others : [...others, `set by ${ways}`];
}

function waysOf(readings: readonly FlagReading[]): string {
  return [...new Set(readings.map((reading) => reading.way))].join(" and ");
}

/** Where to begin when there is too little of it. */
function coverageNotes(finding: Finding, evidence: readonly Evidence[]): readonly string[] {
  if (finding.outcome === "pass" || finding.unit !== "%" || !finding.subject.endsWith("coverage")) return [];
  const reports = evidence.flatMap((one) => one.coverage);
  const report = reports.find((one) => finding.subject === `${one.stage}/coverage`) ?? onlyOne(reports);
  const files = report?.files.filter((file) => file.linesCovered < file.linesTotal).slice(0, 3) ?? [];
  if (files.length === 0) return [];
  const listed = files.map(
    (file) => `${file.path} ${formatNumber(Math.round((file.linesCovered / file.linesTotal) * 100))} %`,
  );
  return [`least covered: ${listed.join(", ")}`];
}

function onlyOne(reports: readonly CoverageReport[]): CoverageReport | undefined {
  return reports.length === 1 ? reports[0] : undefined;
}
