import type { RollbackWay } from "../domain/rollout-plan.ts";
import { oneLine } from "../text/one-line.ts";

/** What was asked for, beside the config, when a flag is turned on or off. */
export interface RolloutRequest {
  /** Why without a GO; null when not. */
  readonly override: string | null;
  readonly reason: string;
  readonly way: RollbackWay | null;
  readonly metric: string | null;
  readonly backup: string | null;
  readonly dryRun: boolean;
}

/** The texts as they were given; null, or empty, when they were not. */
export interface RolloutTexts {
  readonly override: string | null;
  readonly reason: string | null;
  readonly way: string | null;
  readonly metric: string | null;
  readonly backup: string | null;
  readonly dryRun: boolean;
}

const ways = ["flag", "version", "backup"] as const;
const longestText = 500;

/**
 * Checks them. They come from a person, or from whoever may start a workflow, and are data: they are shown, recorded and compared,
 * and never become part of a command or a path.
 *
 * @param named how a text is called where it was given: `--way`
 * @returns a sentence when one of them is wrong
 */
export function readRolloutRequest(texts: RolloutTexts, named: (name: string) => string): RolloutRequest | string {
  const plain = (text: string | null): string | null => {
    const line = oneLine(text ?? "")
      .trim()
      .slice(0, longestText);
    return line === "" ? null : line;
  };
  const asked = plain(texts.way);
  const way = ways.find((known) => known === asked) ?? null;
  if (asked !== null && way === null) return `${named("way")} is flag, version or backup, not ${asked}.`;
  const override = plain(texts.override);
  if (override === null && texts.override !== null && texts.override !== "") {
    return `${named("override")} needs a reason, which is recorded.`;
  }
  return {
    override,
    reason: plain(texts.reason) ?? "No reason was given.",
    way,
    metric: plain(texts.metric),
    backup: plain(texts.backup),
    dryRun: texts.dryRun,
  };
}
