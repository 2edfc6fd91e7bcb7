import type { Arm, Direction } from "../domain/arm.ts";
import type { PairedBenchmark } from "../domain/comparison.ts";
import type { Launch, Series } from "../domain/measurement.ts";
import type { Problem } from "../domain/problem.ts";
import { quantityOf } from "../units/quantity-of.ts";
import type { SidedFile } from "./assign-sides.ts";

/** More launches a side than anybody makes; the comparison of every two would take more memory than it is worth. */
const mostLaunches = 1000;

interface Found {
  readonly series: Series;
  readonly arm: Arm;
  /** Index into the files. */
  readonly file: number;
}

/**
 * Brings together what the files of both sides say about each benchmark. Names must be equal to the letter. Every file is a
 * launch, and where a file tells several runs apart, each of those is one.
 *
 * @param keep which names to compare
 * @returns one entry for each name, in the order of the files; none is left out because a side lacks it
 */
export function pairSeries(files: readonly SidedFile[], keep: (name: string) => boolean): readonly PairedBenchmark[] {
  const byName = new Map<string, Found[]>();
  files.forEach(({ series, side }, file) => {
    for (const one of series) {
      const arm = one.arm ?? side;
      if (arm === null || !keep(one.name)) continue;
      const found = byName.get(one.name);
      if (found === undefined) byName.set(one.name, [{ series: one, arm, file }]);
      else found.push({ series: one, arm, file });
    }
  });
  const counts = { baseline: countFiles("baseline", files), candidate: countFiles("candidate", files) };
  return [...byName].map(([name, found]) => pairOne(name, found, files, counts));
}

type FileCounts = Readonly<Record<Arm, number>>;

function countFiles(arm: Arm, files: readonly SidedFile[]): number {
  return files.filter(({ side, series }) => side === arm || (side === null && series.some((one) => one.arm === arm)))
    .length;
}

function pairOne(
  name: string,
  found: readonly Found[],
  files: readonly SidedFile[],
  counts: FileCounts,
): PairedBenchmark {
  const broken = problemOf(name, found, files);
  const launches = launchesOf(found);
  const has = (arm: Arm): boolean => launches.some((launch) => launch.arm === arm);
  const only = has("baseline") ? (has("candidate") ? null : "baseline") : "candidate";
  const crowded = launches.length > 2 * mostLaunches ? tooMany(name, launches.length) : null;
  const problem = broken ?? crowded;
  const first = found[0];
  if (problem !== null || first === undefined)
    return { name, measurement: null, problem: problem ?? nothing, only, footnotes: [] };
  const direction = found.map(({ series }) => series.direction).find((one) => one !== undefined);
  return {
    name,
    problem: null,
    only,
    footnotes: (["baseline", "candidate"] as const).flatMap((arm) => lackingNote(arm, found, counts[arm])),
    measurement: {
      metric: name,
      stage: "compare",
      unit: first.series.unit,
      ...(direction === undefined ? {} : { direction }),
      source: files[first.file]?.format ?? "",
      launches,
      ...(found.some(({ series }) => series.summarised === true) ? { summarised: true } : {}),
    },
  };
}

const nothing: Problem = { kind: "missing", reason: "No file holds it." };

/** Why these series are not the same thing measured again; null when they are. */
function problemOf(name: string, found: readonly Found[], files: readonly SidedFile[]): Problem | null {
  const [first] = found;
  const unit = found.find(({ series }) => series.unit !== first?.series.unit);
  if (first !== undefined && unit !== undefined) {
    return {
      kind: "invalid",
      reason: `${name} is ${unitWords(first.series.unit)} in ${fileOf(first, files)} and ${unitWords(unit.series.unit)} in ${fileOf(unit, files)}.`,
      remedy: "Let both sides measure the same thing.",
    };
  }
  const directed = found.filter(({ series }) => series.direction !== undefined);
  const other = directed.find(({ series }) => series.direction !== directed[0]?.series.direction);
  if (directed[0] === undefined || other === undefined) return null;
  const better = (direction: Direction | undefined) => (direction === "lower-is-better" ? "lower" : "higher");
  return {
    kind: "invalid",
    reason: `${name} is better ${better(directed[0].series.direction)} in ${fileOf(directed[0], files)} and ${better(other.series.direction)} in ${fileOf(other, files)}.`,
    remedy: "Let both sides measure the same thing.",
  };
}

function tooMany(name: string, launches: number): Problem {
  return {
    kind: "invalid",
    reason: `${name} has ${launches} launches, more than ${2 * mostLaunches}.`,
    remedy: "Compare fewer runs; a hundred a side tell apart all that can be told apart.",
  };
}

/** The two arms of a pair share an index, because no file says which of them ran first. */
function launchesOf(found: readonly Found[]): readonly Launch[] {
  const paired = found.every(({ series }) => series.pairs?.length === series.launches.length);
  const numbers = new Map<string, number>();
  const launches: Launch[] = [];
  for (const { series, arm, file } of found) {
    series.launches.forEach((samples, at) => {
      if (!paired) {
        launches.push({ arm, index: launches.length, samples });
        return;
      }
      const key = `${file} ${series.pairs?.[at]}`;
      const pair = numbers.get(key) ?? numbers.size;
      numbers.set(key, pair);
      launches.push({ arm, index: pair, samples, pair });
    });
  }
  return launches;
}

/** A benchmark that some runs of a side lack may have failed there. */
function lackingNote(arm: Arm, found: readonly Found[], all: number): readonly string[] {
  const having = new Set(found.filter((one) => one.arm === arm).map((one) => one.file)).size;
  return having === 0 || having === all ? [] : [`only ${having} of the ${all} files of the ${arm} hold it`];
}

function fileOf(found: Found, files: readonly SidedFile[]): string {
  return files[found.file]?.file ?? "";
}

function unitWords(unit: string): string {
  const quantity = quantityOf(unit);
  if (quantity !== "count") return `a ${quantity}`;
  return unit === "" ? "a bare count" : `a count of ${unit}`;
}
