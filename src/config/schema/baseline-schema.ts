import { strictMap } from "../../shape/compound-shapes.ts";
import { text, wholeNumber } from "../../shape/scalar-shapes.ts";
import { fewestRuns } from "../../stats/prediction.ts";
import { dateText, durationText } from "./text-types.ts";

const day = 86_400_000;

const mostRuns = 100;

/** Which recorded runs stand in for a baseline that is not measured. */
export const baselineSchema = strictMap({
  runs: wholeNumber("runs are counted in whole numbers")
    .min(fewestRuns, `fewer than ${fewestRuns} runs say too little of how much runs differ`)
    .max(mostRuns, `at most ${mostRuns} runs`)
    .describe("How many of the latest passing runs of the default branch count at the most (default 10)")
    .optional(),
  "max-age": durationText({ maxMs: 3660 * day })
    .describe("Runs older than this do not count (default 90 d)")
    .optional(),
  since: dateText()
    .describe("Runs from before this day (UTC) do not count, as after a change of speed that was meant")
    .optional(),
  anchor: text()
    .matching(/^[0-9a-f]{40}$/, "an anchor is a whole commit: 40 digits 0-9 and a-f, in small letters")
    .describe("A commit whose runs the sum of all changes since is held against, so that slow drift is found")
    .optional(),
});
