import type { Machine } from "../domain/evidence.ts";
import type { LedgerEvent, Retention } from "../domain/ledger.ts";
import { durationRuns, verdictKey } from "./fold-ledger.ts";
import { eachOnce, type LedgerLine } from "./read-lines.ts";

/**
 * Which lines are still needed, in their order and each once. Kept are
 *
 * - everything younger than the retention, and everything whose age cannot be told;
 * - every event that is neither a verdict, a baseline nor a record: they are few, they are the rollout's history, and later versions
 *   know kinds that this one does not;
 * - the records of the time that the flag is on, and those from before that no later turning off has made worthless;
 * - the latest verdict about each commit that such an event, or the policy's list of anchors, names;
 * - the latest verdict of all, and as many as say how long stages take;
 * - the latest baselines of each kind of machine, and of each kind of machine under each config that is in use: one that a younger
 *   event bears, or the latest verdict;
 * - the latest baseline of each anchor.
 */
export function decideRetention(lines: readonly LedgerLine[], retention: Retention): readonly LedgerLine[] {
  const all = eachOnce(lines);
  const isYoung = (line: LedgerLine) => {
    // A clock that was wrong, and dates in the future, keep an event rather than drop it.
    const ageMs = line.at === null ? 0 : retention.now.getTime() - Date.parse(line.at);
    return !(ageMs > retention.keepMs);
  };
  const needed = new Set<string>([
    ...all.filter((line) => isYoung(line) || isHistory(line)).map(({ id }) => id),
    ...neededRecords(all),
    ...neededVerdicts(all, retention),
    ...neededBaselines(all, retention, configsInUse(all, isYoung)),
  ]);
  return all.filter(({ id }) => needed.has(id));
}

type Gate = Extract<LedgerEvent, { kind: "gate-concluded" }>;
type Baseline = Extract<LedgerEvent, { kind: "baseline-recorded" }>;

function isHistory({ event }: LedgerLine): boolean {
  return event === null || !droppable.has(event.kind);
}

const droppable: ReadonlySet<string> = new Set(["gate-concluded", "baseline-recorded", "record-kept"]);

/** Once the flag is off, what it was compared with is of a time that is over. */
function neededRecords(lines: readonly LedgerLine[]): readonly string[] {
  let needed: string[] = [];
  for (const { event } of lines) {
    if (event?.kind === "record-kept") needed.push(event.id);
    const isOff =
      (event?.kind === "rolled-back" && event.ending !== "failed") ||
      (event?.kind === "flag-turned-back" && event.flag === "off");
    if (isOff) needed = [];
  }
  return needed;
}

function gatesOf(lines: readonly LedgerLine[]): readonly Gate[] {
  return lines.flatMap(({ event }) => (event?.kind === "gate-concluded" ? event : []));
}

function neededVerdicts(lines: readonly LedgerLine[], { anchors }: Retention): readonly string[] {
  const named = new Set([...anchors, ...lines.filter(isHistory).flatMap(({ commit }) => commit ?? [])]);
  const latest = new Map<string, Gate>();
  const gates = gatesOf(lines);
  for (const gate of gates) {
    if (gate.commit !== null && named.has(gate.commit)) latest.set(verdictKey(gate.commit, gate.configDigest), gate);
  }
  return [...latest.values(), ...gates.slice(-durationRuns)].map(({ id }) => id);
}

function configsInUse(lines: readonly LedgerLine[], isYoung: (line: LedgerLine) => boolean): ReadonlySet<string> {
  const young = lines.filter(isYoung).flatMap(({ event }) => (event !== null && "configDigest" in event ? event : []));
  return new Set([...young, ...gatesOf(lines).slice(-1)].map(({ configDigest }) => configDigest));
}

function neededBaselines(
  lines: readonly LedgerLine[],
  { baselines: count, anchors }: Retention,
  inUse: ReadonlySet<string>,
): readonly string[] {
  const groups = new Map<string, string[]>();
  const put = (group: string, id: string) => {
    const ids = groups.get(group);
    if (ids === undefined) groups.set(group, [id]);
    else ids.push(id);
  };
  const ofAnchors = new Map<string, string>();
  for (const baseline of lines.flatMap(({ event }): readonly Baseline[] =>
    event?.kind === "baseline-recorded" ? [event] : [],
  )) {
    const kind = machineKind(baseline.machine);
    put(kind, baseline.id);
    if (inUse.has(baseline.configDigest)) put(JSON.stringify([kind, baseline.configDigest]), baseline.id);
    if (baseline.commit !== null && anchors.includes(baseline.commit)) {
      ofAnchors.set(JSON.stringify([kind, baseline.commit, baseline.configDigest]), baseline.id);
    }
  }
  return [...[...groups.values()].flatMap((ids) => ids.slice(-count)), ...ofAnchors.values()];
}

/** What changes a benchmark's figures: the processor, its cores, the system, the program's major version. Updates do not. */
function machineKind({ os, architecture, cpuModel, cores, runtime }: Machine): string {
  return JSON.stringify([os.split(" ")[0], architecture, cpuModel, cores, /^\D*\d+/.exec(runtime)?.[0] ?? runtime]);
}
