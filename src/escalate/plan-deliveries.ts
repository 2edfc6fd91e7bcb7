import type { Channel } from "../domain/channel.ts";
import type { Contact } from "../domain/config.ts";
import type { Notice } from "../domain/notice.ts";

/** One thing that a notice asks for. */
export type Destination = { readonly to: string } & (
  | { readonly kind: "issue" }
  | { readonly kind: "rollback" }
  | { readonly kind: "channel"; readonly channel: Channel }
  /** A person, by the mail server of a channel. */
  | { readonly kind: "mail"; readonly channel: Extract<Channel, { kind: "email" }>; readonly address: string }
  /** Somebody who cannot be reached; `why` is a sentence. */
  | { readonly kind: "nobody"; readonly why: string }
);

/** Who may be told, and how. */
export interface Directory {
  readonly contacts: readonly Contact[];
  readonly channels: readonly Channel[];
}

/**
 * Where a notice goes. A channel is told as such. A role is told in every way that the config has for it: by its handle in the issue
 * on GitHub, and by mail where it has an address and some channel has a server. What is done and told to nobody else is told in the issue.
 *
 * @param hasIssue whether an issue tells of the rollout already, which then has to be kept up to date
 */
export function planDeliveries(notice: Notice, hasIssue: boolean, directory: Directory): readonly Destination[] {
  const destinations = notice.tell.flatMap((name) => reach(name, directory));
  const action = notice.kind === "escalated" ? notice.action : "notify";
  // What is done must be told somewhere.
  const asksForIssue = action === "issue" || (action !== "notify" && destinations.length === 0);
  const needsIssue = hasIssue || asksForIssue || destinations.some(({ kind }) => kind === "issue");
  return [
    ...(action === "rollback" ? [{ kind: "rollback", to: "rollback" } as const] : []),
    ...(needsIssue ? [{ kind: "issue", to: "issue" } as const] : []),
    ...destinations.filter(({ kind }) => kind !== "issue"),
  ];
}

function reach(name: string, { contacts, channels }: Directory): readonly Destination[] {
  const channel = channels.find((one) => one.name === name);
  const contact = contacts.find(({ role }) => role === name);
  const server = channels.find((one) => one.kind === "email");
  const found: readonly Destination[] = [
    ...(channel === undefined ? [] : [{ kind: "channel", to: `channel ${name}`, channel } as const]),
    ...(contact === undefined || contact.handle === null ? [] : [{ kind: "issue", to: "issue" } as const]),
    ...(contact === undefined || contact.email === null || server === undefined
      ? []
      : [{ kind: "mail", to: `mail ${name}`, channel: server, address: contact.email } as const]),
  ];
  if (found.length > 0) return found;
  const why =
    contact === undefined
      ? `The config names nobody called ${name} any more.`
      : `${name} cannot be reached: give the role a handle, or an e-mail address and a channel with a mail server.`;
  return [{ kind: "nobody", to: `nobody ${name}`, why }];
}
