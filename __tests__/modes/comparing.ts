import type { FileComparison } from "../../src/domain/comparison.ts";
import { readComparisonArguments } from "../../src/entry/comparison-arguments.ts";
import { type CompareOptions, compare, type NamedPath } from "../../src/modes/compare.ts";
import { memoryFiles } from "../collect/memory-ports.ts";

export interface Entry {
  readonly unit?: string;
  readonly direction?: string;
  readonly launches: readonly (readonly number[])[];
}

/** A file in the project's own format. */
export function own(benchmarks: Readonly<Record<string, Entry>>): string {
  return JSON.stringify({
    schema: "rollout-gate/benchmark/1",
    benchmarks: Object.entries(benchmarks).map(([name, { unit = "ms", direction, launches }]) => ({
      name,
      unit,
      ...(direction === undefined ? {} : { direction }),
      launches: launches.map((samples) => ({ samples })),
    })),
  });
}

/** Files of one launch each: `/base-0.json` … and `/cand-0.json` …, with the paths that name them. */
export function sides(baseline: readonly string[], candidate: readonly string[]) {
  const files: Record<string, string> = {};
  const paths: NamedPath[] = [];
  for (const [side, texts] of [["baseline", baseline] as const, ["candidate", candidate] as const]) {
    texts.forEach((text, at) => {
      const path = `/runs/${side}-${at}.json`;
      files[path] = text;
      paths.push({ path, side });
    });
  }
  return { files, paths };
}

export async function compareFiles(
  files: Record<string, string>,
  paths: readonly (NamedPath | string)[],
  more: Partial<Pick<CompareOptions, "benchmarks" | "format">> & { criterion?: string; floor?: string } = {},
): Promise<FileComparison> {
  const { criterion, floor, benchmarks = [], format = null } = more;
  const tokens = [{ kind: "positional", value: "compare" } as const, { kind: "positional", value: "x" } as const];
  const read = readComparisonArguments(tokens, { criterion, floor, benchmark: undefined });
  if (typeof read === "string") throw new Error(read);
  const named = paths.map((path) => (typeof path === "string" ? { path, side: null } : path));
  return compare({ paths: named, criterion: read.criterion, benchmarks, format }, { files: memoryFiles(files).files });
}

/** Launches of one value, spread by a hundredth around it. */
export const around = (value: number, count: number): string[] =>
  Array.from({ length: count }, (_, at) => own({ chat: { launches: [[value * (1 + (at % 5) * 0.002)]] } }));

export const statuses = ({ benchmarks }: FileComparison) => benchmarks.map(({ name, status }) => [name, status]);
