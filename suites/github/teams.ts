import { type Answer, jsonAnswer, notFound, refusal } from "./answer.ts";
import type { HubContext, HubRequest } from "./hub-request.ts";

/** https://docs.github.com/rest/teams/members#get-team-membership-for-a-user: 404 for a team that cannot be seen, too. */
export function getMembership(request: HubRequest, context: HubContext): Answer {
  const { org = "", team_slug: slug = "", username = "" } = request.match.parameters;
  const { token } = request;
  if (token.kind !== "classic" && token.permissions.members === undefined) {
    return refusal(403, "Resource not accessible by integration");
  }
  const member = context.records.teams.get(`${org}/${slug}`)?.includes(username) ?? false;
  if (!member) return notFound();
  const url = `${context.publicUrl}/organizations/1/team/1/memberships/${username}`;
  return jsonAnswer(200, { url, role: "member", state: "active" });
}
