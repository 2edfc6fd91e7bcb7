/** An answer as a test looks at it. */
export interface Told {
  readonly status: number;
  readonly headers: Headers;
  /** The body as JSON; null when it is empty. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many forms
  readonly data: any;
}

/** One request by plain `fetch`, without retries or any client's habits. */
export async function ask(
  url: string,
  method: string,
  token: string | null,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
  timeoutMs = 10_000,
): Promise<Told> {
  const response = await fetch(url, {
    method,
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, data: text === "" ? null : JSON.parse(text) };
}
