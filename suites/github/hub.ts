import type { ArmedFault, FaultOrder } from "./arm-faults.ts";
import type { CallLog } from "./call-log.ts";
import type { HubState } from "./hub-state.ts";
import type { RepositorySeed } from "./people.ts";
import type { StrayedRequest } from "./start-other-host.ts";
import type { Token } from "./token.ts";

export interface HubOptions {
  /** More repositories than `octo-org/shop`. */
  readonly repositories?: readonly RepositorySeed[];
  /** Serves below `/api/v3` and `/api/graphql`, as GitHub Enterprise Server does. */
  readonly enterprise?: boolean;
  /** Requests an hour that each token may make; GitHub's is 1,000 for a `GITHUB_TOKEN`. 100,000 unless told. */
  readonly hourlyLimit?: number;
  /**
   * Writes to files of one branch at the same moment: one after another, as when each had come a little later, or `conflict`, as GitHub
   * warns of: all but the first are 409. `queue` unless told.
   */
  readonly parallelWrites?: "queue" | "conflict";
  /** False leaves out the comparison with GitHub's description, which costs a fifth of a second once and little afterwards. */
  readonly checkRequests?: boolean;
}

/** A GitHub to test against, on loopback, with a state of its own. */
export interface Hub {
  /** Value for `GITHUB_API_URL`. */
  readonly url: string;
  /** Value for `GITHUB_GRAPHQL_URL`. */
  readonly graphqlUrl: string;
  /** `octo-org/shop`. */
  readonly repository: string;
  readonly tokens: HubTokens;
  /** A token of one's own choice. */
  issueToken(token: Token): string;
  /** Takes a token back: 401 from now on. */
  revokeToken(token: string): void;
  /** Everything that was asked. */
  readonly calls: CallLog;
  arm(order: FaultOrder): ArmedFault;
  disarmAll(): void;
  /** What is there, and ways to put more there, without going through faults, log or permissions. */
  readonly state: HubState;
  /** What strayed hosts were sent: requests that followed a redirect to the other host, with their headers. */
  readonly elsewhere: readonly StrayedRequest[];
  /** Requests that GitHub's description does not allow. A test ends with `expect(hub.violations()).toEqual([])`. */
  violations(): readonly string[];
  stop(): Promise<void>;
}

/** Tokens that every hub has, all for `octo-org/shop`. */
export interface HubTokens {
  /** `GITHUB_TOKEN` with everything a job can be given. */
  readonly writer: string;
  /** `GITHUB_TOKEN` as on a pull request from a fork. */
  readonly reader: string;
  /** Classic personal tokens: octocat administers, hubot writes, monalisa and stranger only read what is public. */
  readonly octocat: string;
  readonly hubot: string;
  readonly monalisa: string;
  readonly stranger: string;
}
