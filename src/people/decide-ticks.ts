import type { RefusedTick, Tick, TickItem, Ticks } from "../domain/sign-off.ts";
import type { TickChange } from "./fold-revisions.ts";

/** What the API says about a person. */
export interface Standing {
  readonly login: string;
  /** Whether the person may write to the repository; null when that could not be had. */
  readonly mayWrite: boolean | null;
  /** Roles of `contacts:` that are this person's, directly or through a team; null for a role of which it could not be told. */
  readonly roles: ReadonlyMap<string, boolean | null>;
}

/**
 * Which ticks count. A tick counts when the API says who made it and that this person may write to the repository; a sign-off
 * when the person also has the role, where `contacts:` says who does. Whatever cannot be told does not count, and is named.
 *
 * @param rolesKnown roles for which `contacts:` names somebody; a sign-off of another role may be given by anybody who may write
 */
export function decideTicks(
  items: readonly TickItem[],
  changes: readonly TickChange[],
  people: readonly Standing[],
  rolesKnown: ReadonlySet<string>,
  place: string | null,
): Ticks {
  const standing: Tick[] = [];
  const refused: RefusedTick[] = [];
  for (const item of items) {
    const change = changes.find(({ id }) => id === item.id);
    if (change === undefined || !change.ticked) continue;
    const why = refusal(item, change, people, rolesKnown);
    if (why === null && change.by !== null) standing.push({ id: item.id, by: change.by, at: change.at });
    else refused.push({ id: item.id, by: change.by, ...(why ?? nobody) });
  }
  return { standing, refused, place };
}

type Refusal = Pick<RefusedTick, "reason" | "isUnknown">;

/** Asking again would tell no more: it has to be ticked anew. */
const nobody: Refusal = { reason: "it cannot be told who ticked it" };

function refusal(
  item: TickItem,
  change: TickChange,
  people: readonly Standing[],
  rolesKnown: ReadonlySet<string>,
): Refusal | null {
  const { by } = change;
  if (by === null) return nobody;
  const person = people.find(({ login }) => login.toLowerCase() === by.toLowerCase());
  const mayWrite = person?.mayWrite ?? null;
  if (mayWrite === null)
    return { reason: `whether ${by} may write to the repository could not be read`, isUnknown: true };
  if (!mayWrite) return { reason: `${by} may not write to the repository` };
  if (item.kind === "item" || !rolesKnown.has(item.group)) return null;
  const has = person?.roles.get(item.group) ?? null;
  if (has === null) return { reason: `whether ${by} is ${item.group} could not be read`, isUnknown: true };
  return has ? null : { reason: `${by} is not ${item.group}` };
}
