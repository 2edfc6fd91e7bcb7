import type { Direction } from "../domain/arm.ts";
import type { ComparedBenchmark, ComparisonStatus } from "../domain/comparison.ts";

/** From what needs eyes first to what needs none. */
const order: readonly ComparisonStatus[] = [
  "fail",
  "worse",
  "broken",
  "invalid",
  "missing",
  "inconclusive",
  "warn",
  "different",
  "undecided",
  "new",
  "better",
  "pass",
];

/** A row with the direction in which its metric gets better; null where nobody says it. */
export interface DirectedRow {
  readonly row: ComparedBenchmark;
  readonly direction: Direction | null;
}

/** The rows worst first: by status, then by how much worse the candidate is; equal ones stay in the order of the files. */
export function orderBenchmarks(rows: readonly DirectedRow[]): readonly ComparedBenchmark[] {
  return rows
    .map((one) => ({ row: one.row, rank: order.indexOf(one.row.status), worsening: worseningOf(one) }))
    .sort((one, other) => one.rank - other.rank || descending(one.worsening, other.worsening))
    .map(({ row }) => row);
}

/** The change as a fraction of the baseline, above 0 for the worse; any change where it is not known which way is worse. */
function worseningOf({ row, direction }: DirectedRow): number {
  const { change, baseline } = row;
  if (change === undefined || change.estimate === 0) return 0;
  const size = change.scale === "ratio" ? change.estimate : change.estimate / Math.abs(baseline?.centre ?? 0);
  if (direction === null) return Math.abs(size);
  return direction === "lower-is-better" ? size : -size;
}

function descending(one: number, other: number): number {
  return one === other ? 0 : one > other ? -1 : 1;
}
