import type { Channel } from "../domain/channel.ts";
import type { EscalationLevel } from "../domain/escalation.ts";
import type { EscalateInput } from "./schema/response-schema.ts";

/**
 * Checked input → the levels of the escalation, with every default filled in.
 *
 * @param roles of the contacts; with the channels they are what `all` means
 */
export function buildEscalation(
  input: EscalateInput | undefined,
  roles: readonly string[],
): readonly EscalationLevel[] {
  const everybody = [...roles, ...Object.keys(input?.channels ?? {})];
  return (input?.levels ?? []).map((level) => ({
    on: level.on,
    afterMs: level.after ?? 0,
    tell: [...new Set((level.tell ?? []).flatMap((name) => (name === "all" ? everybody : name)))],
    action: level.do ?? "notify",
    postMortemMs: level["post-mortem"] ?? null,
  }));
}

/** Checked input → the channels; of each exactly one kind is given. */
export function buildChannels(input: EscalateInput | undefined): readonly Channel[] {
  return Object.entries(input?.channels ?? {}).flatMap(([name, { slack, webhook, email }]): readonly Channel[] => {
    if (slack !== undefined) return [{ name, kind: "slack", address: slack }];
    if (typeof webhook === "string") return [{ name, kind: "webhook", address: webhook, secret: null }];
    if (webhook !== undefined)
      return [{ name, kind: "webhook", address: webhook.address, secret: webhook.secret ?? null }];
    return email === undefined ? [] : [{ name, kind: "email", ...email }];
  });
}
