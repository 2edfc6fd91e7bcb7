import type { HttpOutcome } from "../../domain/http.ts";
import { oneLine } from "../../text/one-line.ts";
import type { ApiAnswer, ApiFault, PartialData } from "./github-api.ts";

/** What came of one request, and when GitHub wants the next one. */
export interface ReadAnswer {
  readonly answer: ApiAnswer;
  /** Milliseconds from now until it may be asked again, as GitHub said; null where it said nothing. */
  readonly retryAfterMs: number | null;
}

const maxMessageCharacters = 300;
/** GitHub asks to wait at least a minute after a secondary limit that names no time. */
const bareLimitMs = 60_000;

/**
 * Reads the answer to a REST request. Only what is certain is a success: a status of 2xx with a body of JSON, or without a body where
 * there is none by its status.
 *
 * @param what was asked, for the message
 */
export function readRestAnswer(outcome: HttpOutcome, what: string, now: Date): ReadAnswer {
  if (!outcome.ok) return fault("unreachable", null, `${what}: ${outcome.reason}`);
  const { status, headers, body } = outcome;
  if (status >= 200 && status < 300) {
    if (status === 204 || status === 205)
      return { answer: { ok: true, status, data: null, headers }, retryAfterMs: null };
    const data = parseJson(body);
    if (data !== undefined) return { answer: { ok: true, status, data, headers }, retryAfterMs: null };
    const was = body.trim() === "" ? "an empty body" : "a body that is no JSON, or only a part of it";
    return fault("unreachable", status, `${what}: ${status} with ${was}`);
  }
  const message = `${what}: ${status} ${serverMessage(body)}`.trim();
  if (isLimit(status, headers, body)) {
    const waitMs = limitWaitMs(headers, now);
    return fault("limited", status, message, waitMs ?? bareLimitMs);
  }
  return fault(kindOf(status), status, message, secondsHeader(headers["retry-after"], now));
}

/** Reads the answer to a GraphQL request, in which errors come with the status 200. */
export function readGraphqlAnswer(outcome: HttpOutcome, what: string, now: Date): ReadAnswer {
  const read = readRestAnswer(outcome, what, now);
  if (!read.answer.ok) return read;
  const { status, headers, data: body } = read.answer;
  const { data, errors } = isRecord(body) ? body : {};
  if (Array.isArray(errors) && errors.length > 0) {
    const faults = errors.map((error) => graphqlFault(error, what, status));
    const [first = graphqlFault(null, what, status)] = faults;
    // Whoever asked for several things at once may use the others; not where GitHub asks for patience.
    const isLimited = faults.some(({ kind }) => kind === "limited");
    const retryAfterMs = isLimited ? (limitWaitMs(headers, now) ?? bareLimitMs) : null;
    const partial = isLimited ? null : partialData(data, errors, faults);
    const worst = faults.find(({ kind }) => kind === "limited") ?? first;
    return { answer: { ok: false, fault: worst, ...(partial === null ? {} : { partial }) }, retryAfterMs };
  }
  if (!isRecord(data)) return fault("unreachable", status, `${what}: an answer without data`);
  return { answer: { ok: true, status, data, headers }, retryAfterMs: null };
}

function graphqlFault(error: unknown, what: string, status: number): ApiFault {
  const { type, message } = isRecord(error) ? error : {};
  const said = typeof message === "string" ? message : "an error without words";
  return { kind: kindOfGraphql(type), status, message: plain(`${what}: ${plain(said)}`) };
}

/** Null where it cannot be told what an error is about: then nothing is certain. */
function partialData(data: unknown, errors: readonly unknown[], faults: readonly ApiFault[]): PartialData | null {
  if (!isRecord(data)) return null;
  const byMember = new Map<string, ApiFault>();
  for (const [index, error] of errors.entries()) {
    const path = isRecord(error) ? error.path : null;
    const name: unknown = Array.isArray(path) ? path[0] : null;
    const fault = faults[index];
    if (typeof name !== "string" || !Object.hasOwn(data, name) || fault === undefined) return null;
    if (!byMember.has(name)) byMember.set(name, fault);
  }
  return { data, faults: byMember };
}

function fault(
  kind: ApiFault["kind"],
  status: number | null,
  message: string,
  retryAfterMs: number | null = null,
): ReadAnswer {
  return { answer: { ok: false, fault: { kind, status, message: plain(message) } }, retryAfterMs };
}

function kindOf(status: number): ApiFault["kind"] {
  switch (status) {
    case 401:
      return "unauthorized";
    case 403:
      return "forbidden";
    case 404:
      return "not-found";
    case 409:
      return "conflict";
    case 410:
      return "gone";
    default:
      // A redirect that may not be followed, a proxy's page, a timeout: whatever it is, GitHub has not answered.
      return status >= 400 && status < 500 && status !== 407 && status !== 408 ? "invalid" : "unreachable";
  }
}

function kindOfGraphql(type: unknown): ApiFault["kind"] {
  if (type === "RATE_LIMITED") return "limited";
  if (type === "NOT_FOUND") return "not-found";
  return type === "FORBIDDEN" || type === "INSUFFICIENT_SCOPES" ? "forbidden" : "invalid";
}

function isLimit(status: number, headers: Readonly<Record<string, string>>, body: string): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  return (
    headers["retry-after"] !== undefined ||
    headers["x-ratelimit-remaining"] === "0" ||
    /rate limit|abuse detection/i.test(serverMessage(body))
  );
}

function limitWaitMs(headers: Readonly<Record<string, string>>, now: Date): number | null {
  const asked = secondsHeader(headers["retry-after"], now);
  if (asked !== null) return asked;
  const { "x-ratelimit-remaining": remaining, "x-ratelimit-reset": reset = "" } = headers;
  if (remaining !== "0" || !/^\d{1,12}$/.test(reset)) return null;
  return Math.max(0, Number(reset) * 1000 - now.getTime()) + 1000;
}

/** `Retry-After`: seconds, or a date. */
function secondsHeader(text: string | undefined, now: Date): number | null {
  if (text === undefined) return null;
  if (/^\s*\d{1,9}\s*$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

/** GitHub's own sentence; nothing for pages of others. */
function serverMessage(body: string): string {
  const data = parseJson(body);
  const message = isRecord(data) && typeof data.message === "string" ? data.message : "";
  const errors = isRecord(data) && Array.isArray(data.errors) ? data.errors : [];
  const details = errors.slice(0, 3).flatMap((one) => {
    if (typeof one === "string") return [one];
    return isRecord(one) ? [one.message ?? one.code].filter((text) => typeof text === "string") : [];
  });
  return [message, ...details].filter((text) => text !== "").join("; ");
}

function plain(text: string): string {
  const line = oneLine(text.slice(0, 4 * maxMessageCharacters)).trim();
  return line.length > maxMessageCharacters ? `${line.slice(0, maxMessageCharacters - 1)}…` : line;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Told by whoever asked: not JSON is no value at all.
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
