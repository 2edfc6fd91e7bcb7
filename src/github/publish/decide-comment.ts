import { commentMarker } from "./comment-marker.ts";
import type { CommentWish, Ending } from "./publication.ts";

/** A comment that we made and that bears the rollout's marker. */
export interface OwnComment {
  /** GitHub's number, as text: it outgrows 32 bits. */
  readonly id: string;
  /** GitHub's global id; absent where it was not told. */
  readonly nodeId?: string;
  readonly body: string;
}

export interface CommentScene {
  readonly rollout: string;
  readonly ending: Ending;
  readonly wish: CommentWish;
  /** The commit that was judged. */
  readonly commit: string;
  /** The commit at the pull request's head now. */
  readonly head: string;
  /** In any order. */
  readonly own: readonly OwnComment[];
}

export type CommentPlan = {
  /** Comments that are one too many: of several made at once the oldest stays. */
  readonly remove: readonly string[];
} & (
  | { readonly kind: "create"; readonly body: string }
  | { readonly kind: "update"; readonly id: string; readonly body: string }
  /**
   * - `stale`: the pull request has moved on, and what it says now is of a newer commit, or will be.
   * - `unchanged`: it says so already.
   * - `not-wanted`: by the mode.
   */
  | { readonly kind: "nothing"; readonly why: "stale" | "unchanged" | "not-wanted" }
);

/** What to do about the one comment of a rollout, given what is there. */
export function decideComment(scene: CommentScene): CommentPlan {
  const { wish, ending } = scene;
  if (wish.mode === "never") return { kind: "nothing", why: "not-wanted", remove: [] };
  if (scene.head !== scene.commit) return { kind: "nothing", why: "stale", remove: [] };
  const [kept, ...others] = oldestFirst(scene.own);
  // A comment may be listed twice when others are made while pages are read.
  const remove = [...new Set(others.map(({ id }) => id))].filter((id) => id !== kept?.id);
  const body = commentBody(scene.rollout, wish.text);
  if (kept === undefined) {
    // What went well needs no comment then; one that is there already must not go on telling of a problem.
    const quiet = wish.mode === "on-problem" && ending === "GO";
    return quiet ? { kind: "nothing", why: "not-wanted", remove } : { kind: "create", body, remove };
  }
  const same = wish.mode === "on-change" ? saysSame(kept.body, scene) : plain(kept.body) === plain(body);
  return same ? { kind: "nothing", why: "unchanged", remove } : { kind: "update", id: kept.id, body, remove };
}

/** The whole text of the comment of a rollout. */
export function commentBody(rollout: string, text: string): string {
  return `${commentMarker(rollout)}\n${text}`;
}

export function oldestFirst(comments: readonly OwnComment[]): readonly OwnComment[] {
  return [...comments].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}

/** Whether a comment tells the same ending, whatever its figures. */
function saysSame(body: string, { rollout, wish }: CommentScene): boolean {
  return plain(body).startsWith(`${plain(commentBody(rollout, wish.headline))}\n`);
}

/** GitHub may keep line ends and the space at the end in its own way. */
function plain(text: string): string {
  return text.replaceAll("\r\n", "\n").trimEnd();
}
