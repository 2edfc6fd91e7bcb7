import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** A message as it reached somebody. */
export interface Received {
  readonly place: "room" | "hook" | "mail";
  /** What tells a message from its copies: the key or id that its sender gave it; of Slack, which has none, what it says. */
  readonly key: string;
  readonly title: string;
  /** Whether it says of itself that it may have come before. */
  readonly saysRepeated: boolean;
}

export interface Receivers {
  readonly received: readonly Received[];
  /** Addresses as the steps' environment has them. */
  readonly env: Readonly<Record<string, string>>;
  /** Told of each message before its sender has an answer. */
  onReceived: (message: Received) => void;
  stop(): Promise<void>;
}

const repeated = /may have come before/i;

/** A Slack room, a webhook and a mail server on loopback, which take everything. */
export async function startReceivers(): Promise<Receivers> {
  const received: Received[] = [];
  const take = (message: Received) => {
    received.push(message);
    receivers.onReceived(message);
  };
  const http = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      const place = request.url === "/hook" ? "hook" : "room";
      const { title, text } = JSON.parse(body) as { readonly title?: string; readonly text?: string };
      const said = title ?? text ?? "";
      const digest = createHash("sha256").update(said).digest("hex");
      const key = String(request.headers["idempotency-key"] ?? digest);
      take({ place, key, title: said, saysRepeated: repeated.test(body) });
      response.writeHead(200).end();
    });
  });
  const smtp = new SMTPServer({
    authOptional: true,
    logger: false,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    onData: (stream, session, callback) => {
      let text = "";
      stream.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      stream.on("end", () => {
        const header = (name: string) => new RegExp(`^${name}: *((?:.|\\r\\n[ \\t])*)`, "im").exec(text)?.[1] ?? "";
        const title = header("Subject").replace(/\r\n[ \t]/g, " ");
        const to = session.envelope.rcptTo.map(({ address }) => address).join(" ");
        take({ place: "mail", key: `${header("Message-ID")} ${to}`, title, saysRepeated: repeated.test(text) });
        callback(null);
      });
    },
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const receivers: Receivers = {
    received,
    env: {
      ROOM_URL: `${base}/room`,
      HOOK_URL: `${base}/hook`,
      SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    },
    onReceived: () => {},
    async stop() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
    },
  };
  return receivers;
}
