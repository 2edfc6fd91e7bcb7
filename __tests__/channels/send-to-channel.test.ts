import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { noticeJsonSchema } from "../../src/channels/notice-json-schema.ts";
import { sendToChannel } from "../../src/channels/send-to-channel.ts";
import type { Channel } from "../../src/domain/channel.ts";
import { createHttp } from "../../src/system/create-http.ts";
import { createMailer } from "../../src/system/create-mailer.ts";
import { hostile, hostileMessage, message } from "./messages.ts";

interface Received {
  readonly headers: IncomingMessage["headers"];
  readonly url: string;
  readonly body: string;
}

let server: Server;
let received: Received[] = [];
let answer: (response: ServerResponse) => void;
let base = "";

beforeEach(async () => {
  received = [];
  answer = (response) => response.end("ok");
  server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      received.push({ headers: request.headers, url: request.url ?? "", body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const room: Channel = { name: "room", kind: "slack", address: "ROOM_URL" };
const hook: Channel = { name: "hook", kind: "webhook", address: "HOOK_URL", secret: "HOOK_KEY" };
const env = () => ({ ROOM_URL: `${base}/services/T0/B0/s3cret`, HOOK_URL: `${base}/hook?key=s3cret`, HOOK_KEY: "k3y" });

const send = (channel: Channel, what = message, more: Record<string, string | undefined> = {}) =>
  sendToChannel(what, channel, { env: { ...env(), ...more }, http: createHttp({}), mailer: createMailer() });

describe("Slack", () => {
  test("gets a text and blocks that say it all, and mentions whom the config names", async () => {
    expect(await send(room)).toEqual({ outcome: "done", detail: "" });
    const [{ url, body, headers } = { url: "", body: "", headers: {} }] = received;
    expect([url, headers["content-type"]]).toEqual(["/services/T0/B0/s3cret", "application/json; charset=utf-8"]);
    const sent = JSON.parse(body);
    expect(sent.text).toBe(":warning: search: latency needs attention (warning, level 2)");
    expect(body).toContain("<@U0123ABCD>");
    expect(body).toContain("<https://github.com/octo-org/shop/actions/runs/7|the run>");
    for (const part of ["production/latency", "+12 %, above +10 %", "set the flag by file"])
      expect(body).toContain(part);
  });

  test("is mentioned, linked and formatted by nothing from data, and gets no more than it takes", async () => {
    const concerns = Array.from({ length: 500 }, () => ({ ...hostileMessage.concerns[0], reason: hostile.repeat(50) }));
    await send(room, { ...hostileMessage, concerns: concerns as never, rollbackPlan: hostile.repeat(5000) });
    const sent = JSON.parse(received[0]?.body ?? "{}");
    const markup = sent.blocks.filter((block: { text?: { type: string } }) => block.text?.type === "mrkdwn");
    const read = [sent.text, ...markup.map((block: { text: { text: string } }) => block.text.text)].join("\n");
    expect(read).not.toMatch(/<!|<@|@here|\*bold|`code|https:\/\/evil|www\.evil|<img/);
    expect(JSON.stringify(sent)).not.toMatch(/https:\/\/evil|www\.evil|\u202e/);
    expect(sent.blocks.length).toBeLessThanOrEqual(50);
    for (const block of sent.blocks) {
      const most = block.type === "header" ? 150 : 3000;
      if (block.text !== undefined) expect(block.text.text.length).toBeLessThanOrEqual(most);
    }
    expect(markup.every((block: { text: { verbatim: boolean } }) => block.text.verbatim)).toBe(true);
  });
});

describe("a webhook", () => {
  test("gets JSON by the published schema, signed, with a key by which it knows a repetition", async () => {
    expect(await send(hook)).toEqual({ outcome: "done", detail: "" });
    await send(hook);
    const [one, two] = received;
    const signature = createHmac("sha256", "k3y")
      .update(one?.body ?? "")
      .digest("hex");
    expect(one?.headers["x-rollout-gate-signature-256"]).toBe(`sha256=${signature}`);
    expect(one?.headers["idempotency-key"]).toMatch(/^[0-9a-f]{32}$/);
    expect(two?.headers["idempotency-key"]).toBe(one?.headers["idempotency-key"]);
    const check = new Ajv({ strict: false }).compile(noticeJsonSchema());
    const published = readFileSync(new URL("../../schema/notice.schema.json", import.meta.url), "utf8");
    expect(JSON.parse(published)).toEqual(noticeJsonSchema());
    expect([check(JSON.parse(one?.body ?? "")), check.errors]).toEqual([true, null]);
    expect(JSON.parse(one?.body ?? "")).toMatchObject({
      schema: "rollout-gate/notice/1",
      id: "0123abcd",
      told: ["lead"],
    });
  });

  test("that asks for a signature is sent nothing without one", async () => {
    expect(await send(hook, message, { HOOK_KEY: undefined })).toMatchObject({ outcome: "failed" });
    expect(received).toEqual([]);
  });

  test("without a secret is not signed", async () => {
    await send({ ...hook, secret: null });
    expect(received[0]?.headers["x-rollout-gate-signature-256"]).toBeUndefined();
  });
});

describe("what a server answers", () => {
  test.each<[string, (response: ServerResponse) => void, string, RegExp]>([
    [
      "that it does not know the address",
      (response) => response.writeHead(404).end("no_service s3cret"),
      "failed",
      /404/,
    ],
    ["that it is asked too often", (response) => response.writeHead(429).end(), "failed", /too often/],
    ["that it is in trouble", (response) => response.writeHead(500).end(), "failed", /in trouble/],
    ["nothing, behind something that answers", (response) => response.writeHead(504).end(), "unknown", /504/],
    ["nothing", (response) => response.destroy(), "unknown", /no whole answer/],
    [
      "half",
      (response) => response.writeHead(200, { "content-length": "9" }).write("ok", () => response.destroy()),
      "unknown",
      /no whole answer/,
    ],
    ["too much", (response) => response.end("x".repeat(300_000)), "unknown", /no whole answer/],
    [
      "that it is elsewhere, where the message is not taken to",
      (response) => response.writeHead(307, { location: `${base}/elsewhere` }).end(),
      "failed",
      /redirects/,
    ],
  ])("%s", async (_name, how, outcome, detail) => {
    answer = how;
    const result = await send(room);
    expect(result.outcome).toBe(outcome);
    expect(result.detail).toMatch(detail);
    expect(result.detail).not.toMatch(/s3cret|127\.0\.0\.1/);
    expect(received).toHaveLength(1);
  });

  test("nobody listens: it is known that nothing came", async () => {
    const result = await send(room, message, { ROOM_URL: "http://127.0.0.1:9/s3cret" });
    expect(result).toEqual({ outcome: "failed", detail: "There was no connection to its server." });
  });
});

describe("an address", () => {
  test.each([
    ["is not set", undefined],
    ["is empty", " "],
    ["is none", "s3cret"],
    ["is not safe", "http://chat.example.com/s3cret"],
    ["is a file", "file:///etc/s3cret"],
    ["holds a password", "https://user:s3cret@chat.example.com/"],
  ])("that %s is told by its name alone", async (_name, address) => {
    const result = await send(room, message, { ROOM_URL: address });
    expect(result.outcome).toBe("failed");
    expect(result.detail).toContain("ROOM_URL");
    expect(result.detail).not.toContain("s3cret");
  });
});
