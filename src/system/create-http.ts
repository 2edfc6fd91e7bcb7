import { type ClientRequest, type IncomingMessage, Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";
import type { Http, HttpOutcome, HttpRequest } from "../domain/http.ts";
import { proxyFor } from "./proxy-for.ts";

/**
 * HTTP by Node's own client, so that `NODE_EXTRA_CA_CERTS` holds, and through the proxy that the environment names. Connections are
 * kept for the next request; one that nobody uses does not keep the process alive.
 */
export function createHttp(env: Readonly<Record<string, string | undefined>>): Http {
  const direct = { "http:": new PlainAgent({ keepAlive: true }), "https:": new SecureAgent({ keepAlive: true }) };
  const proxied = new Map<string, Promise<PlainAgent>>();
  const agentFor = async (url: URL): Promise<PlainAgent> => {
    const proxy = proxyFor(url, env);
    if (proxy === null) return direct[url.protocol === "https:" ? "https:" : "http:"];
    const known = proxied.get(proxy.href);
    if (known !== undefined) return known;
    // Few need it, so nobody else waits for it.
    const made = import("https-proxy-agent").then(
      ({ HttpsProxyAgent }) => new HttpsProxyAgent(proxy, { keepAlive: true }) as unknown as PlainAgent,
    );
    proxied.set(proxy.href, made);
    return made;
  };
  return {
    async send(request) {
      try {
        const url = new URL(request.url);
        return await exchange(request, url, await agentFor(url));
      } catch (error) {
        return { ok: false, reason: reasonOf(error), unsent: true };
      }
    },
  };
}

function exchange(request: HttpRequest, url: URL, agent: PlainAgent): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    const start = url.protocol === "https:" ? secureRequest : plainRequest;
    const body = request.body === null ? null : Buffer.from(request.body, "utf8");
    const length = body === null ? {} : { "content-length": String(body.length) };
    const sent: ClientRequest = start(url, {
      method: request.method,
      agent,
      headers: { ...request.headers, ...length },
    });
    const timer = setTimeout(
      () => fail(`no whole answer within ${Math.round(request.timeoutMs / 100) / 10} s`),
      request.timeoutMs,
    );
    const settle = (outcome: HttpOutcome): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    const fail = (reason: string): void => {
      settle({ ok: false, reason });
      sent.destroy();
    };
    sent.on("error", (error) => {
      if (hadConnection(error)) return fail(reasonOf(error));
      settle({ ok: false, reason: reasonOf(error), unsent: true });
    });
    sent.on("response", (answer) => collect(answer, request.maxBytes, settle, fail));
    sent.end(body ?? undefined);
  });
}

function collect(
  answer: IncomingMessage,
  maxBytes: number,
  settle: (outcome: HttpOutcome) => void,
  fail: (reason: string) => void,
): void {
  const pieces: Buffer[] = [];
  let bytes = 0;
  answer.on("data", (piece: Buffer) => {
    bytes += piece.length;
    pieces.push(piece);
    if (bytes > maxBytes) fail(`the answer is longer than ${maxBytes} bytes`);
  });
  answer.on("error", (error) => fail(reasonOf(error)));
  answer.on("close", () => {
    if (!answer.complete) fail("the connection ended in the middle of the answer");
  });
  answer.on("end", () => {
    if (!answer.complete) return;
    const headers = Object.entries(answer.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]);
    settle({
      ok: true,
      status: answer.statusCode ?? 0,
      headers: Object.fromEntries(headers),
      body: Buffer.concat(pieces).toString("utf8"),
    });
  });
}

/** False where the error itself says that none was made: no address, nobody who listens, or a certificate that is not trusted. */
function hadConnection(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return true;
  // Of each address of a name.
  const errors: unknown = Reflect.get(error, "errors");
  if (Array.isArray(errors)) return errors.some(hadConnection);
  const [syscall, code] = [Reflect.get(error, "syscall"), String(Reflect.get(error, "code"))];
  return !(syscall === "connect" || syscall === "getaddrinfo" || /CERT|SIGNATURE|^ERR_TLS_/.test(code));
}

/** Several addresses of one name may each fail in a way of their own; then there is no message but theirs. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(reasonOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
