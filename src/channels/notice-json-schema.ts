import { list, openMap } from "../shape/compound-shapes.ts";
import { exactly, oneOf, text, wholeNumber } from "../shape/scalar-shapes.ts";

const severity = oneOf(["critical", "warning", "info"]);

/** How the body for a webhook looks. A later version may add keys. */
const noticeShape = openMap({
  schema: exactly("rollout-gate/notice/1"),
  id: text().describe("The same for the same notice, however often it comes"),
  kind: oneOf(["escalated", "recovered", "rolled-back", "rollback-overdue", "post-mortem-due"]),
  rollout: text(),
  at: text().describe("ISO 8601, UTC: when it came about"),
  tone: oneOf(["critical", "warning", "good"]),
  title: text().describe("One line that stands alone"),
  sentences: list(text()),
  concerns: list(
    openMap({
      subject: text(),
      severity,
      since: text().describe("ISO 8601, UTC"),
      reason: text().describe("What was found, with its numbers"),
    }),
  ),
  more: wholeNumber().min(0).describe("How many concerns are left out"),
  level: wholeNumber().min(1).nullable().describe("Of the escalation, mildest first; null for other kinds"),
  action: oneOf(["notify", "issue", "prepare-rollback", "rollback"]).nullable(),
  postMortemDue: text().nullable().describe("ISO 8601, UTC"),
  told: list(text()).describe("Roles of contacts"),
  rollbackPlan: text().nullable().describe("What a rollback would do"),
  links: list(openMap({ text: text(), url: text() })),
  tool: text(),
});

export function noticeJsonSchema(): Record<string, unknown> {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "urn:rollout-gate:schema:notice:1",
    title: "Rollout Gate notice",
    description: "What a webhook of an escalation is sent",
    ...noticeShape.jsonSchema(),
  };
}
