import { describe, expect, test } from "@jest/globals";
import { sendMail } from "../../src/channels/send-mail.ts";
import type { Mail, MailOutcome } from "../../src/domain/mail.ts";
import { hostileMessage, message } from "./messages.ts";

const channel = {
  name: "mail",
  kind: "email",
  server: "SMTP_URL",
  from: "gate@example.com",
  to: ["$TEAM", "ops@example.com"],
} as const;
const env = { SMTP_URL: "smtp://gate:p%40ssw0rd@mail.example.com:587", TEAM: "team@example.com" };

async function send(
  outcome: MailOutcome = { kind: "sent", refused: 0 },
  { what = message, more = {}, to = undefined as readonly string[] | undefined } = {},
) {
  const mails: Mail[] = [];
  const mailer = {
    send: async (mail: Mail) => {
      mails.push(mail);
      return outcome;
    },
  };
  const result = await sendMail(what, channel, { env: { ...env, ...more }, mailer }, to);
  return { result, mail: mails[0] };
}

describe("sendMail", () => {
  test("tells everybody of the channel, with addresses that the environment holds", async () => {
    const { result, mail } = await send();
    expect(result).toEqual({ outcome: "done", detail: "" });
    expect(mail).toMatchObject({
      server: env.SMTP_URL,
      from: "gate@example.com",
      to: ["team@example.com", "ops@example.com"],
      subject: "search: latency needs attention (warning, level 2)",
      messageId: "<rollout-gate.0123abcd@example.com>",
    });
    for (const part of [
      "* production/latency (warning, since 2026-01-05 09:00 UTC): +12 %, above +10 %",
      "Told: lead (On call)",
      "the run: https://github.com/octo-org/shop/actions/runs/7",
      "  1. set the flag by file",
    ]) {
      expect(mail?.text).toContain(part);
    }
  });

  test("or one person", async () => {
    expect((await send(undefined, { to: ["lead@example.com"] })).mail?.to).toEqual(["lead@example.com"]);
  });

  test("nothing from data ends the subject's line, or makes a link or an address", async () => {
    const { mail } = await send(undefined, { what: hostileMessage });
    expect(mail?.subject).not.toMatch(/[\r\n]/);
    expect(mail?.text).not.toMatch(/^Bcc|https:\/\/evil|www\.evil|evil@example|\u202e/m);
  });

  test.each<[string, Parameters<typeof send>, string, RegExp]>([
    ["no server", [undefined, { more: { SMTP_URL: "" } }], "failed", /SMTP_URL is not set/],
    ["no receiver", [undefined, { to: ["$NOBODY"] }], "failed", /No receiver/],
    ["two addresses in one", [undefined, { to: ["a@example.com, b@example.com"] }], "failed", /No receiver/],
    ["one receiver less", [undefined, { more: { TEAM: "" } }], "done", /1 of 2/],
    ["one that the server refused", [{ kind: "sent", refused: 1 }], "done", /1 of 2/],
    ["no answer", [{ kind: "unknown", reason: "x" }], "unknown", /broke/],
    [
      "a refusal that quotes what is secret",
      [{ kind: "not-sent", reason: "535 p@ssw0rd of gate at mail.example.com for team@example.com <x@y.z>" }],
      "failed",
      /not taken: 535 \*\*\* of \*\*\* at \*\*\* for/,
    ],
  ])("%s", async (_name, args, outcome, detail) => {
    const { result } = await send(...args);
    expect(result.outcome).toBe(outcome);
    expect(result.detail).toMatch(detail);
    expect(result.detail).not.toMatch(/p@ssw0rd|p%40ss|mail\.example\.com|team@|x@y/);
  });
});
