import type { Finding, Outcome } from "../domain/finding.ts";
import type { LaunchDigest } from "../domain/ledger.ts";
import type { Measurement } from "../domain/measurement.ts";
import { fewestRuns } from "../stats/prediction.ts";
import { formatDuration } from "../units/format-value.ts";
import { quantityOf } from "../units/quantity-of.ts";
import { chanceDigits, copyDigits } from "./chance-digits.ts";
import { digestLaunch } from "./digest-measurements.ts";
import { type Claim, refuseClaim } from "./judge-criterion.ts";
import type { LaunchStatistic } from "./launch-summary.ts";
import type { BaselineRun, RecordedContext } from "./ledger-record.ts";
import { machineKind } from "./machine-kind.ts";
import { type RunSelection, selectRuns } from "./select-runs.ts";
import type { RecordedArms } from "./weigh-recorded.ts";

/** Recorded runs that a metric is held against. */
export interface RecordedRuns {
  readonly of: "runs" | "anchor";
  /** In words: `10 earlier runs`, `0123456789ab`. */
  readonly name: string;
  readonly arms: RecordedArms;
  readonly footnotes: readonly string[];
}

/** What the ledger has for one metric: runs to be held against, and findings where it has none that will do. */
export interface FoundRuns {
  readonly runs: readonly RecordedRuns[];
  readonly findings: readonly Finding[];
}

/**
 * Looks for the recorded runs that a metric may be held against, and says what is wrong where there are none: that there is no
 * ledger, that it cannot be read, that nothing is in it yet, that its runs are of other machines, too old, too few, or never had the metric.
 */
export function recordedRuns(
  claim: Claim,
  measurement: Measurement,
  statistic: LaunchStatistic,
  context: RecordedContext,
): FoundRuns {
  const { record, policy, now } = context;
  const { stage, metric } = measurement;
  const refuse = (outcome: Outcome, reason: string, remedy: string, runs = 0): FoundRuns => ({
    runs: [],
    findings: [{ ...refuseClaim(claim, outcome, reason, remedy), recorded: { of: "runs", runs } }],
  });
  if (record.kind === "none") {
    const reason = `the baseline of stage ${stage} is the ledger's, and this run has no ledger`;
    return refuse("missing", reason, "Give the run a ledger (docs/flags-and-arms.md), or launch both arms");
  }
  if (record.kind === "unreadable") {
    const reason = `the ledger (${record.place}) could not be read, so there is no baseline: ${record.problem.reason}`;
    return refuse("invalid", reason, record.problem.remedy ?? "Mend the ledger, or the access to it");
  }
  if (context.machine === null)
    return refuse("invalid", `the evidence does not tell on which machine stage ${stage} ran`, "Collect it again");
  const selection = selectRuns(record.runs, stage, context.machine, policy, now);
  const today = measurement.launches.flatMap((launch) =>
    launch.arm === "candidate" ? (digestLaunch(launch) ?? []) : [],
  );
  if (today.length === 0)
    return refuse("missing", `${claim.subject} has no launch of the candidate`, "Look at what the stage wrote");

  const usable = selection.runs.length >= fewestRuns;
  if (!usable) {
    const lack = lackOf(selection, stage, record.place, context);
    return refuse(lack.outcome, lack.reason, lack.remedy, selection.runs.length);
  }
  const past = selection.runs.flatMap((run) => launchesOf(run, measurement));
  const copied = selection.runs.find((run) => isCopy(today, launchesOf(run, measurement)[0] ?? [], measurement));
  if (copied !== undefined) {
    const reason = `stale: every figure of ${claim.subject} is to the last digit that of the run of ${dayOf(copied)}, so this run did not measure it`;
    return refuse(
      "invalid",
      reason,
      "Find out where the stage takes its result file from; it must write a new one",
      past.length,
    );
  }
  if (past.length < fewestRuns) return { runs: [], findings: [tooNew(claim, past.length, selection)] };

  const arms = { statistic, today, past, anchor: null };
  const anchor = selection.anchor.flatMap((run) => launchesOf(run, measurement));
  const runs: RecordedRuns[] = [
    {
      of: "runs",
      name: `${past.length} earlier runs`,
      arms,
      footnotes: [
        `weaker than measuring both arms: held against ${past.length} earlier runs in the ledger (${daysOf(selection.runs)})`,
        ...asideNotes(selection, context),
      ],
    },
  ];
  const pinned = policy.anchor?.slice(0, 12) ?? "";
  if (anchor.length > 0) {
    runs.push({
      of: "anchor",
      name: pinned,
      arms: { ...arms, anchor },
      footnotes: [
        `weaker than measuring both arms: held against ${anchor.length === 1 ? "1 run" : `${anchor.length} runs`} of the pinned commit, with the spread of ${past.length} later runs`,
      ],
    });
  }
  const findings = policy.anchor !== null && anchor.length === 0 ? [noAnchor(claim, pinned, metric, selection)] : [];
  return { runs, findings };
}

