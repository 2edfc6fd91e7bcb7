import { quote } from "./json-shape.ts";

/**
 * The time of one iteration in each sample, from whole times and iteration counts. A pair that cannot be divided comes back
 * as what is wrong with it, so that the collector refuses it with the benchmark's name.
 */
export function timesByIterations(times: readonly unknown[], iterations: readonly unknown[]): readonly unknown[] {
  return times.map((time, index) => {
    const count = iterations[index];
    if (typeof count !== "number" || !(count > 0)) return `${quote(count)} iterations`;
    return typeof time === "number" ? time / count : time;
  });
}
