import type { Channel, DeliveryResult } from "../domain/channel.ts";
import type { NoticeMessage } from "../domain/notice.ts";
import { renderNoticeText } from "../report/render-notice-text.ts";
import { unlinkedText } from "../report/unlinked-text.ts";
import type { ChannelPorts } from "./channel-ports.ts";
import { readVariable } from "./read-address.ts";

const longestSubject = 200;

/**
 * Sends what people are told by mail.
 *
 * @param to bare addresses, or `$NAME`; left out: those of the channel
 */
export async function sendMail(
  message: NoticeMessage,
  channel: Extract<Channel, { kind: "email" }>,
  ports: Pick<ChannelPorts, "env" | "mailer">,
  to: readonly string[] = channel.to,
): Promise<DeliveryResult> {
  const server = readVariable(channel.server, ports);
  if (!server.ok) return { outcome: "failed", detail: server.why };
  const [from, ...receivers] = [channel.from, ...to].map((address) => readMailAddress(address, ports));
  if (from === null || from === undefined)
    return { outcome: "failed", detail: "The sender's address is not set, or none." };
  const known = receivers.filter((address) => address !== null);
  if (known.length === 0) return { outcome: "failed", detail: "No receiver's address is set." };
  const domain = from.slice(from.indexOf("@") + 1);
  const outcome = await ports.mailer.send({
    server: server.value,
    from,
    to: known,
    subject: unlinkedText(message.title).slice(0, longestSubject),
    text: renderNoticeText(message),
    messageId: `<rollout-gate.${message.id}@${domain}>`,
  });
  const missing = receivers.length - known.length + (outcome.kind === "sent" ? outcome.refused : 0);
  switch (outcome.kind) {
    case "sent":
      return {
        outcome: "done",
        detail: missing === 0 ? "" : `${missing} of ${receivers.length} addresses were not taken.`,
      };
    case "not-sent":
      return { outcome: "failed", detail: withoutSecrets(outcome.reason, [server.value, from, ...known]) };
    case "unknown":
      return { outcome: "unknown", detail: "The connection broke while the mail was handed over." };
  }
}

/** A bare address, from the config or the environment; null: it is not set, or is more than one address. */
function readMailAddress(text: string, ports: Pick<ChannelPorts, "env">): string | null {
  const read = text.startsWith("$") ? readVariable(text.slice(1), ports) : ({ ok: true, value: text } as const);
  return read.ok && /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(read.value) ? read.value : null;
}

/** What a server said, in short, without addresses and what its own address holds. */
function withoutSecrets(reason: string, secrets: readonly string[]): string {
  const parts = secrets.flatMap((secret) => [secret, ...secret.split(/[/:@?&]+/)]).filter((part) => part.length > 2);
  const longestFirst = [...new Set(parts.flatMap((part) => [part, decoded(part)]))].sort(
    (one, other) => other.length - one.length,
  );
  const said = longestFirst.reduce((text, part) => text.replaceAll(part, "***"), reason);
  return `The mail was not taken: ${said.replace(/\S+@\S+/g, "***").slice(0, 300)}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A lone % is no encoding, so there is nothing else that it could stand for.
    return part;
  }
}
