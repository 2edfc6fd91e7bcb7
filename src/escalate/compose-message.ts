import type { Severity } from "../domain/criterion.ts";
import type { Notice, NoticedPerson, NoticeMessage } from "../domain/notice.ts";
import { formatDuration } from "../units/format-value.ts";
import type { Delivery } from "./fold-outbox.ts";
import type { Directory } from "./plan-deliveries.ts";
import { gravityOf } from "./weigh-findings.ts";

/** What a message says besides what the notice says. */
export interface MessageContext extends Directory {
  readonly rollout: string;
  readonly links: NoticeMessage["links"];
  readonly rollbackPlan: string | null;
  readonly tool: string;
  readonly now: Date;
}

/** Later than this, a message says that it is late. */
const lateMs = 15 * 60_000;

/** A notice in words, the same for every place it goes to. */
export function composeMessage({ notice, isRepeated }: Delivery, context: MessageContext): NoticeMessage {
  const { rollout, links, tool } = context;
  const isEscalated = notice.kind === "escalated";
  return {
    id: notice.id,
    kind: notice.kind,
    rollout,
    at: notice.at,
    tone: toneOf(notice),
    title: `${rollout}: ${titleOf(notice)}`,
    sentences: [...sentencesOf(notice), ...doubts(notice, isRepeated, context.now)],
    concerns: notice.concerns,
    level: isEscalated ? notice.level : null,
    action: isEscalated ? notice.action : null,
    postMortemDue: notice.kind === "post-mortem-due" ? notice.due : isEscalated ? notice.postMortemDue : null,
    people: peopleOf(notice, context),
    rollbackPlan: isEscalated && notice.action === "prepare-rollback" ? context.rollbackPlan : null,
    links,
    tool,
  };
}

function peopleOf({ tell }: Notice, { contacts }: Directory): readonly NoticedPerson[] {
  return contacts
    .filter(({ role }) => tell.includes(role))
    .map(({ role, name, handle, slack }) => ({ role, name, handle, slack }));
}

function toneOf(notice: Notice): NoticeMessage["tone"] {
  switch (notice.kind) {
    case "escalated":
      return gravest(notice) === "critical" ? "critical" : "warning";
    case "recovered":
      return "good";
    case "rolled-back":
      return notice.ending === "rolled back" ? "good" : notice.ending === "failed" ? "critical" : "warning";
    case "rollback-overdue":
      return "critical";
    case "post-mortem-due":
      return "warning";
  }
}

function gravest({ concerns }: Notice): Severity {
  return concerns.reduce<Severity>(
    (most, { severity }) => (gravityOf(severity) > gravityOf(most) ? severity : most),
    "info",
  );
}

function titleOf(notice: Notice): string {
  const what = namesOf(notice);
  switch (notice.kind) {
    case "escalated":
      return notice.action === "rollback"
        ? `ROLL BACK NOW because of ${what} (level ${notice.level})`
        : `${what} ${needs(notice)} attention (${gravest(notice)}, level ${notice.level})`;
    case "recovered":
      return `${what} ${notice.concerns.length === 1 ? "is" : "are"} ${recoveredWords[notice.because]}`;
    case "rolled-back":
      return notice.ending === "failed" ? "THE ROLLBACK FAILED, a person must act now" : notice.ending;
    case "rollback-overdue":
      return "THE ROLLBACK DID NOT COME TO AN END, a person must act now";
    case "post-mortem-due":
      return "the post-mortem is due";
  }
}

const recoveredWords = { met: "well again", waived: "waived now", unwatched: "watched no longer" } as const;

function needs({ concerns }: Notice): string {
  return concerns.length === 1 ? "needs" : "need";
}

function namesOf({ concerns }: Notice): string {
  const shown = concerns.slice(0, 3).map(({ subject }) => subject);
  const more = concerns.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(" and ");
}

function sentencesOf(notice: Notice): readonly string[] {
  switch (notice.kind) {
    case "escalated":
      return [
        ...actionSentences(notice.action),
        ...(notice.postMortemDue === null ? [] : [`The post-mortem is due ${timeOf(notice.postMortemDue)}.`]),
      ];
    case "recovered":
      return [notice.isLast ? "Nothing else that was told of is open." : "Other concerns are still open."];
    case "rolled-back":
      return [
        notice.ending === "failed"
          ? "The flag may still be on. The report of the rollback, and the issue about it, say what must be done by hand."
          : "The flag is off.",
        `Reason: ${notice.reason}`,
      ];
    case "rollback-overdue":
      return [
        `It was begun ${timeOf(notice.since)}, and the ledger does not know that it ended. The flag may still be on.`,
        "Look at the run of its workflow, and turn the flag off.",
      ];
    case "post-mortem-due":
      return [`It was to be written by ${timeOf(notice.due)}.`];
  }
}

function actionSentences(action: Extract<Notice, { kind: "escalated" }>["action"]): readonly string[] {
  switch (action) {
    case "notify":
      return [];
    case "issue":
      return ["Look into it, and write into the issue what is found."];
    case "prepare-rollback":
      return ["Find the cause, and be ready to turn the flag off."];
    case "rollback":
      return ["The flag is being turned off now. What comes of it is told as well."];
  }
}

function doubts({ at }: Notice, isRepeated: boolean, now: Date): readonly string[] {
  const ageMs = now.getTime() - Date.parse(at);
  return [
    ...(ageMs > lateMs ? [`This comes ${formatDuration(ageMs)} late: it is about ${timeOf(at)}.`] : []),
    ...(isRepeated ? ["It may have come before: a run was cut off, or had no answer, when it sent it."] : []),
  ];
}

/** `2026-01-02 03:04 UTC`. */
export function timeOf(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
