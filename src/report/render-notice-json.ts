import type { NoticeMessage } from "../domain/notice.ts";

const noticeVersion = "rollout-gate/notice/1";

const mostConcerns = 200;

/**
 * What people are told, as the body for a webhook; `schema/notice.schema.json` describes it. Text is as the data has it: whoever shows
 * it escapes it.
 */
export function renderNoticeJson(message: NoticeMessage): string {
  const { id, kind, rollout, at, tone, title, sentences, concerns, level, action, postMortemDue, rollbackPlan } =
    message;
  return JSON.stringify({
    schema: noticeVersion,
    id,
    kind,
    rollout,
    at,
    tone,
    title,
    sentences,
    concerns: concerns.slice(0, mostConcerns),
    more: Math.max(0, concerns.length - mostConcerns),
    level,
    action,
    postMortemDue,
    told: message.people.map(({ role }) => role),
    rollbackPlan,
    links: message.links,
    tool: message.tool,
  });
}
