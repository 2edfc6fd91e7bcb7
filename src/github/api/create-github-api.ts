import { endpoint } from "@octokit/endpoint";
import type { Http, HttpOutcome } from "../../domain/http.ts";
import type { Clock } from "../../domain/ports.ts";
import { createRedactor } from "../../text/redact-secrets.ts";
import type { ApiAddresses } from "./api-addresses.ts";
import type { ApiAnswer, ApiEffect, GitHubApi, PartialData } from "./github-api.ts";
import { type ReadAnswer, readGraphqlAnswer, readRestAnswer } from "./read-answer.ts";
import { type ApiLimits, retryWait, usualLimits } from "./retry-wait.ts";

export interface GitHubApiOptions {
  readonly token: string;
  readonly addresses: ApiAddresses;
  readonly http: Http;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Names the program to GitHub. */
  readonly userAgent: string;
  /** Told what is waited for, in a sentence. */
  readonly note: (message: string) => void;
  readonly limits?: ApiLimits;
}

interface Prepared {
  readonly method: string;
  readonly url: string;
  readonly body: string | null;
  readonly effect: ApiEffect;
  /** For messages. */
  readonly what: string;
  readonly read: (outcome: HttpOutcome, what: string, now: Date) => ReadAnswer;
}

const maxAnswerBytes = 32 * 1024 * 1024;
const maxHops = 3;

/** GitHub's API over HTTP. What is tried again, and for how long, is `retryWait`'s; what counts as an answer is `readRestAnswer`'s. */
export function createGitHubApi(options: GitHubApiOptions): GitHubApi {
  const { addresses, clock, http } = options;
  const limits = options.limits ?? usualLimits;
  const redact = createRedactor([options.token]);
  const origins = new Set([new URL(addresses.rest).origin, new URL(addresses.graphql).origin]);
  let requests = 0;
  let leftMs = limits.waitMs;
  let startedMs: number | null = null;

  const sendOnce = async (call: Prepared): Promise<ReadAnswer> => {
    let url = call.url;
    for (let hop = 0; ; hop++) {
      requests++;
      const outcome = await http.send({
        method: call.method,
        url,
        headers: {
          accept: "application/vnd.github+json",
          authorization: `Bearer ${options.token}`,
          "user-agent": options.userAgent,
          ...(call.body === null ? {} : { "content-type": "application/json; charset=utf-8" }),
        },
        body: call.body,
        timeoutMs: limits.requestMs,
        maxBytes: maxAnswerBytes,
      });
      const next = outcome.ok ? nextHop(call.method, url, outcome.status, outcome.headers.location) : null;
      // The token goes where the job's own settings sent it, and nowhere else.
      if (next === null || hop >= maxHops || !origins.has(next.origin))
        return call.read(outcome, call.what, clock.now());
      url = next.href;
    }
  };

  const send = async (call: Prepared): Promise<ApiAnswer> => {
    startedMs ??= clock.monotonicMs();
    for (let tries = 1; ; tries++) {
      if (clock.monotonicMs() - startedMs >= limits.totalMs) return timeUsedUp(call.what, limits.totalMs);
      const { answer, retryAfterMs } = await sendOnce(call);
      if (answer.ok) return answer;
      const fault = { ...answer.fault, message: redact(answer.fault.message) };
      const waitMs = retryWait({ effect: call.effect, fault, retryAfterMs, tries, leftMs }, limits, options.random());
      if (waitMs === null) return { ...answer, fault, ...redactedPartial(answer.partial, redact) };
      leftMs -= waitMs;
      const seconds = Math.round(waitMs / 100) / 10;
      options.note(`GitHub did not answer as it should (${fault.message}); trying again in ${seconds} s.`);
      await clock.sleep(waitMs);
    }
  };

  return {
    async call(call) {
      const written = endpoint(call.route, { baseUrl: addresses.rest, ...call.parameters });
      // A part such as `..` would lead to another route than the one that was meant.
      if (new URL(written.url).href.split("?")[0] !== written.url.split("?")[0]) {
        const message = `${call.route}: one of its parameters cannot stand in an address`;
        return { ok: false, fault: { kind: "invalid", status: null, message } };
      }
      return send({
        method: written.method,
        url: written.url,
        body: written.body === undefined || written.body === "" ? null : JSON.stringify(written.body),
        effect: call.effect,
        what: call.route,
        read: readRestAnswer,
      });
    },
    query: (text, variables) =>
      send({
        method: "POST",
        url: addresses.graphql,
        body: JSON.stringify({ query: text, variables }),
        effect: "read",
        what: "GraphQL",
        read: readGraphqlAnswer,
      }),
    get requests() {
      return requests;
    },
  };
}

/** Where an answer says that it is to be asked again with the same method; GitHub does so for what was renamed. */
function nextHop(method: string, from: string, status: number, location: string | undefined): URL | null {
  const keeps = status === 307 || status === 308 || ((status === 301 || status === 302) && method === "GET");
  if (!keeps || location === undefined || !URL.canParse(location, from)) return null;
  return new URL(location, from);
}

function redactedPartial(
  partial: PartialData | undefined,
  redact: (text: string) => string,
): { readonly partial?: PartialData } {
  if (partial === undefined) return {};
  const faults = [...partial.faults].map(([name, one]) => [name, { ...one, message: redact(one.message) }] as const);
  return { partial: { data: partial.data, faults: new Map(faults) } };
}

function timeUsedUp(what: string, totalMs: number): ApiAnswer {
  const message = `${what}: not sent, the ${Math.round(totalMs / 1000)} s for speaking with GitHub are used up`;
  return { ok: false, fault: { kind: "unreachable", status: null, message } };
}
