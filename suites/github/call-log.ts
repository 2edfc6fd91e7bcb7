import type { Fault } from "./fault.ts";

/** One request that reached the hub. */
export interface Call {
  readonly method: string;
  /** Path and query as they came, without the API's base path. */
  readonly target: string;
  /** The route it is, such as `GET /repos/{owner}/{repo}`; null when it is none that the hub knows. */
  readonly route: string | null;
  /** Who asked; null without a valid token. */
  readonly login: string | null;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  /** Null as long as nothing was answered, and when the connection was cut or left hanging. */
  status: number | null;
  /** The fault that struck it; null when none did. */
  fault: Fault | null;
  /** Whether it took effect as far as the hub's state goes: it was served and answered below 400. */
  done: boolean;
}

/** What was asked of the hub since it started or was last cleared. */
export interface CallLog {
  readonly all: readonly Call[];
  readonly total: number;
  /** How often a route was called; without one, the counts by route. */
  count(route: string): number;
  byRoute(): Readonly<Record<string, number>>;
  /** Forgets the calls so far, so that a test counts its own alone. */
  clear(): void;
}

export function createCallLog(): CallLog & { add(call: Call): void } {
  let calls: Call[] = [];
  return {
    get all() {
      return calls;
    },
    get total() {
      return calls.length;
    },
    count: (route) => calls.filter((call) => call.route === route).length,
    byRoute: () => {
      const counts: Record<string, number> = {};
      for (const call of calls) {
        const name = call.route ?? `${call.method} ${call.target}`;
        counts[name] = (counts[name] ?? 0) + 1;
      }
      return counts;
    },
    clear: () => {
      calls = [];
    },
    add: (call) => {
      calls.push(call);
    },
  };
}
