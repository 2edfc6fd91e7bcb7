/**
 * What can go wrong between a program and GitHub. Answers of GitHub's own bear its words and headers; the others are what
 * proxies, load balancers and networks do.
 */
export type FaultKind =
  /** The connection is reset without an answer. */
  | "reset"
  /** 502 with an HTML page, as GitHub's load balancers answer. */
  | "bad-gateway"
  /** 503 with an HTML page ("unicorn"). */
  | "unavailable"
  /** 403, primary rate limit: `x-ratelimit-remaining: 0` and a reset in `resetAfterSeconds`. */
  | "rate-limit"
  /** 403, secondary rate limit with `Retry-After`. */
  | "secondary-limit"
  /** 403, secondary rate limit without `Retry-After`. */
  | "secondary-limit-bare"
  /** 429 with `Retry-After`. */
  | "too-many-requests"
  /** 403, the token lacks a permission. */
  | "no-permission"
  /** 401 `Bad credentials`: the token expired or was taken back. */
  | "bad-credentials"
  /** 404 `Not Found`. */
  | "not-found"
  /** 409, another write was first. */
  | "conflict"
  /** 422. */
  | "unprocessable"
  /** No answer until the client gives up. */
  | "hang"
  /** 200 with the first half of the body, connection then ended as if it were whole. */
  | "truncated"
  /** 200 with a body cut before its announced length. */
  | "cut-short"
  /** 200 with an HTML page. */
  | "html"
  /** 200 with an empty body. */
  | "empty"
  /** The right answer, a few bytes at a time. */
  | "slow-drip"
  /** What this very request was answered before something changed; the true answer when it was never asked before. */
  | "stale-read"
  /** 307 to another host, which notes whether the token came along. */
  | "redirect-elsewhere"
  /** 301 to another host. */
  | "moved-elsewhere";

/**
 * `before`: nothing of the request took effect. `after`: it took effect, and then its answer was lost or replaced.
 */
export type FaultMoment = "before" | "after";

export interface Fault {
  readonly kind: FaultKind;
  readonly when: FaultMoment;
}

const both: readonly FaultKind[] = [
  "reset",
  "bad-gateway",
  "unavailable",
  "rate-limit",
  "secondary-limit",
  "secondary-limit-bare",
  "too-many-requests",
  "no-permission",
  "conflict",
  "unprocessable",
  "hang",
  "truncated",
  "cut-short",
  "html",
  "empty",
];

/** Faults that only make sense at one moment: a drip needs the true answer, a redirect happens before anything is done. */
const one: readonly Fault[] = [
  { kind: "slow-drip", when: "after" },
  { kind: "stale-read", when: "after" },
  { kind: "bad-credentials", when: "before" },
  { kind: "not-found", when: "before" },
  { kind: "redirect-elsewhere", when: "before" },
  { kind: "moved-elsewhere", when: "before" },
];

/** Every fault, for a test that goes through all of them. */
export const faults: readonly Fault[] = [
  ...both.flatMap((kind): Fault[] => [
    { kind, when: "before" },
    { kind, when: "after" },
  ]),
  ...one,
];

export function faultName(fault: Fault): string {
  return `${fault.kind} ${fault.when}`;
}