interface Lack {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly remedy: string;
}

const keepRecording = "Let the default branch's own runs pass and be recorded";

/** Why a stage has too few runs, told apart by what would help. */
function lackOf(selection: RunSelection, stage: string, place: string, context: RecordedContext): Lack {
  const { runs, otherKinds, stale, before } = selection;
  const { policy, machine, now } = context;
  const needed = `${fewestRuns} are needed`;
  const elsewhere = otherKinds.reduce((sum, other) => sum + other.runs, 0);
  if (runs.length === 0 && elsewhere === 0 && stale.length === 0 && before === 0) {
    const reason = `no run of stage ${stage} is in the ledger (${place}) yet, and ${needed}`;
    return {
      outcome: "missing",
      reason,
      remedy: `${keepRecording}; until then launch both arms, or use a limit without a sign`,
    };
  }
  const latest = stale.at(-1);
  if (stale.length > 0 && runs.length + stale.length >= fewestRuns && latest !== undefined) {
    const age = formatDuration(now.getTime() - Date.parse(latest.at));
    const reason = `stale: ${runs.length} of the runs on this kind of machine are younger than ${formatDuration(policy.maxAgeMs)} and ${needed}; ${stale.length} are older, the latest of them by now ${age} old`;
    return {
      outcome: "inconclusive",
      reason,
      remedy: `${keepRecording} again, on a schedule if nothing else runs them`,
    };
  }
  if (elsewhere > 0) {
    const kind = machine === null ? "" : machineKind(machine);
    const others = otherKinds.slice(0, 3).map((other) => `${runWords(other.runs)} on ${other.kind}`);
    const more = otherKinds.length > 3 ? ` and ${otherKinds.length - 3} more kinds` : "";
    const reason = `another kind of machine: ${runs.length === 0 ? "no run" : `only ${runWords(runs.length)}`} in the ledger was on ${kind}, and ${needed}; there are ${others.join(", ")}${more}`;
    return {
      outcome: "inconclusive",
      reason,
      remedy: "Run it on a kind of machine that is there, or let the default branch's runs fill up this one",
    };
  }
  const left = before > 0 ? `; ${runWords(before)} from before ${policy.since ?? ""} do not count` : "";
  const reason = `too few runs: ${runs.length} of the ${fewestRuns} that are needed are in the ledger${left}`;
  return {
    outcome: "inconclusive",
    reason,
    remedy: `${keepRecording} ${fewestRuns - runs.length} more ${fewestRuns - runs.length === 1 ? "time" : "times"}`,
  };
}

/** The stage has runs enough, and they do not have the metric. Where a pattern names it, a new benchmark is no news of the change's. */
function tooNew(claim: Claim, having: number, selection: RunSelection): Finding {
  const byPattern = claim.criterion.metric.includes("*");
  const reason =
    having === 0
      ? `new: none of the ${selection.runs.length} earlier runs has ${claim.subject}, so there is nothing to compare it with`
      : `new: ${runWords(having)} of ${selection.runs.length} ${having === 1 ? "has" : "have"} ${claim.subject}, and ${fewestRuns} are needed`;
  const action = byPattern ? "" : `${keepRecording}; then it is compared`;
  const finding = refuseClaim(claim, "missing", reason, action);
  return { ...finding, severity: byPattern ? "info" : finding.severity, recorded: { of: "runs", runs: having } };
}

