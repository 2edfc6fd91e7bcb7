import type { TickItem, Ticks } from "../domain/sign-off.ts";
import { countBytes } from "./clip-bytes.ts";
import { escapeMarkdown, markdownCode } from "./escape-markdown.ts";
import { renderTickList, type TickListOptions } from "./render-tick-list.ts";

/** The tick list with what is to be known about it, for the comment on a pull request or an issue of its own. */
export function renderTickPart(items: readonly TickItem[], ticks: Ticks, options: TickListOptions): string {
  const head = [
    "### Ticked by people",
    "",
    "Tick a box to vouch for it. A tick counts when whoever made it may write to the repository and, for a sign-off, has the role; the next run reads it. The date behind an item says that it was counted.",
    "",
    "",
  ].join("\n");
  const list = renderTickList(items, ticks, { ...options, maxBytes: options.maxBytes - countBytes(head) });
  return list === "" ? "" : `${head}${list}`;
}

/** What we write in the tracking issue of a rollout. */
export function renderTickIssue(
  rollout: string,
  items: readonly TickItem[],
  ticks: Ticks,
  { mark, maxBytes }: TickListOptions,
): string {
  const given = ticks.standing.filter(({ id }) => items.some((item) => item.id === id)).length;
  const head = [
    `This issue belongs to the rollout ${markdownCode(rollout)}. What is ticked here counts for every run of it, until the item is worded anew or the issue is closed.`,
    "",
    `${given} of ${items.length} are given.`,
    "",
    "",
  ].join("\n");
  const approvals = approvalLines(items, ticks).join("\n");
  const room = maxBytes - countBytes(head) - countBytes(approvals) - 2;
  return `${head}${renderTickPart(items, ticks, { mark, maxBytes: room })}${approvals === "" ? "" : `\n${approvals}\n`}`;
}

/** Who approved in which role, and when; no lines where the config asks nobody. */
export function approvalLines(items: readonly TickItem[], { standing, refused }: Ticks): readonly string[] {
  const roles = items.filter(({ kind }) => kind === "sign-off");
  if (roles.length === 0) return [];
  const rows = roles.map((item) => {
    const tick = standing.find(({ id }) => id === item.id);
    const doubt = refused.find(({ id }) => id === item.id);
    const by = tick === undefined ? (doubt === undefined ? "open" : "not counted") : escapeMarkdown(tick.by);
    const on = tick === undefined ? "" : escapeMarkdown(tick.at.slice(0, 10));
    return `| ${escapeMarkdown(item.group) || "(empty)"} | ${item.required ? "yes" : "no"} | ${by} | ${on} |`;
  });
  return ["**Approvals**", "", "| Role | required | approved by | on |", "| :-- | :-- | :-- | :-- |", ...rows];
}
