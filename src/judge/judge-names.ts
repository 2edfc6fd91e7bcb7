import type { Arm } from "../domain/arm.ts";
import type { Config, Stage } from "../domain/config.ts";
import type { Evidence } from "../domain/evidence.ts";
import type { Finding, Outcome } from "../domain/finding.ts";
import type { Measurement } from "../domain/measurement.ts";
import { median } from "../stats/quantile.ts";
import type { LedgerRecord } from "./ledger-record.ts";
import { type NamedFigure, suggestRenames } from "./suggest-renames.ts";

/**
 * Whether the benchmarks of each stage are those that should be there: those under `expect-benchmarks`, those of the other arm, those
 * of the latest recorded run. What is missing, new, not expected and perhaps renamed is told apart; a stage that did not pass, or whose
 * files could not be read, is told elsewhere.
 */
export function judgeNames(config: Config, evidence: readonly Evidence[], record: LedgerRecord): readonly Finding[] {
  return config.stages.flatMap((stage) => {
    if (stage.benchmarks.length === 0) return [];
    const passed = evidence.some((part) =>
      part.stages.some((one) => one.stage === stage.name && one.status === "passed"),
    );
    const unread = evidence.some((part) =>
      part.gaps.some((gap) => gap.stage === stage.name && gap.subject === "benchmarks"),
    );
    if (!passed || unread) return [];
    const own = evidence
      .flatMap((part) => part.measurements)
      .filter((one) => isBenchmark(stage, one.stage, one.metric));
    const fresh = figuresIn("candidate", own);
    const findings = stage.arms.kind === "both" ? betweenArms(stage, figuresIn("baseline", own), fresh) : [];
    const recorded = stage.arms.kind === "recorded" ? sinceRecorded(stage, fresh, record) : [];
    return [...expectedFindings(stage, own), ...findings, ...recorded];
  });
}

const ofLaunches = ["duration", "peak-rss"];

function isBenchmark(stage: Stage, stageName: string, metric: string): boolean {
  return stageName === stage.name && !stage.measure.some(({ name }) => name === metric) && !ofLaunches.includes(metric);
}

function figuresIn(arm: Arm, measurements: readonly Measurement[]): readonly NamedFigure[] {
  return measurements.flatMap(({ metric, unit, launches }) => {
    const own = launches.filter((launch) => launch.arm === arm);
    return own.length === 0 ? [] : [{ name: metric, unit, centre: median(own.map(({ samples }) => median(samples))) }];
  });
}

function expectedFindings(stage: Stage, own: readonly Measurement[]): readonly Finding[] {
  const expected = stage.expectBenchmarks;
  if (expected === null) return [];
  const arms: readonly Arm[] = stage.arms.kind === "both" ? ["baseline", "candidate"] : ["candidate"];
  const have = arms.map((arm) => ({ arm, figures: figuresIn(arm, own) }));
  const lacking = have.map(({ arm, figures }) => ({
    arm,
    names: expected.filter((name) => !figures.some((figure) => figure.name === name)),
  }));
  const extra = have.map(({ arm, figures }) => ({
    arm,
    names: figures.map(({ name }) => name).filter((name) => !expected.includes(name)),
  }));
  const missing = armList(lacking);
  const surplus = armList(extra);
  const findings: Finding[] = [];
  if (missing !== "") {
    findings.push(
      told(
        stage,
        "expected benchmarks",
        "missing",
        `expected and not measured: ${missing}`,
        "Look why they did not run, or take them off `expect-benchmarks`",
      ),
    );
  }
  if (surplus !== "") {
    findings.push(
      told(
        stage,
        "unexpected benchmarks",
        "invalid",
        `measured and not expected: ${surplus}`,
        "Add them to `expect-benchmarks`, or stop running them",
      ),
    );
  }
  if (findings.length > 0) return findings;
  const all =
    expected.length === 1 ? "the one expected benchmark was" : `all ${expected.length} expected benchmarks were`;
  return [{ ...told(stage, "expected benchmarks", "pass", `${all} measured, and no other`, "") }];
}

