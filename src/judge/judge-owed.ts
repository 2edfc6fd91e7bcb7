import type { Config } from "../domain/config.ts";
import type { Evidence } from "../domain/evidence.ts";
import type { Finding } from "../domain/finding.ts";

/**
 * What the judging config asks of a stage's evidence and evidence taken under another config may lack: test results, coverage of
 * the right paths, an exit code that is accepted, requirements held against the right range. Evidence that was taken under the
 * judging config has all of it, or a gap that says why not.
 */
export function judgeOwed(config: Config, evidence: readonly Evidence[]): readonly Finding[] {
  const records = evidence.flatMap((part) => part.stages);
  const gaps = evidence.flatMap((part) => part.gaps);
  const owed = config.stages.flatMap((stage) => {
    const record = records.find((one) => one.stage === stage.name);
    // A stage that did not run to its end has a finding of its own.
    if (record === undefined || (record.status !== "passed" && record.status !== "failed")) return [];
    const findings: Finding[] = [];
    const tell = (what: string, outcome: "missing" | "invalid", reason: string): void =>
      void findings.push(owedFinding(`${stage.name} ${what}`, outcome, reason, stage.severity));
    const hasGap = (subject: string) => gaps.some((gap) => gap.stage === stage.name && gap.subject === subject);
    const hasTests = evidence.some((part) => part.tests.some((report) => report.stage === stage.name));
    if (stage.tests.length > 0 && !hasTests && !hasGap("tests")) {
      tell("tests", "missing", `the config asks for test results of stage ${stage.name}, and the evidence has none`);
    }
    for (const coverage of evidence.flatMap((part) => part.coverage).filter((one) => one.stage === stage.name)) {
      const wanted = stage.coverage?.of ?? [];
      if (stage.coverage !== null && wanted.join("\n") !== coverage.of.join("\n")) {
        tell(
          "coverage",
          "invalid",
          `coverage was taken of other paths than the config asks for (${wanted.join(", ") || "everything"})`,
        );
      }
    }
    const codes = record.launches.flatMap(({ exit }) => exit.code ?? []);
    const refused = codes.find((code) => !stage.expect.exit.includes(code));
    if (record.status === "passed" && refused !== undefined) {
      tell(
        "exit",
        "invalid",
        `the evidence says that the stage passed with exit ${refused}, which the config does not accept`,
      );
    }
    return findings;
  });
  return [...owed, ...otherRanges(config, evidence)];
}

/** Disk space is told in words of the evidence; the range of a package is the config's own text. */
function otherRanges(config: Config, evidence: readonly Evidence[]): readonly Finding[] {
  const told = evidence.flatMap((part) => part.requirements);
  return config.packages.flatMap(({ manager, name, range, severity }) => {
    const other = told.find((one) => one.name === `${manager} ${name}` && one.wanted !== range);
    if (other === undefined) return [];
    const reason = `${manager} ${name} was held against another range than the config's ${range}`;
    return [owedFinding(`requirement ${manager} ${name} range`, "invalid", reason, severity)];
  });
}

function owedFinding(
  subject: string,
  outcome: "missing" | "invalid",
  reason: string,
  severity: Finding["severity"],
): Finding {
  return {
    subject,
    kind: "evidence",
    outcome,
    severity,
    reason,
    limit: "",
    action: "Collect the evidence under the config that judges it",
    unit: "",
    footnotes: [],
    places: [],
  };
}
