import { actor } from "./actor.ts";
import { parseBody } from "./answer.ts";
import { type ConnectionArguments, connect } from "./connection.ts";
import { type HubContext, member, textMember } from "./hub-request.ts";
import type { Json } from "./pull-requests.ts";

/** One version of a comment's or an issue's text. */
export interface TextRevision {
  readonly editor: string;
  readonly at: string;
  /** Null: somebody took this version out of the history. */
  text: string | null;
}

/** A comment or an issue: `comments/12`, `7`. */
export type TextPlace = `comments/${string}` | `${number}`;

const keyOf = (repository: string, place: TextPlace): string => `${repository}/issues/${place}`;

async function read(context: HubContext, repository: string, place: TextPlace): Promise<unknown> {
  const target = `/repos/${repository}/issues/${place}`;
  const answer = await context.emulator.call({ method: "GET", target, login: "octocat" });
  return answer.status === 200 ? parseBody(answer.body) : null;
}

/**
 * Does an edit and remembers it as GitHub does: every version with who made it, the first one too once there is a second. A write
 * of the same text is no edit.
 */
export async function rememberEdit<T>(
  context: HubContext,
  edit: { readonly repository: string; readonly place: TextPlace; readonly editor: string; readonly text: string },
  write: () => Promise<{ readonly status: number } & T>,
): Promise<{ readonly status: number } & T> {
  const before = await read(context, edit.repository, edit.place);
  const done = await write();
  const text = textMember(before, "body") ?? "";
  if (done.status >= 400 || before === null || text === edit.text) return done;
  const key = keyOf(edit.repository, edit.place);
  const first = {
    editor: textMember(member(before, "user"), "login") ?? "ghost",
    at: String(member(before, "created_at")),
    text,
  };
  const known = context.records.revisions.get(key) ?? [first];
  known.push({ editor: edit.editor, at: context.now().toISOString(), text: edit.text });
  context.records.revisions.set(key, known);
  return done;
}

/** https://docs.github.com/graphql/reference/interfaces#comment: the newest edit comes first, and each holds the whole text. */
export function editFields(context: HubContext, repository: string, place: TextPlace): Json {
  const revisions = context.records.revisions.get(keyOf(repository, place)) ?? [];
  const time = (at: string) => at.replace(/\.\d+Z$/, "Z");
  const nodes = revisions
    .map(({ editor, at, text }, index) => ({
      __typename: "UserContentEdit",
      id: `UCE_${keyOf(repository, place)}_${index}`,
      createdAt: time(at),
      updatedAt: time(at),
      editedAt: time(at),
      deletedAt: text === null ? time(at) : null,
      diff: text,
      editor: actor({ login: editor }),
    }))
    .reverse();
  return {
    includesCreatedEdit: nodes.length > 0,
    lastEditedAt: nodes[0]?.editedAt ?? null,
    editor: nodes[0]?.editor ?? null,
    userContentEdits: (asked: ConnectionArguments) => connect(nodes, "userContentEdits", asked),
  };
}