/** `a, b` where both arms say the same, `a (baseline), b (candidate)` where they do not; empty when there is none. */
function armList(byArm: readonly { readonly arm: Arm; readonly names: readonly string[] }[]): string {
  const [first, second] = byArm;
  const same = second === undefined || JSON.stringify(first?.names) === JSON.stringify(second.names);
  if (same) return listed(first?.names ?? []);
  return byArm
    .filter(({ names }) => names.length > 0)
    .map(({ arm, names }) => `${listed(names)} (${arm})`)
    .join("; ");
}

function betweenArms(stage: Stage, old: readonly NamedFigure[], fresh: readonly NamedFigure[]): readonly Finding[] {
  const gone = without(old, fresh).filter(({ name }) => stage.expectBenchmarks?.includes(name) !== true);
  const added = without(fresh, old).filter(({ name }) => stage.expectBenchmarks?.includes(name) !== true);
  return [
    ...missingFinding(stage, gone, added, "measured with the flag off and not with it on"),
    ...newFinding(stage, added, "measured with the flag on alone"),
  ];
}

function sinceRecorded(stage: Stage, fresh: readonly NamedFigure[], record: LedgerRecord): readonly Finding[] {
  if (record.kind !== "read") return [];
  const latest = record.runs.findLast((run) => run.measurements.some((one) => one.stage === stage.name));
  if (latest === undefined) return [];
  const old = latest.measurements
    .filter((one) => isBenchmark(stage, one.stage, one.metric))
    .map(({ metric, unit, launches }) => ({ name: metric, unit, centre: median(launches.map((one) => one.median)) }));
  // A binding list says what belongs there now, whatever ran earlier.
  const gone = stage.expectBenchmarks === null ? without(old, fresh) : [];
  const added = without(fresh, old);
  const when = latest.at.slice(0, 10);
  return [
    ...missingFinding(stage, gone, added, `in the latest recorded run (${when}) and not in this one`),
    ...newFinding(stage, added, `not in the latest recorded run (${when})`),
  ];
}

function without(some: readonly NamedFigure[], others: readonly NamedFigure[]): readonly NamedFigure[] {
  const names = new Set(others.map(({ name }) => name));
  return some.filter(({ name }) => !names.has(name));
}

function missingFinding(
  stage: Stage,
  gone: readonly NamedFigure[],
  added: readonly NamedFigure[],
  where: string,
): readonly Finding[] {
  if (gone.length === 0) return [];
  const renames = suggestRenames(gone, added);
  const pairs = renames.slice(0, 3).map(({ from, to }) => `${from} may now be called ${to}`);
  const more = renames.length > 3 ? ` and ${renames.length - 3} more` : "";
  const guess =
    pairs.length === 0 ? "" : `; by its figures ${pairs.join(", ")}${more}, which is a guess: they are not compared`;
  const reason = `${where}: ${listed(gone.map(({ name }) => name))}${guess}`;
  return [
    told(
      stage,
      "missing benchmarks",
      "missing",
      reason,
      "Look why they did not run; if it is meant, name those that remain under `expect-benchmarks`",
    ),
  ];
}

/** News, and no fault: what has nothing to be compared with is for a criterion to speak of. */
function newFinding(stage: Stage, added: readonly NamedFigure[], where: string): readonly Finding[] {
  if (added.length === 0) return [];
  const reason = `${where}, so there is nothing to compare with: ${listed(added.map(({ name }) => name))}`;
  return [{ ...told(stage, "new benchmarks", "missing", reason, ""), severity: "info" }];
}

function told(stage: Stage, what: string, outcome: Outcome, reason: string, action: string): Finding {
  return {
    subject: `${stage.name} ${what}`,
    kind: "evidence",
    outcome,
    severity: stage.severity,
    reason,
    limit: "",
    action,
    unit: "",
    footnotes: [],
    places: [],
  };
}

const mostListed = 8;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostListed).map((name) => (name.length > 80 ? `${name.slice(0, 79)}…` : name));
  return names.length > mostListed ? `${shown.join(", ")} and ${names.length - mostListed} more` : shown.join(", ");
}
