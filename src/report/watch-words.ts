import type { Finding } from "../domain/finding.ts";
import type { WatchDecision } from "../domain/verdict.ts";
import type { Recommendation, WatchedFigure, WatchReport, WindowLook } from "../domain/watch-report.ts";
import { formatChange, formatValue } from "../units/format-value.ts";
import type { Tone } from "./marks.ts";

/** What stands first: the decision in capitals, or why there is none. */
export function watchHeadline({ decision, state }: Pick<WatchReport, "decision" | "state">): string {
  if (decision !== null) return decision;
  return { on: "NOTHING IS DUE", off: "THE FLAG IS OFF", before: "BEFORE THE ROLLOUT" }[state];
}

export function toneOfWatch(decision: WatchDecision | null): Tone {
  switch (decision) {
    case "KEEP":
      return "good";
    case "INVESTIGATE":
      return "doubtful";
    case "ROLL BACK (scheduled)":
    case "ROLL BACK NOW":
      return "bad";
    case null:
      return "unknown";
  }
}

/** `by 2026-11-25 09:00 UTC`; empty where nothing has to be done by a time. */
export function byWords(by: Date | string | null): string {
  return by === null ? "" : `by ${momentWords(by)}`;
}

/** `2026-11-24 09:00 UTC`. */
export function momentWords(at: Date | string): string {
  const date = new Date(at);
  if (!Number.isFinite(date.getTime())) return "an impossible time";
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** What a look is, and the time that it looked at. */
export function lookWords({ kind, window, from, to, missed }: WindowLook): string {
  const name = { due: window, asked: `${window}, asked for`, again: `${window}, looked at again` }[kind];
  const skipped = missed === 0 ? "" : `; ${missed} ${missed === 1 ? "look" : "looks"} before it never made`;
  return `${name}: ${momentWords(from)} to ${momentWords(to)}${skipped}`;
}

/** A finding in one line, with the way that its metric goes. */
export function findingWords({ subject, reason }: Finding, { trends }: WindowLook): string {
  const trend = Object.hasOwn(trends, subject) ? trends[subject] : undefined;
  return `${subject}: ${reason}${trend === undefined || trend === "unclear" ? "" : ` (${trend})`}`;
}

/** The figures of one metric in a report, as people read them; `–` where there is none. */
export function figureWords({ unit, before, since, change, trend }: WatchedFigure): {
  readonly before: string;
  readonly since: string;
  readonly change: string;
  readonly trend: string;
} {
  const value = (one: number | null) => (one === null ? "–" : formatValue(one, unit));
  const show = (one: number, scale: "ratio" | "difference") => formatChange(one, scale, unit);
  return {
    before: value(before),
    since: value(since),
    change:
      change === null
        ? "–"
        : `${show(change.estimate, change.scale)} (${show(change.lower, change.scale)} to ${show(change.upper, change.scale)})`,
    trend,
  };
}

/** What the recommendation means, in a sentence. */
export function recommendationWords(recommendation: Recommendation): string {
  switch (recommendation) {
    case "clean up":
      return "CLEAN UP: take the flag and the old way out of the code";
    case "keep":
      return "KEEP: leave it on, and watch on";
    case "tune":
      return "TUNE: leave it on, and put right what is not as it should be";
    case "roll back":
      return "ROLL BACK: turn it off";
  }
}
