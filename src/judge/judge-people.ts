import type { Finding, Outcome } from "../domain/finding.ts";
import type { Reading } from "../domain/problem.ts";
import type { RefusedTick, TickItem, Ticks } from "../domain/sign-off.ts";

const mostNamed = 6;

/**
 * Judges what people owe: one finding for each group of items, one for each sign-off. A required item that is open is a critical
 * fail; one that is not required is a condition. When it cannot be read what is ticked, or whether a tick counts, it is unknown: never
 * ticked, and no fail either.
 *
 * @param ticks what is ticked, or why that could not be read
 */
export function judgePeople(items: readonly TickItem[], ticks: Reading<Ticks>): readonly Finding[] {
  const groups = new Map<string, TickItem[]>();
  for (const item of items) {
    const key = `${item.kind} ${item.group}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()].map((group) => judgeGroup(group, ticks));
}

function judgeGroup(group: readonly TickItem[], ticks: Reading<Ticks>): Finding {
  const [first] = group;
  const signOff = first?.kind === "sign-off";
  const subject = signOff ? `sign-off ${first.group}` : `by hand: ${first?.group ?? ""}`;
  const required = group.some((item) => item.required);
  const find = (outcome: Outcome, severity: Finding["severity"], reason: string, action: string): Finding => {
    const limit = signOff ? "signed off" : `all of ${group.length}`;
    return { subject, kind: "manual", outcome, severity, reason, limit, action, unit: "", footnotes: [], places: [] };
  };
  if (!ticks.ok) {
    const reason = `what people ticked could not be read: ${ticks.problem.reason}`;
    const action = ticks.problem.remedy ?? "Run it again when GitHub answers";
    return find("inconclusive", required ? "critical" : "warning", reason, action);
  }
  const { standing, refused, place } = ticks.value;
  const open = group.filter((item) => !standing.some(({ id }) => id === item.id));
  if (open.length === 0) return find("pass", required ? "critical" : "warning", passWords(group, ticks.value), "");
  const owed = open.filter((item) => item.required);
  const words = openWords(group, open, refused);
  const where = place === null ? "" : ` in ${place}`;
  const action = signOff ? `Let ${first.group} sign off${where}` : `Try what is open by hand, and tick it${where}`;
  const deciding = owed.length > 0 ? owed : open;
  const isUnknown = deciding.every((item) => refused.some((tick) => tick.id === item.id && tick.isUnknown === true));
  const severity = owed.length > 0 ? "critical" : "warning";
  return isUnknown
    ? find("inconclusive", severity, words, "Run it again when GitHub answers, with a token that may read it")
    : find("fail", severity, words, action);
}

function passWords(group: readonly TickItem[], ticks: Ticks): string {
  const given = ticks.standing.filter(({ id }) => group.some((item) => item.id === id));
  const people = [...new Set(given.map(({ by }) => by))].join(", ");
  const days = given.map(({ at }) => at.slice(0, 10)).sort();
  const last = days.at(-1) ?? "";
  if (group[0]?.kind === "sign-off") return `signed off by ${people} on ${last}`;
  return `all ${group.length} ticked by ${people}, the last on ${last}`;
}

function openWords(group: readonly TickItem[], open: readonly TickItem[], refused: readonly RefusedTick[]): string {
  const reasons = refused.filter(({ id }) => open.some((item) => item.id === id));
  const doubt = [...new Set(reasons.map(({ reason }) => reason))].join("; ");
  const ticked = doubt === "" ? "" : `; ticked, but not counted: ${doubt}`;
  if (group[0]?.kind === "sign-off") return `not signed off${ticked}`;
  const named = open.slice(0, mostNamed).map((item) => item.text);
  const more = open.length > mostNamed ? ` and ${open.length - mostNamed} more` : "";
  return `${group.length - open.length} of ${group.length} ticked, open: ${named.join(", ")}${more}${ticked}`;
}
