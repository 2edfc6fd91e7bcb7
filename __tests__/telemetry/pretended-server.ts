import type { Http, HttpOutcome, HttpRequest } from "../../src/domain/http.ts";

/** A server that gives one answer to everything, and remembers what it was asked. */
export function pretendedServer(answer: HttpOutcome | ((request: HttpRequest) => HttpOutcome)) {
  const asked: HttpRequest[] = [];
  const http: Http = {
    send: async (request) => {
      asked.push(request);
      return typeof answer === "function" ? answer(request) : answer;
    },
  };
  return { http, asked };
}

export function page(
  body: string,
  more: { status?: number; headers?: Readonly<Record<string, string>> } = {},
): HttpOutcome {
  return {
    ok: true,
    status: more.status ?? 200,
    headers: more.headers ?? { "content-type": "application/json" },
    body,
  };
}
