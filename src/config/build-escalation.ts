import type { Channel } from "../domain/channel.ts";
import type { Contact } from "../domain/config.ts";
import type { EscalationLevel } from "../domain/escalation.ts";
import type { EscalateInput } from "./schema/response-schema.ts";

/**
 * Checked input → the levels of the escalation, with every default filled in.
 *
 * @param roles of the contacts who can be reached; with the channels they are what `all` means
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

/** Roles that can be told something: by a handle, or by an address where some channel has a mail server. */
export function reachableRoles(
  contacts: readonly Pick<Contact, "role" | "handle" | "email">[],
  channels: readonly Pick<Channel, "kind">[],
): readonly string[] {
  const sendsMail = channels.some(({ kind }) => kind === "email");
  return contacts
    .filter(({ handle, email }) => handle !== null || (email !== null && sendsMail))
    .map(({ role }) => role);
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
