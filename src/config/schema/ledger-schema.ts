import { strictMap } from "../../shape/compound-shapes.ts";
import { wholeNumber } from "../../shape/scalar-shapes.ts";
import type { Infer } from "../../shape/shape.ts";
import { notParsed, type Parsed, parsed } from "../parsed.ts";
import { quoteText } from "../quote-text.ts";
import { durationText, filledText, parsedText } from "./text-types.ts";

/** What git and GitHub take as a branch, without the odder of its possibilities. */
function parseBranch(text: string): Parsed<string> {
  const isName =
    /^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/.test(text) &&
    !/\.\.|\/\/|\/\.|\.\/|[./]$|\.lock(?:\/|$)/.test(text) &&
    !text.startsWith("refs/");
  if (isName) return parsed(text);
  return notParsed({
    message: `${quoteText(text)} is no name for a branch`,
    hint: 'write it as "rollout-gate" or "records/rollouts"',
  });
}

/** Where verdicts and baselines are recorded. */
export const ledgerSchema = strictMap({
  branch: parsedText(parseBranch, "a branch's name")
    .annotate({ minLength: 1, maxLength: 200 })
    .describe("The branch that holds the ledger and nothing else (default rollout-gate)")
    .optional(),
  folder: filledText("the path", 4096)
    .describe("A folder instead, for terminals and runners that keep their disk; ~ and $NAME are expanded")
    .optional(),
  keep: durationText({ maxMs: 3660 * 86_400_000 })
    .describe("Everything younger is kept (default 90 d)")
    .optional(),
  baselines: wholeNumber("baselines are counted in whole numbers")
    .min(1, "at least one baseline is kept")
    .max(1000, "at most 1000 baselines")
    .describe("How many of the latest baselines are kept for each kind of machine and config (default 20)")
    .optional(),
})
  .refine(
    ({ branch, folder }) => branch === undefined || folder === undefined,
    "branch and folder exclude each other: keep one of them",
  )
  .annotate({ not: { required: ["branch", "folder"] } });

export type LedgerInput = Infer<typeof ledgerSchema>;
