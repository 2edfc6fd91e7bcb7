import type { ApiAnswer, ApiFault, GitHubApi } from "./github-api.ts";
import { member } from "./json-members.ts";

/** One of several questions that go into one query. */
export interface QueryPart {
  /** A field of GraphQL's `Query` with its arguments and what is wanted of it: `repository(owner: $owner, name: $name) { … }`. */
  readonly field: string;
  /** By name; a variable that several parts use is the same in each. */
  readonly variables: Readonly<Record<string, QueryVariable>>;
}

export interface QueryVariable {
  /** As GraphQL declares it: `String!`. */
  readonly type: string;
  readonly value: unknown;
}

/** What one part was answered; `value` may be null, where GitHub has nothing. */
export type PartAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly fault: ApiFault };

export type QueryParts = Readonly<Record<string, QueryPart>>;

export interface TogetherAnswer {
  /** Why nothing came at all; null: each part says for itself. */
  readonly fault: ApiFault | null;
  /** What a part was answered; the fault of all where there is one. */
  part(name: string): PartAnswer;
}

/** Asks several things in one request. What one part may not see, or does not find, leaves the others as they are. */
export async function askTogether(api: GitHubApi, parts: QueryParts): Promise<TogetherAnswer> {
  const { text, variables } = writeQuery(parts);
  return readTogether(await api.query(text, variables));
}

/** One query of parts; each is a member of its answer, by its name. */
export function writeQuery(parts: QueryParts): {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
} {
  const all = Object.assign({}, ...Object.values(parts).map(({ variables }) => variables)) as QueryPart["variables"];
  const declared = Object.entries(all).map(([name, { type }]) => `$${name}: ${type}`);
  const fields = Object.entries(parts).map(([name, { field }]) => `${name}: ${field}`);
  return {
    text: `query${declared.length === 0 ? "" : `(${declared.join(", ")})`} { ${fields.join(" ")} }`,
    variables: Object.fromEntries(Object.entries(all).map(([name, { value }]) => [name, value])),
  };
}

function readTogether(answer: ApiAnswer): TogetherAnswer {
  const partial = answer.ok ? { data: answer.data, faults: new Map<string, ApiFault>() } : (answer.partial ?? null);
  if (partial === null) {
    const fault: ApiFault = answer.ok ? missing("data") : answer.fault;
    return { fault, part: () => ({ ok: false, fault }) };
  }
  return {
    fault: null,
    part: (name) => {
      const fault = partial.faults.get(name);
      if (fault !== undefined) return { ok: false, fault };
      const value = member(partial.data, name);
      return value === undefined ? { ok: false, fault: missing(name) } : { ok: true, value };
    },
  };
}

function missing(what: string): ApiFault {
  return { kind: "unreachable", status: null, message: `the answer of GraphQL lacks ${what}` };
}
