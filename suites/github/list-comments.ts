import { type Answer, jsonAnswer, notFound, parseBody } from "./answer.ts";
import { type HubContext, type HubRequest, repositoryOf } from "./hub-request.ts";
import { paginate } from "./paginate.ts";
import { polish } from "./polish.ts";
import { type Json, readAll } from "./pull-requests.ts";

/** Comments of one issue that changed at or after a time, which the emulator does not look at. */
export async function listCommentsSince(request: HubRequest, context: HubContext): Promise<Answer | null> {
  const since = request.query.get("since");
  if (since === null) return null;
  const { issue_number: number } = request.match.parameters;
  const all = await readAll(context, `/repos/${repositoryOf(request.match)}/issues/${number}/comments`);
  if (all === null) return notFound();
  const told = parseBody(polish(jsonAnswer(200, all), context).body) as Json[];
  const from = Date.parse(since);
  return paginate(
    request,
    context,
    told.filter(({ updated_at }) => Date.parse(String(updated_at)) >= from),
  );
}
