import type { NoticedConcern, NoticeMessage } from "../domain/notice.ts";
import { clipCharacters } from "./clip-characters.ts";
import { escapeMarkdown, markdownCode } from "./escape-markdown.ts";
import { concernTable, timeCell } from "./render-notice-markdown.ts";
import { visibleCharacters } from "./visible-characters.ts";

/** What stands around the table takes no more. */
const otherBytes = 2000;

/** How it stands with what is watched, for the issue about it. */
export interface ConcernBoard {
  readonly rollout: string;
  readonly concerns: readonly (NoticedConcern & { readonly level: number | null })[];
  /** Until when it must be decided whether the flag stays on; null where nothing says so. */
  readonly decideBy: string | null;
  readonly postMortemDue: string | null;
  readonly links: NoticeMessage["links"];
}

/** The issue's title, plain text: GitHub renders none of it. It stays the same as long as the issue is open. */
export function concernIssueTitle(rollout: string): string {
  return clipCharacters(`${visibleCharacters(rollout).trim()} needs attention`, 200);
}

/**
 * What is open now, as Markdown; every comment below it is one thing that was told.
 *
 * @param maxBytes of UTF-8; at least some 3 KB
 */
export function renderConcernIssue(board: ConcernBoard, maxBytes: number): string {
  const { concerns } = board;
  const parts = [
    concerns.length === 0
      ? "✅ **Nothing that people were told of is open.**"
      : `⚠️ **${concerns.length} ${concerns.length === 1 ? "concern is" : "concerns are"} open.**`,
    `What is watched since the flag of ${markdownCode(clipCharacters(board.rollout, 200))} is on. This text is brought up to date; each comment of the gate is one thing that people were told.`,
    concerns.length === 0 ? "" : concernTable(concerns, maxBytes - otherBytes),
    board.decideBy === null ? "" : `- It must be decided whether the flag stays on by ${timeCell(board.decideBy)} UTC.`,
    board.postMortemDue === null ? "" : `- The post-mortem is due ${timeCell(board.postMortemDue)} UTC.`,
    'To turn the flag off: `rollout-gate rollback --reason "…"`, where the flag\'s settings are. To see what that would do, add `--dry-run`.',
    `<sub>${board.links.map(({ text, url }) => `[${escapeMarkdown(text)}](<${url.replace(/[<>\s\\]/g, encodeURIComponent)}>)`).join(" · ")}</sub>`,
  ];
  return parts.filter((part) => part !== "" && part !== "<sub></sub>").join("\n\n");
}