function noAnchor(claim: Claim, pinned: string, metric: string, selection: RunSelection): Finding {
  const subject = `${claim.subject} since the anchor`;
  const elsewhere = selection.anchorElsewhere;
  const refuse = (outcome: Outcome, reason: string, remedy: string): Finding => ({
    ...refuseClaim(claim, outcome, reason, remedy),
    subject,
    recorded: { of: "anchor", runs: 0 },
  });
  if (selection.anchor.length > 0) {
    const reason = `new: ${metric} is younger than the anchor ${pinned}, so its drift cannot be told`;
    return { ...refuse("missing", reason, "Move `baseline.anchor` to a later commit"), severity: "info" };
  }
  if (elsewhere > 0) {
    const reason = `another kind of machine: the ${elsewhere === 1 ? "run" : "runs"} of the anchor ${pinned} ${elsewhere === 1 ? "was" : "were"} on another kind, so slow drift cannot be told`;
    return refuse(
      "inconclusive",
      reason,
      "Move `baseline.anchor` to a commit that was measured on this kind of machine",
    );
  }
  const reason = `no run of the anchor ${pinned} is in the ledger, so slow drift cannot be told`;
  return refuse("missing", reason, "Pin a commit of the default branch whose run was recorded");
}

function asideNotes(selection: RunSelection, { machine }: RecordedContext): readonly string[] {
  const notes: string[] = [];
  const elsewhere = selection.otherKinds.reduce((sum, other) => sum + other.runs, 0);
  if (elsewhere > 0) notes.push(`${runWords(elsewhere)} on other kinds of machine left out`);
  if (selection.stale.length > 0) notes.push(`${runWords(selection.stale.length)} left out as too old`);
  if (new Set(selection.runs.map((run) => run.configDigest)).size > 1)
    notes.push("the earlier runs had more than one config");
  if (machine !== null && /^(?:unknown)?$/.test(machine.cpuModel.trim()))
    notes.push("the system does not tell the processor's model");
  return notes;
}

/** A run's launches of a metric as one entry; none where it has none in the same unit. */
function launchesOf(run: BaselineRun, { stage, metric, unit }: Measurement): readonly (readonly LaunchDigest[])[] {
  const found = run.measurements.filter((one) => one.stage === stage && one.metric === metric && one.unit === unit);
  const [only] = found;
  return only === undefined || found.length > 1 || only.launches.length === 0 ? [] : [only.launches];
}

/**
 * Whether a run's figures are another's: for what is timed, no two runs agree in every digit of several launches. Counts do, and so may
 * memory, which comes in pages.
 */
function isCopy(today: readonly LaunchDigest[], past: readonly LaunchDigest[], { unit }: Measurement): boolean {
  const timed = ["duration", "rate", "throughput"].includes(quantityOf(unit));
  if (!timed || today.length !== past.length) return false;
  const digits = today.reduce((sum, one) => sum + chanceDigits(one.median), 0);
  return digits >= copyDigits && today.every((one, index) => isSame(one, past[index]));
}

function isSame(one: LaunchDigest, other: LaunchDigest | undefined): boolean {
  return (
    other !== undefined &&
    one.samples === other.samples &&
    one.calmLow === other.calmLow &&
    one.calmHigh === other.calmHigh &&
    one.median === other.median &&
    one.mean === other.mean
  );
}

function runWords(runs: number): string {
  return runs === 1 ? "1 run" : `${runs} runs`;
}

/** `2026-11-01 to 2026-11-24`, or the one day. */
function daysOf(runs: readonly BaselineRun[]): string {
  const [first, last] = [dayOf(runs[0]), dayOf(runs.at(-1))];
  return first === last ? first : `${first} to ${last}`;
}

function dayOf(run: BaselineRun | undefined): string {
  return run?.at.slice(0, 10) ?? "";
}
