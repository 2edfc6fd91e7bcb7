import type { Revision } from "../../domain/sign-off.ts";
import type { GitHubApi } from "../api/github-api.ts";
import { listMember, member, textMember } from "../api/json-members.ts";
import { type Surveyed, understood } from "../publish/survey.ts";
import { moreRevisionsQuery } from "./revision-fields.ts";

/** A text that was changed more often than this is not read to its beginning, and so not at all. */
const mostPages = 20;

/**
 * Every version of a comment or an issue, oldest first. What GitHub no longer has is a version without text, so that nobody is
 * held to have made the change: an edit that was deleted, or a first version that was never kept.
 *
 * @param node with {@link revisionFields} and the text
 */
export async function readRevisions(api: GitHubApi, node: unknown): Promise<Surveyed<readonly Revision[]>> {
  const newestFirst: unknown[] = [...listMember(node, "userContentEdits", "nodes")];
  let page = member(node, "userContentEdits", "pageInfo");
  for (let pages = 1; member(page, "hasNextPage") === true; pages++) {
    const [id, after] = [textMember(node, "id"), textMember(page, "endCursor")];
    if (pages >= mostPages || id === null || after === null) return tooLong();
    const answer = await api.query(moreRevisionsQuery, { id, after });
    const [found] = listMember(answer.ok ? answer.data : null, "nodes");
    const more = member(found, "userContentEdits");
    const read = understood(answer, Array.isArray(member(more, "nodes")) ? more : null, "the history of a tick list");
    if (!read.ok) return read;
    newestFirst.push(...listMember(read.value, "nodes"));
    page = member(read.value, "pageInfo");
  }
  return { ok: true, value: inOrder(node, newestFirst) };
}

function inOrder(node: unknown, newestFirst: readonly unknown[]): readonly Revision[] {
  const createdAt = textMember(node, "createdAt") ?? "";
  const text = textMember(node, "body") ?? "";
  if (newestFirst.length === 0) return [{ editor: loginOf(member(node, "author")), at: createdAt, text }];
  const edits = newestFirst
    .map((edit): Revision => {
      const diff = member(edit, "diff");
      return {
        editor: loginOf(member(edit, "editor")),
        at: textMember(edit, "editedAt") ?? "",
        text: typeof diff === "string" ? diff : null,
      };
    })
    .reverse()
    // The order of GitHub's list breaks ties within a second.
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const first: readonly Revision[] =
    member(node, "includesCreatedEdit") === true ? [] : [{ editor: null, at: createdAt, text: null }];
  // Where the history lags behind the text, nobody is known to have made the difference.
  return [...first, ...edits, { editor: null, at: edits.at(-1)?.at ?? createdAt, text }];
}

/** A login as the rest of GitHub writes it: a bot's ends in `[bot]`, which no person's can. */
function loginOf(actor: unknown): string | null {
  const login = textMember(actor, "login");
  if (login === null) return null;
  return member(actor, "__typename") === "Bot" && !login.endsWith("[bot]") ? `${login}[bot]` : login;
}

function tooLong(): Surveyed<never> {
  const message = `the list was changed more than ${mostPages * 100} times; delete the comment, or close the issue, to begin anew`;
  return { ok: false, fault: { kind: "invalid", status: null, message } };
}
