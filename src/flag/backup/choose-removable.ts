/** How many backups are kept, and how long. */
export interface Retention {
  /** The newest so many are always kept; at least 1. */
  readonly keep: number;
  /** Older ones are kept as well while they are younger than this; null: they are not. */
  readonly forMs: number | null;
}

/**
 * Which backups may go. The newest and those that are needed always stay; one whose age cannot be told stays too.
 *
 * @param needed names of backups that something still refers to
 */
export function chooseRemovable(
  backups: readonly { readonly id: string; readonly at: string }[],
  retention: Retention,
  needed: ReadonlySet<string>,
  nowMs: number,
): readonly string[] {
  const newestFirst = [...backups].sort((one, other) => (one.id < other.id ? 1 : -1));
  return newestFirst.slice(Math.max(1, retention.keep)).flatMap(({ id, at }) => {
    const ageMs = nowMs - Date.parse(at);
    const old = Number.isFinite(ageMs) && ageMs >= (retention.forMs ?? 0);
    return old && !needed.has(id) ? [id] : [];
  });
}
