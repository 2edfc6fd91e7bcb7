import { Readable } from "node:stream";
import type { Mail, Mailer, MailOutcome } from "../domain/mail.ts";

/** For all of it, from looking up the name to the server's last word. */
const totalMs = 60_000;
const stepMs = 20_000;

/** Mail by SMTP, with nodemailer, which is loaded when the first mail is sent. */
export function createMailer(): Mailer {
  return {
    async send(mail) {
      const server = readServer(mail.server);
      if (server === null) {
        return { kind: "not-sent", reason: "the server's address is not like smtp://user:password@host:587" };
      }
      try {
        return await deliver(mail, server);
      } catch (error) {
        return { kind: "not-sent", reason: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

interface Server {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly secure: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | null;
  readonly isOwnMachine: boolean;
}

function readServer(address: string): Server | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, port, username, password } = new URL(address);
  if ((protocol !== "smtp:" && protocol !== "smtps:") || hostname === "") return null;
  const secure = protocol === "smtps:";
  const auth = username === "" ? null : { user: decode(username), pass: decode(password) };
  const host = hostname.replace(/^\[|\]$/g, "");
  const isOwnMachine = host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
  return { host, port: port === "" ? (secure ? 465 : 587) : Number(port), secure, auth, isOwnMachine };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A password may hold a lone %.
    return part;
  }
}

async function deliver(mail: Mail, { host, port, secure, auth, isOwnMachine }: Server): Promise<MailOutcome> {
  const { default: MailComposer } = await import("nodemailer/lib/mail-composer");
  const { default: SMTPConnection } = await import("nodemailer/lib/smtp-connection");
  const message = await new MailComposer({
    from: mail.from,
    to: [...mail.to],
    subject: mail.subject,
    text: mail.text,
    messageId: mail.messageId,
    headers: { "Auto-Submitted": "auto-generated" },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
  const connection = new SMTPConnection({
    host,
    port,
    secure,
    // A password goes over no wire that others can read.
    requireTLS: !secure && auth !== null && !isOwnMachine,
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
    dnsTimeout: stepMs,
  });
  let isHandedOver = false;
  const outcome = await new Promise<MailOutcome>((resolve) => {
    const fail = (reason: string, isRefused: boolean): void =>
      resolve(isHandedOver && !isRefused ? { kind: "unknown", reason } : { kind: "not-sent", reason });
    const timer = setTimeout(() => fail(`it took longer than ${totalMs / 1000} s`, false), totalMs);
    timer.unref();
    const failed = (error: Error): void => fail(error.message, typeof Reflect.get(error, "responseCode") === "number");
    connection.on("error", failed);
    const content = Readable.from(
      (function* () {
        isHandedOver = true;
        yield message;
      })(),
    );
    const send = (): void =>
      connection.send({ from: mail.from, to: [...mail.to], size: message.length }, content, (error, info) => {
        if (error !== null) return failed(error);
        resolve({ kind: "sent", refused: info?.rejected.length ?? 0 });
      });
    connection.connect((error) => {
      if (error !== undefined) return failed(error);
      if (auth === null) return send();
      connection.login(auth, (refused) => (refused === null ? send() : failed(refused)));
    });
  });
  if (outcome.kind === "sent") connection.quit();
  else connection.close();
  return outcome;
}
