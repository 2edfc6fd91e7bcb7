import type { Answer } from "./answer.ts";
import type { Emulator } from "./emulator.ts";
import type { HubRecords } from "./hub-records.ts";
import type { RepositorySeed } from "./people.ts";
import type { RouteMatch } from "./route.ts";
import type { Token } from "./token.ts";

/** A request of a known route by a valid token that may do it. */
export interface HubRequest {
  readonly match: RouteMatch;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly raw: Buffer;
  /** The body as JSON; undefined when it is none. */
  readonly body: unknown;
  readonly token: Token;
  /** The account that acts. */
  readonly login: string;
}

/** What rules and routes of the hub's own work with. */
export interface HubContext {
  readonly emulator: Emulator;
  readonly seeds: readonly RepositorySeed[];
  readonly publicUrl: string;
  /** Where artifacts are downloaded from; another host. */
  readonly storageUrl: string;
  readonly records: HubRecords;
  readonly now: () => Date;
  /** Notes that something was asked that GitHub would not understand, or that the hub cannot answer rightly. */
  readonly violation: (text: string) => void;
}

/** Looks at a request before it is done: an answer refuses it, null lets it pass. */
export type Rule = (request: HubRequest, context: HubContext) => Answer | null | Promise<Answer | null>;

/** `owner/name` of a request's repository, or the empty text. */
export function repositoryOf(match: RouteMatch): string {
  const { owner, repo } = match.parameters;
  return owner === undefined || repo === undefined ? "" : `${owner}/${repo}`;
}

/** A member of a JSON object; undefined when it is none. */
export function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** A text of a JSON object; null when there is none. */
export function textMember(value: unknown, name: string): string | null {
  const found = member(value, name);
  return typeof found === "string" ? found : null;
}
