import type { Incident, IncidentStatus, IncidentStep } from "../domain/incident.ts";
import { countBytes } from "./clip-bytes.ts";
import { clipCharacters } from "./clip-characters.ts";
import { escapeMarkdown, markdownCode } from "./escape-markdown.ts";
import { visibleCharacters } from "./visible-characters.ts";

/** GitHub takes titles of 256 characters. */
const titleCharacters = 200;

/** The issue's title, plain text: GitHub renders none of it. */
export function incidentTitle(incident: Pick<Incident, "rollout" | "reason">): string {
  const reason = visibleCharacters(incident.reason).trim();
  return clipCharacters(`Rollback of ${incident.rollout}${reason === "" ? "" : `: ${reason}`}`, titleCharacters);
}

/**
 * What the machine knows of an incident, as Markdown: state, reason, what was found, every step with its time, what a person
 * must do. It is written anew as the rollback goes on.
 *
 * @param maxBytes of UTF-8; at least some 4 KB. The timeline is cut in its middle where it does not fit
 */
export function renderIncidentRecord(incident: Incident, maxBytes: number): string {
  const head = [
    `**${statusWords[incident.status]}**`,
    "",
    "| | |",
    "| :-- | :-- |",
    `| Rollout | ${markdownCode(incident.rollout)} |`,
    `| Operation | ${markdownCode(incident.id)} |`,
    `| Severity | ${incident.severity} |`,
    `| Reason | ${clipped(incident.reason, 600)} |`,
    `| Began | ${time(incident.startedAt)} |`,
    `| Ended | ${incident.endedAt === null ? "not yet" : time(incident.endedAt)} |`,
    `| Owner | ${ownerWords(incident)} |`,
    `| Post-mortem due | ${time(incident.postMortemDue)} |`,
    ...(incident.links.length === 0 ? [] : [`| Evidence | ${incident.links.map(link).join(", ")} |`]),
    ...byHandLines(incident),
    ...issueLines(incident),
  ].join("\n");
  return `${head}\n\n${timelineLines(incident.timeline, maxBytes - countBytes(head) - 2)}`;
}

/** What only people know, asked once below the record; what they answer is theirs. */
export function renderIncidentQuestions(incident: Pick<Incident, "owner" | "postMortemDue">): string {
  const due = time(incident.postMortemDue);
  return [
    "### For people",
    "",
    `To be answered by ${ownerWords(incident)} until ${due}. Text below this line is never changed by the gate.`,
    "",
    ...questions.flatMap(([title, question]) => [`#### ${title}`, "", `_${question}_`, ""]),
    `#### Follow-up`,
    "",
    ...followUps.map((task) => `- [ ] ${task}`),
    "",
  ].join("\n");
}

const questions = [
  ["Users affected, and impact", "Who noticed what, how many users, for how long? Was data lost or harmed?"],
  ["Root cause", "What made it happen, and why did the gate not see it before?"],
  ["Resolution", "What ended it, beside the rollback recorded above?"],
  ["Fix plan", "What will be changed before the flag is turned on again, by whom, until when?"],
  ["Lessons", "What would have found it sooner, or made it smaller?"],
] as const;

const followUps = [
  "The questions above are answered",
  "A test or criterion that would have caught it is in the config",
  "It is decided whether and when the flag is turned on again",
] as const;

const statusWords: Readonly<Record<IncidentStatus, string>> = {
  "rolling back": "🔄 Rolling back",
  "rolled back": "✅ Rolled back and verified",
  "rolled back with findings": "⚠️ Rolled back, with findings",
  failed: "❌ The rollback failed: a person must act now",
};

const marks: Readonly<Record<IncidentStep["outcome"], string>> = { begun: "…", done: "✅", failed: "❌" };

function byHandLines({ byHand }: Incident): readonly string[] {
  if (byHand.length === 0) return [];
  return [
    "",
    "### What to do by hand, in this order",
    "",
    ...byHand.slice(0, 20).map((step, at) => `${at + 1}. ${markdownCode(clipCharacters(step, 500))}`),
  ];
}

function issueLines({ issues }: Incident): readonly string[] {
  if (issues.length === 0) return [];
  const shown = issues.slice(0, 20).map((issue) => `- ${clipped(issue, 400)}`);
  return ["", "### Issues met", "", ...shown, ...(issues.length > 20 ? ["", `and ${issues.length - 20} more`] : [])];
}

/** All steps, or as many from both ends as fit: how it began and how it stands matter most. */
function timelineLines(steps: readonly IncidentStep[], maxBytes: number): string {
  if (steps.length === 0) return "### Timeline\n\nNothing was done yet.\n";
  const lines = steps.map((step) => `- ${time(step.at)} ${marks[step.outcome]} ${clipped(step.what, 300)}`);
  const write = (kept: readonly string[]) => `### Timeline\n\n${kept.join("\n")}\n`;
  for (let keep = lines.length; keep > 1; keep = Math.floor(keep * 0.8)) {
    const first = Math.ceil(keep / 2);
    const kept =
      keep === lines.length
        ? lines
        : [
            ...lines.slice(0, first),
            `- (${lines.length - keep} steps left out)`,
            ...lines.slice(lines.length - (keep - first)),
          ];
    const text = write(kept);
    if (countBytes(text) <= maxBytes) return text;
  }
  return write([`- (${lines.length} steps left out)`]);
}

function clipped(text: string, characters: number): string {
  return escapeMarkdown(clipCharacters(visibleCharacters(text), characters)) || "(not given)";
}

/** `2026-01-02 03:04:05 UTC`, kept from being taken for an emoji by escaping. */
function time(iso: string): string {
  return escapeMarkdown(`${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`);
}

/** The one mention that is meant: it comes from the config of the default branch, whose schema allows nothing but a handle. */
function ownerWords({ owner }: Pick<Incident, "owner">): string {
  if (owner === null) return "nobody is named in the config";
  const role = escapeMarkdown(owner.role);
  return owner.handle === null ? role : `${role} @${owner.handle}`;
}

function link({ text, url }: { readonly text: string; readonly url: string }): string {
  return `[${escapeMarkdown(text)}](<${url.replace(/[<>\s\\]/g, encodeURIComponent)}>)`;
}
