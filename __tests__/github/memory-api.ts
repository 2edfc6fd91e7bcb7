import type { ApiAnswer, ApiCall, ApiFault, GitHubApi } from "../../src/github/api/github-api.ts";

type Reply = unknown | ((parameters: Readonly<Record<string, unknown>>) => unknown);

/** Answers by route, `GraphQL` for queries. A reply may be data, a fault made by `apiFault`, or a function that gives one. */
export function memoryApi(replies: Readonly<Record<string, Reply>>): GitHubApi & { readonly calls: ApiCall[] } {
  const calls: ApiCall[] = [];
  const answer = (call: ApiCall): ApiAnswer => {
    calls.push(call);
    if (!Object.hasOwn(replies, call.route)) throw new Error(`nobody said what ${call.route} answers`);
    const reply = replies[call.route];
    const data = typeof reply === "function" ? reply(call.parameters) : reply;
    return data instanceof Refusal ? { ok: false, fault: data.fault } : { ok: true, status: 200, data, headers: {} };
  };
  return {
    calls,
    call: async (call) => answer(call),
    query: async (text, variables) => answer({ route: "GraphQL", parameters: { text, ...variables }, effect: "read" }),
    get requests() {
      return calls.length;
    },
  };
}

class Refusal {
  readonly fault: ApiFault;
  constructor(fault: ApiFault) {
    this.fault = fault;
  }
}

export function apiFault(kind: ApiFault["kind"], status: number | null = null): Refusal {
  return new Refusal({ kind, status, message: `said ${kind}` });
}
