import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { Mail } from "../../src/domain/mail.ts";
import { createMailer } from "../../src/system/create-mailer.ts";

interface Received {
  readonly user: string | undefined;
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
  readonly text: string;
}

const running: (SMTPServer | Server)[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
});

/** A real SMTP server on this machine. */
async function serve(options: SMTPServerOptions = {}) {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    // Nothing is looked up, so that nothing leaves this machine.
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, callback) =>
      password === "p@ss/w0rd" ? callback(null, { user: username }) : callback(new Error("no s3cret matches")),
    onRcptTo: ({ address }, _session, callback) =>
      callback(address.startsWith("unknown") ? new Error(`there is no ${address}`) : null),
    onData: (stream, session, callback) => {
      let text = "";
      stream.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          user: session.user as string | undefined,
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          text,
        });
        callback(null);
      });
    },
    ...options,
  });
  server.on("error", () => {});
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { received, port: (server.server.address() as AddressInfo).port };
}

const mail = (server: string, more: Partial<Mail> = {}): Mail => ({
  server,
  from: "gate@example.com",
  to: ["ops@example.com", "lead@example.com"],
  subject: "search: latency needs attention — now",
  text: "It is slow.\n.\nA line with a dot alone.\n",
  messageId: "<rollout-gate.0123@example.com>",
  ...more,
});

const plain: SMTPServerOptions = { hideSTARTTLS: true, allowInsecureAuth: true };

describe("a mail", () => {
  test("reaches everybody, whole, with a name that stays the same", async () => {
    const { received, port } = await serve(plain);
    expect(await createMailer().send(mail(`smtp://127.0.0.1:${port}`))).toEqual({ kind: "sent", refused: 0 });
    const [one] = received;
    expect(one).toMatchObject({
      from: "gate@example.com",
      to: ["ops@example.com", "lead@example.com"],
      user: undefined,
    });
    expect(one?.text).toMatch(/^Message-ID: <rollout-gate\.0123@example\.com>\r$/m);
    expect(one?.text).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(one?.text).toContain("\r\n.\r\nA line with a dot alone.");
  });

  test("goes with the user and password of the address", async () => {
    const { received, port } = await serve(plain);
    await createMailer().send(mail(`smtp://gate%40example.com:p%40ss%2Fw0rd@127.0.0.1:${port}`));
    expect(received[0]?.user).toBe("gate@example.com");
  });

  test("tells how many addresses were refused", async () => {
    const { port } = await serve(plain);
    const to = ["ops@example.com", "unknown@example.com"];
    expect(await createMailer().send(mail(`smtp://127.0.0.1:${port}`, { to }))).toEqual({ kind: "sent", refused: 1 });
  });

  test("has the headers that we give it, whatever a subject holds", async () => {
    const { received, port } = await serve(plain);
    await createMailer().send(mail(`smtp://127.0.0.1:${port}`, { subject: "a\r\nBcc: evil@example.com\r\n\r\nbody" }));
    const [head = ""] = (received[0]?.text ?? "").split("\r\n\r\n");
    expect(head.split("\r\n").filter((line) => /^bcc:/i.test(line))).toEqual([]);
    expect(received[0]?.to).toEqual(["ops@example.com", "lead@example.com"]);
  });
});

describe("what goes wrong", () => {
  test.each<[string, SMTPServerOptions, (port: number) => string, RegExp]>([
    ["a wrong password", plain, (port) => `smtp://gate:wrong@127.0.0.1:${port}`, /s3cret|535/],
    ["a certificate that nobody vouches for", {}, (port) => `smtp://127.0.0.1:${port}`, /certificate/i],
    [
      "TLS from the first byte, with such a certificate",
      { secure: true },
      (port) => `smtps://127.0.0.1:${port}`,
      /certificate/i,
    ],
    ["nobody listens", plain, () => "smtp://127.0.0.1:9", /ECONNREFUSED/],
    ["an address of another kind", plain, (port) => `http://127.0.0.1:${port}`, /smtp:\/\//],
    [
      "a server that takes no sender",
      { ...plain, onMailFrom: (_address, _session, callback) => callback(new Error("no")) },
      (port) => `smtp://127.0.0.1:${port}`,
      /no/,
    ],
    [
      "a server that takes no message",
      {
        ...plain,
        onData: (stream, _session, callback) => void stream.on("end", () => callback(new Error("spam"))).resume(),
      },
      (port) => `smtp://127.0.0.1:${port}`,
      /spam/,
    ],
  ])("%s: it is known that nothing was sent", async (_name, options, address, reason) => {
    const { received, port } = await serve(options);
    const outcome = await createMailer().send(mail(address(port)));
    expect(outcome).toEqual({ kind: "not-sent", reason: expect.stringMatching(reason) });
    expect(received).toEqual([]);
  });

  test("a password does not go over a wire that others can read", async () => {
    const { received, port } = await serve(plain);
    // Another name for this machine than the ones that are known to be it.
    const outcome = await createMailer().send(mail(`smtp://gate:p%40ss%2Fw0rd@0.0.0.0:${port}`));
    expect(outcome.kind).toBe("not-sent");
    expect(received).toEqual([]);
  });

  test("a connection that breaks while the message is handed over leaves it in doubt", async () => {
    const server = createServer((socket) => {
      socket.write("220 here\r\n");
      let isData = false;
      socket.on("error", () => {});
      socket.on("data", (bytes) => {
        if (isData) return socket.destroy();
        for (const line of bytes
          .toString()
          .split("\r\n")
          .filter((text) => text !== "")) {
          isData = line === "DATA";
          socket.write(isData ? "354 go on\r\n" : "250 ok\r\n");
        }
      });
    });
    running.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    expect(await createMailer().send(mail(`smtp://127.0.0.1:${port}`))).toMatchObject({ kind: "unknown" });
  });
});
