import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, emptyAnswer, notFound, parseBody, refusal } from "./answer.ts";
import type { Armory, FaultOrder } from "./arm-faults.ts";
import type { Call } from "./call-log.ts";
import { headersOf, readBody } from "./http-server.ts";
import type { HubContext } from "./hub-request.ts";
import { refuseToken } from "./permit.ts";
import { playFault } from "./play-fault.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { ReadHistory } from "./read-history.ts";
import type { RefWrites } from "./ref-writes.ts";
import { refuseHeaders } from "./refuse-headers.ts";
import { matchRoute, type RouteMatch, routeName } from "./route.ts";
import { sendAnswer } from "./send-answer.ts";
import { serve } from "./serve.ts";
import { loginOf } from "./token.ts";
import { secretOf, type TokenStore } from "./token-store.ts";

/** Everything that a request of GitHub's description does not allow. */
export type CheckDescribed = (
  match: RouteMatch | null,
  query: URLSearchParams,
  raw: Buffer,
  body: unknown,
) => readonly string[];

export interface HubParts {
  readonly context: HubContext;
  /** Paths that the REST API and GraphQL lie at. */
  readonly base: string;
  readonly graphql: string;
  readonly tokens: TokenStore;
  readonly rate: RateLimit;
  readonly armory: Armory;
  readonly reads: ReadHistory;
  readonly refWrites: RefWrites;
  readonly checkDescribed: CheckDescribed;
  readonly log: (call: Call) => void;
}

/** A request taken apart. */
interface Asked {
  readonly method: string;
  readonly target: string;
  readonly query: URLSearchParams;
  readonly match: RouteMatch | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly secret: string | null;
  readonly raw: Buffer;
  readonly body: unknown;
}

function takeApart(message: IncomingMessage, raw: Buffer, parts: HubParts): Asked {
  const method = message.method ?? "GET";
  const url = new URL(message.url ?? "/", "http://hub");
  const graphql = url.pathname === parts.graphql;
  const path = graphql ? "/graphql" : url.pathname.slice(parts.base.length);
  const inside = graphql || url.pathname.startsWith(parts.base);
  const headers = headersOf(message);
  return {
    method,
    target: `${path}${url.search}`,
    query: url.searchParams,
    match: inside ? matchRoute(method, path) : null,
    headers,
    secret: secretOf(headers),
    raw,
    body: parseBody(raw),
  };
}

/** One request from its first byte to its last: noted, held to the description, struck by a fault or done, answered. */
export async function handleRequest(
  message: IncomingMessage,
  response: ServerResponse,
  parts: HubParts,
): Promise<void> {
  const raw = await readBody(message);
  if (raw === null) return;
  const asked = takeApart(message, raw, parts);
  const { method, target, match, body } = asked;
  const token = parts.tokens.find(asked.secret);
  const route = match === null ? null : routeName(match.route);
  const noted = { route, method, target, login: token === null ? null : loginOf(token), body };
  const { authorization: _, ...headers } = asked.headers;
  const call: Call = { ...noted, headers, status: null, fault: null, done: false };
  parts.log(call);
  for (const problem of parts.checkDescribed(match, asked.query, raw, body)) {
    parts.context.violation(`${route ?? `${method} ${target}`}: ${problem}`);
  }

  const readKey = `${method} ${target} ${raw.toString("utf8")}`;
  const play = async (order: FaultOrder, answer: Answer | null) => {
    call.fault = order.fault;
    call.status = await playFault(
      order,
      {
        answer,
        stale: answer === null ? null : parts.reads.before(readKey, answer),
        elsewhere: `${parts.context.storageUrl}${message.url ?? "/"}`,
        now: parts.context.now(),
        head: method === "HEAD",
      },
      response,
    );
  };

  const before = parts.armory.strike(noted, "before");
  if (before !== null) return await play(before, null);
  const answer = withHeaders(await permitted(asked, parts), parts.rate.headers(asked.secret));
  call.done = answer.status < 400;
  const reading = method === "GET" || route === "POST /graphql";
  if (reading && answer.status < 500) parts.reads.add(readKey, answer);
  const after = parts.armory.strike(noted, "after");
  if (after !== null) return await play(after, answer);
  const sent = notModified(answer, asked.headers["if-none-match"]) ?? answer;
  call.status = sent.status;
  sendAnswer(sent, response, method === "HEAD");
}

/** Does what the token may do. */
async function permitted(asked: Asked, parts: HubParts): Promise<Answer> {
  const { match, secret, query, headers, raw, body } = asked;
  const { context } = parts;
  const limited = secret === null ? null : parts.rate.spend(secret);
  const refused = limited ?? refuseHeaders(headers);
  if (refused !== null) return refused;
  const token = parts.tokens.find(secret);
  if (token === null) return refusal(401, secret === null ? "Requires authentication" : "Bad credentials");
  if (match === null) return notFound();
  const notAllowed = refuseToken(token, match, context.seeds, (name) => {
    const seed = context.seeds.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
    return seed === undefined ? null : { private: seed.private ?? false };
  });
  if (notAllowed !== null) return notAllowed;
  const request = { match, query, headers, raw, body, token, login: loginOf(token) };
  const task = () => serve(request, context);
  return match.route.writesRefs ? await parts.refWrites(request, context, task) : await task();
}

function withHeaders(answer: Answer, limits: Readonly<Record<string, string>>): Answer {
  const etag = createHash("sha256").update(answer.body).digest("hex");
  return {
    ...answer,
    headers: {
      "x-github-request-id": randomUUID(),
      "x-github-media-type": "github.v3; format=json",
      ...limits,
      ...(answer.status === 200 ? { etag: `W/"${etag}"` } : {}),
      ...answer.headers,
    },
  };
}

function notModified(answer: Answer, known: string | undefined): Answer | null {
  const { etag } = answer.headers;
  if (etag === undefined || known === undefined || !known.includes(etag)) return null;
  return { ...emptyAnswer(304), headers: answer.headers };
}
