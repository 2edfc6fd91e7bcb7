import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, emptyAnswer, notFound, parseBody, refusal } from "./answer.ts";
import { createArmory, type FaultOrder } from "./arm-faults.ts";
import { type Call, createCallLog } from "./call-log.ts";
import { startEmulator } from "./emulator.ts";
import type { Hub, HubOptions, HubTokens } from "./hub.ts";
import { createRecords } from "./hub-records.ts";
import { type HubContext, repositoryOf, textMember } from "./hub-request.ts";
import { createState } from "./hub-state.ts";
import { mainRepository } from "./people.ts";
import { refuseToken } from "./permit.ts";
import { playFault } from "./play-fault.ts";
import { createQueue } from "./queue.ts";
import { createReadHistory } from "./read-history.ts";
import { refuseHeaders } from "./refuse-headers.ts";
import { matchRoute, type RouteMatch, routeName } from "./route.ts";
import { sendAnswer } from "./send-answer.ts";
import { serve } from "./serve.ts";
import { everyPermission, loginOf, readPermissions, type Token } from "./token.ts";

async function listen(server: Server): Promise<number> {
  // A connection that is kept is not closed while a client thinks that it may use it.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function headersOf(message: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));
}

function secretOf(headers: Readonly<Record<string, string>>): string | null {
  return /^(?:bearer|token)\s+(\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? null;
}

/** Starts a GitHub to test against. Any number may run side by side; each begins anew with `octo-org/shop`. */
export async function startHub(options: HubOptions = {}): Promise<Hub> {
  const seeds = [mainRepository, ...(options.repositories ?? [])];
  const base = options.enterprise === true ? "/api/v3" : "";
  const tokens = new Map<string, Token>();
  const spent = new Map<string, number>();
  const log = createCallLog();
  const armory = createArmory();
  const queue = createQueue();
  const records = createRecords();
  const elsewhere: { target: string; authorization: string | null }[] = [];
  const reads = createReadHistory();
  const violations: string[] = [];

  const strayed = createServer((request, response) => {
    const wanted = /^\/artifacts\/(\d+)\.zip$/.exec(request.url ?? "")?.[1];
    const artifacts = records.runs.flatMap((run) => run.artifacts);
    const archive = artifacts.find(({ id }) => id === Number(wanted))?.archive;
    if (archive !== undefined) {
      return sendAnswer(
        { status: 200, headers: { "content-type": "application/zip" }, body: archive },
        response,
        false,
      );
    }
    elsewhere.push({ target: request.url ?? "", authorization: request.headers.authorization ?? null });
    sendAnswer(notFound(), response, false);
  });
  const strayedUrl = `http://127.0.0.1:${await listen(strayed)}`;
  const server = createServer((message, response) => {
    answerRequest(message, response).catch((error: unknown) => {
      violations.push(`the hub broke: ${error instanceof Error ? error.stack : String(error)}`);
      response.destroy();
    });
  });
  const origin = `http://127.0.0.1:${await listen(server)}`;
  const url = `${origin}${base}`;
  const emulator = await startEmulator(seeds, url);
  const described = options.checkRequests === false ? null : await loadChecks();
  const now = () => new Date();
  const violation = (text: string) => violations.push(text);
  const context: HubContext = { emulator, seeds, publicUrl: url, storageUrl: strayedUrl, records, now, violation };
  const known = (name: string) => {
    const seed = seeds.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
    return seed === undefined ? null : { private: seed.private ?? false };
  };

  function issueToken(token: Token): string {
    const prefix = { job: "ghs_", app: "ghs_", classic: "ghp_", "fine-grained": "github_pat_" }[token.kind];
    const secret = `${prefix}${randomUUID().replaceAll("-", "")}`;
    tokens.set(secret, token);
    return secret;
  }

  async function answerRequest(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await readBody(message);
    const method = message.method ?? "GET";
    const asked = new URL(message.url ?? "/", origin);
    const graphql = asked.pathname === (options.enterprise === true ? "/api/graphql" : "/graphql");
    const path = graphql ? "/graphql" : asked.pathname.slice(base.length);
    const inside = graphql || asked.pathname.startsWith(base);
    const match = inside ? matchRoute(method, path) : null;
    const headers = headersOf(message);
    const secret = secretOf(headers);
    const token = secret === null ? undefined : tokens.get(secret);
    const login = token === undefined ? null : loginOf(token);
    const route = match === null ? null : routeName(match.route);
    const body = parseBody(raw);
    const target = { route, method, target: `${path}${asked.search}`, login, body };
    const { authorization: _, ...shown } = headers;
    const call: Call = { ...target, headers: shown, status: null, fault: null, done: false };
    log.add(call);
    for (const problem of described?.(match, asked.searchParams, raw, body) ?? []) {
      violation(`${route ?? `${method} ${path}`}: ${problem}`);
    }
    const readKey = `${method} ${target.target} ${raw.toString("utf8")}`;
    const scene = (answer: Answer | null) => ({
      answer,
      stale: answer === null ? null : reads.before(readKey, answer),
      elsewhere: `${strayedUrl}${asked.pathname}${asked.search}`,
      now: now(),
      head: method === "HEAD",
    });
    const play = async (order: FaultOrder, answer: Answer | null) => {
      call.fault = order.fault;
      call.status = await playFault(order, scene(answer), response);
    };

    const before = armory.strike(target, "before");
    if (before !== null) return await play(before, null);

    const answer = await done();
    const after = armory.strike(target, "after");
    if (after !== null) return await play(after, answer);
    call.status = answer.status;
    sendAnswer(answer, response, method === "HEAD");

    async function done(): Promise<Answer> {
      const limited = secret === null ? null : spend(secret);
      const served = limited ?? (await permitted());
      const whole = withHeaders(served, secret);
      call.done = whole.status < 400;
      const reading = method === "GET" || route === "POST /graphql";
      if (reading && whole.status < 500) reads.add(readKey, whole);
      return notModified(whole, headers["if-none-match"]) ?? whole;
    }

    async function permitted(): Promise<Answer> {
      const refusedHeaders = refuseHeaders(headers);
      if (refusedHeaders !== null) return refusedHeaders;
      if (token === undefined || login === null) {
        return refusal(401, secret === null ? "Requires authentication" : "Bad credentials");
      }
      if (match === null) return notFound();
      const refused = refuseToken(token, match, seeds, known);
      if (refused !== null) return refused;
      const request = { match, query: asked.searchParams, headers, raw, body, token, login };
      if (!match.route.writesRefs) return await serve(request, context);
      return await written(match, body, () => queue.run(repositoryOf(match), () => serve(request, context)));
    }
  }

  const writing = new Set<string>();

  /** Refuses a write to a file while another to the same branch is under way, if the hub was told to. */
  async function written(match: RouteMatch, body: unknown, task: () => Promise<Answer>): Promise<Answer> {
    if (options.parallelWrites !== "conflict" || !match.route.path.includes("/contents/")) return await task();
    const branch = textMember(body, "branch") ?? "main";
    const key = `${repositoryOf(match)} ${branch}`;
    if (writing.has(key)) {
      const [at, wanted] = ["5".repeat(40), "6".repeat(40)];
      return refusal(409, `${branch} is at ${at} but expected ${wanted}`);
    }
    writing.add(key);
    try {
      return await task();
    } finally {
      writing.delete(key);
    }
  }

  const hourly = options.hourlyLimit ?? 100_000;
  const resetAt = Math.floor(Date.now() / 1000) + 3600;
  const limits = (secret: string | null) => {
    const used = Math.min(hourly, secret === null ? 0 : (spent.get(secret) ?? 0));
    return {
      "x-ratelimit-limit": String(hourly),
      "x-ratelimit-remaining": String(hourly - used),
      "x-ratelimit-used": String(used),
      "x-ratelimit-reset": String(resetAt),
      "x-ratelimit-resource": "core",
    };
  };

  /** Counts a request; refuses it when the hour's are used up. */
  function spend(secret: string): Answer | null {
    const used = (spent.get(secret) ?? 0) + 1;
    spent.set(secret, used);
    return used > hourly ? refusal(403, "API rate limit exceeded for installation ID 1.") : null;
  }

  function withHeaders(answer: Answer, secret: string | null): Answer {
    const etag = createHash("sha256").update(answer.body).digest("hex");
    return {
      ...answer,
      headers: {
        "x-github-request-id": randomUUID(),
        "x-github-media-type": "github.v3; format=json",
        ...limits(secret),
        ...(answer.status === 200 ? { etag: `W/"${etag}"` } : {}),
        ...answer.headers,
      },
    };
  }

  return {
    url,
    graphqlUrl: `${origin}${options.enterprise === true ? "/api" : ""}/graphql`,
    repository: mainRepository.name,
    tokens: firstTokens(issueToken),
    issueToken,
    revokeToken: (secret) => {
      tokens.delete(secret);
    },
    calls: log,
    arm: armory.arm,
    disarmAll: armory.disarmAll,
    state: createState(context, (seed) => seeds.push(seed)),
    elsewhere,
    violations: () => violations,
    stop: async () => {
      await Promise.all([close(server), close(strayed), emulator.stop()]);
    },
  };
}

/**
 * Loaded when the hub starts, so that no request waits for it: GitHub's whole description comes with it, which takes the first hub of a
 * process half a second.
 */
async function loadChecks() {
  const { loadDescription, requestProblems } = await import("./check-described.ts");
  loadDescription();
  return (match: RouteMatch | null, query: URLSearchParams, raw: Buffer, body: unknown): readonly string[] => {
    if (match === null) return ["is no route that the hub serves"];
    return match.route.path === "/graphql" ? [] : requestProblems(match, query, raw, body);
  };
}

function notModified(answer: Answer, asked: string | undefined): Answer | null {
  const { etag } = answer.headers;
  if (etag === undefined || asked === undefined || !asked.includes(etag)) return null;
  return { ...emptyAnswer(304), headers: answer.headers };
}

function firstTokens(issue: (token: Token) => string): HubTokens {
  const repository = mainRepository.name;
  const person = (login: string) => issue({ kind: "classic", login });
  return {
    writer: issue({ kind: "job", repository, permissions: everyPermission }),
    reader: issue({ kind: "job", repository, permissions: readPermissions }),
    octocat: person("octocat"),
    hubot: person("hubot"),
    monalisa: person("monalisa"),
    stranger: person("stranger"),
  };
}
