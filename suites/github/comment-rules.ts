import { type Answer, emptyAnswer, notFound, parseBody, refusal, validationFailed } from "./answer.ts";
import { type HubContext, type HubRequest, member, type Rule, repositoryOf, textMember } from "./hub-request.ts";
import { roleIn } from "./people.ts";

/** https://docs.github.com/rest/issues/comments does not say it; GitHub's answer does: "maximum is 65536 characters". */
const longestComment = 65_536;
const longestTitle = 256;
/** Above this number of comments, GitHub takes no more on an issue or pull request. */
const mostComments = 2_500;

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function refuseText(request: HubRequest): Answer | null {
  const text = textMember(request.body, "body");
  if (text === null || text.trim() === "") return validationFailed("IssueComment", "body", "Body cannot be blank");
  if (codePoints(text) > longestComment) {
    return validationFailed("IssueComment", "data", `Body is too long (maximum is ${longestComment} characters)`);
  }
  return null;
}

/** https://docs.github.com/rest/issues/issues does not say it; GitHub's answers do: of a body 65536 characters, of a title 256. */
export const refuseIssueText: Rule = (request) => {
  const [title, body] = [textMember(request.body, "title"), textMember(request.body, "body")];
  if (title !== null && codePoints(title) > longestTitle) {
    return validationFailed("Issue", "title", `title is too long (maximum is ${longestTitle} characters)`);
  }
  if (body !== null && codePoints(body) > longestComment) {
    return validationFailed("Issue", "body", `body is too long (maximum is ${longestComment} characters)`);
  }
  return null;
};

/** Whether an account writes to the repository: people by their role, apps by the permission that was checked before. */
function writes(request: HubRequest, context: HubContext): boolean {
  const { token } = request;
  if (token.kind === "job" || token.kind === "app") return true;
  const role = roleIn(context.seeds, repositoryOf(request.match), token.login);
  return role === "write" || role === "admin";
}

/** How many comments there are, by the last page of a listing with one a page; null when there is no such issue. */
async function countComments(context: HubContext, where: string): Promise<number | null> {
  const listing = await context.emulator.call({
    method: "GET",
    target: `${where}/comments?per_page=1`,
    login: "octocat",
  });
  if (listing.status !== 200) return null;
  const last = /[?&]page=(\d+)[^>]*>; rel="last"/.exec(listing.headers.link ?? "")?.[1];
  const page = parseBody(listing.body);
  return last === undefined ? (Array.isArray(page) ? page.length : 0) : Number(last);
}

export const refuseNewComment: Rule = async (request, context) => {
  const where = `/repos/${repositoryOf(request.match)}/issues/${request.match.parameters.issue_number}`;
  const count = await countComments(context, where);
  if (count === null) return notFound();
  const refused = refuseText(request);
  if (refused !== null) return refused;
  if (count >= mostComments) {
    return refusal(403, `Commenting is disabled on issues with more than ${mostComments} comments`);
  }
  const key = `${repositoryOf(request.match)}#${request.match.parameters.issue_number}`;
  if (context.records.locked.has(key) && !writes(request, context)) {
    return refusal(403, "Unable to create comment because issue is locked.");
  }
  return null;
};

/** Its author and whoever writes to the repository may change or delete a comment. */
export const refuseCommentChange: Rule = async (request, context) => {
  const { comment_id: id } = request.match.parameters;
  const found = await context.emulator.call({
    method: "GET",
    target: `/repos/${repositoryOf(request.match)}/issues/comments/${id}`,
    login: "octocat",
  });
  if (found.status !== 200) return notFound();
  const author = textMember(member(parseBody(found.body), "user"), "login");
  if (author !== request.login && !writes(request, context)) {
    return refusal(403, "Must have admin rights to Repository.");
  }
  return request.match.route.method === "PATCH" ? refuseText(request) : null;
};

/** https://docs.github.com/rest/issues/issues#lock-an-issue */
export const lockConversation: Rule = async (request, context) => {
  const where = `/repos/${repositoryOf(request.match)}/issues/${request.match.parameters.issue_number}`;
  if ((await countComments(context, where)) === null) return notFound();
  context.records.locked.add(`${repositoryOf(request.match)}#${request.match.parameters.issue_number}`);
  return emptyAnswer(204);
};
