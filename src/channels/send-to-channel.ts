import { createHash, createHmac } from "node:crypto";
import type { Channel, DeliveryResult } from "../domain/channel.ts";
import type { NoticeMessage } from "../domain/notice.ts";
import { renderNoticeJson } from "../report/render-notice-json.ts";
import { renderNoticeSlack } from "../report/render-notice-slack.ts";
import type { ChannelPorts } from "./channel-ports.ts";
import { postJson } from "./post-json.ts";
import { readVariable, readWebAddress } from "./read-address.ts";
import { sendMail } from "./send-mail.ts";

/** Tells one channel, once. What does not work is in the result, without secrets. */
export async function sendToChannel(
  message: NoticeMessage,
  channel: Channel,
  ports: ChannelPorts,
): Promise<DeliveryResult> {
  switch (channel.kind) {
    case "slack":
      return await sendSlack(message, channel, ports);
    case "webhook":
      return await sendWebhook(message, channel, ports);
    case "email":
      return await sendMail(message, channel, ports);
  }
}

async function sendSlack(
  message: NoticeMessage,
  { address }: Extract<Channel, { kind: "slack" }>,
  ports: ChannelPorts,
): Promise<DeliveryResult> {
  const url = readWebAddress(address, false, ports);
  if (!url.ok) return { outcome: "failed", detail: url.why };
  return await postJson({ url: url.value, body: renderNoticeSlack(message), headers: {} }, ports.http);
}

async function sendWebhook(
  message: NoticeMessage,
  { name, address, secret }: Extract<Channel, { kind: "webhook" }>,
  ports: ChannelPorts,
): Promise<DeliveryResult> {
  const url = readWebAddress(address, true, ports);
  if (!url.ok) return { outcome: "failed", detail: url.why };
  const body = renderNoticeJson(message);
  const key = createHash("sha256")
    .update(JSON.stringify([message.rollout, message.id, name]))
    .digest("hex")
    .slice(0, 32);
  const headers = { "idempotency-key": key };
  if (secret === null) return await postJson({ url: url.value, body, headers }, ports.http);
  const known = readVariable(secret, ports);
  // An unsigned body would be thrown away by who asks for a signature, and the message would be lost.
  if (!known.ok) return { outcome: "failed", detail: known.why };
  const signature = createHmac("sha256", known.value).update(body).digest("hex");
  return await postJson(
    { url: url.value, body, headers: { ...headers, "x-rollout-gate-signature-256": `sha256=${signature}` } },
    ports.http,
  );
}
