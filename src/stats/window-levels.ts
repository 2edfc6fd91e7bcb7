import { spendingLevels } from "./spending.ts";

/**
 * The one-sided level of each of several looks at a growing record, for a decision that may be wrong `error` of the time over all looks:
 * day 1, day 7 and day 30 look at the same rollout, and three chances to be wrong are more than one.
 *
 * What is spent by a look grows with the square root of the looks made, so an early look is not worthless. Looks at times that do not
 * overlap may be given as if they did, which spends no more.
 *
 * @param error 0 … 0.5, for all looks together
 * @param information of each look, in their order: how much is known by then, in any unit (time, events); above 0, growing
 */
export function windowLevels(error: number, information: readonly number[]): readonly number[] {
  const count = information.length;
  if (count <= 1) return information.map(() => error);
  const looks = information.map((known, index) => ({
    information: known,
    share: Math.sqrt((index + 1) / count),
    attainable: (level: number) => level,
  }));
  return [...spendingLevels(error, looks)];
}
