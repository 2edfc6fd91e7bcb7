import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import type { HttpRequest } from "../../src/domain/http.ts";
import { createHttp } from "../../src/system/create-http.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

function get(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: "GET", url, headers: {}, body: null, timeoutMs: 10_000, maxBytes: 1000, ...more };
}

describe("createHttp", () => {
  test("sends a request with its body and gives the answer", async () => {
    const { port } = await serve((request, response) => {
      request.setEncoding("utf8");
      let body = "";
      request.on("data", (piece: string) => {
        body += piece;
      });
      request.on("end", () =>
        response.writeHead(201, { "X-A": "1" }).end(`${request.method} ${request.headers["x-b"]} ${body}`),
      );
    });
    const request = get(`http://127.0.0.1:${port}/`, { method: "POST", headers: { "x-b": "2" }, body: "Grüße" });
    expect(await createHttp({}).send(request)).toMatchObject({
      ok: true,
      status: 201,
      headers: { "x-a": "1" },
      body: "POST 2 Grüße",
    });
  });

  test.each<[string, RequestListener, RegExp]>([
    ["a reset", (request) => request.socket.destroy(), /socket hang up|ECONNRESET/],
    [
      "a body cut before its length",
      (_, response) => void response.writeHead(200, { "content-length": "10" }).end("abc").socket?.end(),
      /aborted|middle|ECONNRESET|Parse/,
    ],
    ["too long a body", (_, response) => void response.end("x".repeat(2000)), /longer than 1000 bytes/],
    ["no answer in time", () => {}, /no whole answer within 0.1 s/],
    ["a body that does not end in time", (_, response) => void response.write("a"), /no whole answer within 0.1 s/],
  ])("%s is no answer", async (_, listener, reason) => {
    const { port } = await serve(listener);
    const timeoutMs = reason.source.includes("within") ? 100 : 10_000;
    const outcome = await createHttp({}).send(get(`http://127.0.0.1:${port}/`, { timeoutMs }));
    expect(outcome).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });

  test("a host that refuses, a name that does not exist and a header that cannot be sent are told", async () => {
    const http = createHttp({});
    expect(await http.send(get("http://127.0.0.1:1/"))).toMatchObject({
      ok: false,
      reason: expect.stringContaining("ECONNREFUSED"),
    });
    expect(await http.send(get("http://nothing.invalid/"))).toMatchObject({ ok: false });
    expect(await http.send(get("http://127.0.0.1:1/", { headers: { a: "x\ny" } }))).toMatchObject({ ok: false });
  });

  test("goes through the proxy that the environment names, with its password, and around it where it says so", async () => {
    const { port } = await serve((_, response) => void response.end("from behind"));
    const asked: string[] = [];
    const proxy = await serve((_, response) => void response.writeHead(500).end());
    proxy.server.on("connect", (request, socket) => {
      asked.push(`${request.url} ${request.headers["proxy-authorization"]}`);
      const behind = connect(port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        behind.pipe(socket).pipe(behind);
      });
      for (const side of [behind, socket]) side.on("error", () => void behind.destroy());
    });
    const env = { HTTP_PROXY: `http://me:secret@127.0.0.1:${proxy.port}`, NO_PROXY: "other.invalid" };
    // The name is known to the proxy alone.
    const http = createHttp(env);
    expect(await http.send(get("http://git.invalid/"))).toMatchObject({ ok: true, body: "from behind" });
    expect(asked).toEqual([`git.invalid:80 Basic ${Buffer.from("me:secret").toString("base64")}`]);
    expect(await http.send(get("http://other.invalid/"))).toMatchObject({ ok: false });
    expect(asked).toHaveLength(1);
  });

  test("a proxy that cannot be used is told, not gone around", async () => {
    const { port } = await serve((_, response) => void response.end("straight"));
    for (const HTTP_PROXY of ["socks5://127.0.0.1:1", "http://127.0.0.1:1"]) {
      expect(await createHttp({ HTTP_PROXY }).send(get(`http://git.invalid:${port}/`))).toMatchObject({ ok: false });
    }
  });
});
