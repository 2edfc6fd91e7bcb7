import type { ComparedBenchmark, FileComparison } from "../domain/comparison.ts";

const mostNames = 4;
/** From so many benchmarks on, intervals that miss by chance are to be expected. */
const manyBenchmarks = 20;

/**
 * What has to be said about a comparison beside its rows. What is true of several benchmarks is said once, with their names.
 *
 * @returns untrusted text, a sentence or so each
 */
export function comparisonNotes(comparison: FileComparison): readonly string[] {
  const { benchmarks, notes } = comparison;
  const byText = new Map<string, string[]>();
  for (const row of benchmarks) {
    for (const text of [...missingNote(row), ...launchNote(row), ...row.footnotes]) {
      const names = byText.get(text);
      if (names === undefined) byText.set(text, [row.name]);
      else names.push(row.name);
    }
  }
  const grouped = [...byText].map(([text, names]) => {
    if (names.length === benchmarks.length) return benchmarks.length === 1 ? text : `for all: ${text}`;
    const shown = names.slice(0, mostNames).join(", ");
    return `${shown}${names.length > mostNames ? ` and ${names.length - mostNames} more` : ""}: ${text}`;
  });
  return [...grouped, ...valueNote(benchmarks), ...meanNote(comparison), ...chanceNote(comparison), ...notes];
}

/** Also said once: a side that lacks one benchmark often lacks a whole file of them. */
function missingNote({ status, reason, action }: ComparedBenchmark): readonly string[] {
  return status === "missing" ? [[reason, action].filter((text) => text !== "").join(". ")] : [];
}

function launchNote({ launchesNeeded, status }: ComparedBenchmark): readonly string[] {
  if (launchesNeeded === undefined) return [];
  if (status === "inconclusive") return [`about ${launchesNeeded} launches a side would probably decide it`];
  return [`an interval needs at least ${launchesNeeded} launches a side`];
}

/** People who come from other tools expect a mean or a median there. */
function valueNote(benchmarks: readonly ComparedBenchmark[]): readonly string[] {
  const several = benchmarks.some(({ candidate }) => candidate !== undefined && candidate.samples > candidate.launches);
  return several
    ? [
        "a value is the median over launches of the calm end of a launch: its 10th percentile where less is better, its 90th where more is; not its mean",
      ]
    : [];
}

function meanNote({ means }: FileComparison): readonly string[] {
  return means.length === 0
    ? []
    : ["in a geometric mean every benchmark counts the same; it has no interval and decides nothing"];
}

function chanceNote({ benchmarks, criterion }: FileComparison): readonly string[] {
  const intervals = benchmarks.filter(({ change }) => change !== undefined);
  const confidence = intervals[0]?.change?.confidence;
  if (criterion !== null || intervals.length < manyBenchmarks || confidence === undefined) return [];
  const expected = Math.max(1, Math.round(intervals.length * (1 - confidence)));
  return [
    `each interval misses the truth ${Math.round((1 - confidence) * 100)} time in 100, so of ${intervals.length} benchmarks that did not change about ${expected} would seem to; a criterion accounts for that`,
  ];
}
