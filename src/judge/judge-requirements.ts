import type { Config } from "../domain/config.ts";
import type { Severity } from "../domain/criterion.ts";
import type { Requirement } from "../domain/evidence.ts";
import type { Finding, Outcome } from "../domain/finding.ts";

/** Packages, disk space and programs that must be there. One that the evidence says nothing of is missing, not met. */
export function judgeRequirements(config: Config, requirements: readonly Requirement[]): readonly Finding[] {
  const severities = wantedBy(config);
  const told = requirements.map((requirement) =>
    judgeRequirement(requirement, severities.get(requirement.name) ?? "critical"),
  );
  const names = new Set(requirements.map((requirement) => requirement.name));
  const silent = [...severities]
    .filter(([name]) => !names.has(name))
    .map(([name, severity]) =>
      finding(name, severity, "", "missing", "the evidence says nothing of it", "Collect the evidence again"),
    );
  return [...told, ...silent];
}

function judgeRequirement(requirement: Requirement, severity: Severity): Finding {
  const { name, found, met, problem } = requirement;
  const tell = (outcome: Outcome, reason: string, action: string): Finding =>
    finding(name, severity, requirement.wanted, outcome, reason, action);
  if (met === true) return tell("pass", `found ${found ?? "it"}`, "");
  if (met === null) {
    const reason = problem?.reason ?? "it could not be told whether it is there";
    return tell(problem?.kind ?? "invalid", reason, problem?.remedy ?? `Make ${name} available`);
  }
  return found === null
    ? tell("fail", "it is not there", problem?.remedy ?? `Provide ${name} ${requirement.wanted}`)
    : tell(
        "fail",
        `found ${found}, wanted ${requirement.wanted}`,
        problem?.remedy ?? `Provide ${name} ${requirement.wanted}`,
      );
}

function wantedBy(config: Config): ReadonlyMap<string, Severity> {
  return new Map([
    ...config.packages.map(({ manager, name, severity }) => [`${manager} ${name}`, severity] as const),
    ...config.disk.map(({ path, severity }) => [`disk ${path}`, severity] as const),
  ]);
}

function finding(
  name: string,
  severity: Severity,
  limit: string,
  outcome: Outcome,
  reason: string,
  action: string,
): Finding {
  const subject = `requirement ${name}`;
  return {
    subject,
    kind: "requirement",
    outcome,
    severity,
    reason,
    limit,
    action,
    unit: "",
    footnotes: [],
    places: [],
  };
}
