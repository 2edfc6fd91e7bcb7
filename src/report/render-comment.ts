import type { Report } from "../domain/report.ts";
import { countBytes } from "./clip-bytes.ts";
import { clipCharacters } from "./clip-characters.ts";
import { markdownCode, markdownFence } from "./escape-markdown.ts";
import { findingRows } from "./finding-rows.ts";
import { failedTestSections, nextStepSection, stageSections } from "./markdown-details.ts";
import { findingSections, markdownMarks, markdownName } from "./markdown-findings.ts";
import { markdownHeadline, markdownHeads } from "./markdown-head.ts";
import { policySections } from "./markdown-policy.ts";
import { fitSections } from "./markdown-section.ts";
import { renderTickPart } from "./render-tick-issue.ts";

/** What a comment is about, and where more is to be read. */
export interface CommentPlace {
  /** 40 hexadecimal digits. */
  readonly commit: string;
  /** The run's page: an address made by us, never of data. */
  readonly url: string;
  /** Marks an item of the tick list so that it is found again. Left out: nothing can be ticked there. */
  readonly tickMark?: (id: string) => string;
}

/** Markdown whose first line tells how it ended. */
export interface RenderedComment {
  readonly headline: string;
  readonly text: string;
}

/** What fits into a comment: GitHub refuses more than 65 536 characters; room is left for the marker that finds it again. */
export const commentMaxBytes = 64_000;
const tickMaxBytes = 40_000;

/**
 * The report for a comment on a pull request: the verdict, why, what to do, the findings, and no more than people need
 * there; the rest is in the run's summary. Nothing in it changes from run to run unless the result does, but for figures.
 */
export function renderComment(report: Report, place: CommentPlace, maxBytes = commentMaxBytes): RenderedComment {
  const headline = markdownHeadline(report);
  const [long = headline, short = headline] = markdownHeads(report, ` · ${placeWords(place)}`);
  const sections = [
    ...nextStepSection(report),
    ...findingSections(findingRows(report)),
    ...policySections(report),
    ...stageSections(report),
    ...failedTestSections(report.evidence),
  ];
  const ticks = tickPart(report, place);
  const room = maxBytes - countBytes(ticks);
  return { headline, text: `${fitSections(countBytes(long) < room ? long : short, sections, room)}${ticks}` };
}

/** What must not be left out for want of room comes last, and has its room before all else. */
function tickPart({ people }: Report, { tickMark }: CommentPlace): string {
  if (people === undefined || people.ticks === null || tickMark === undefined) return "";
  return `\n${renderTickPart(people.items, people.ticks, { mark: tickMark, maxBytes: tickMaxBytes })}`;
}

/**
 * What is told where a verdict was to be expected and the gate broke: that, what it said, and nothing about the change.
 *
 * @param rollout null: it is not known, because its config could not be read
 */
export function renderBroken(rollout: string | null, message: string, place: CommentPlace): RenderedComment {
  const name = rollout === null ? "" : `: ${markdownName(rollout)}`;
  const headline = `## ${markdownMarks.unknown} The gate broke${name}`;
  const lines = message.split(/\r\n|[\n\r]/).slice(0, 40);
  const said = markdownFence(lines.map((line) => clipCharacters(line, 300)));
  const meaning =
    "There is no verdict: the gate could not do its work. This says nothing about the change, good or bad.";
  return { headline, text: `${headline}\n\n${meaning}\n\n${said}\n\n${placeWords(place)}\n` };
}

function placeWords({ commit, url }: CommentPlace): string {
  return `[the run](${url}) of ${markdownCode(commit.slice(0, 12))}`;
}
