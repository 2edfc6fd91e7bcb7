/** What is sent back: everything of an HTTP response but the connection. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const docs = "https://docs.github.com/rest";

export function jsonAnswer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: Buffer.from(JSON.stringify(value)),
  };
}

export function emptyAnswer(status: number): Answer {
  return { status, headers: {}, body: Buffer.alloc(0) };
}

/** An error with the members that GitHub's errors have: `message`, `documentation_url`, `status` and sometimes `errors`. */
export function refusal(
  status: number,
  message: string,
  more: { readonly headers?: Readonly<Record<string, string>>; readonly errors?: readonly unknown[] } = {},
): Answer {
  const errors = more.errors === undefined ? {} : { errors: more.errors };
  return jsonAnswer(status, { message, ...errors, documentation_url: docs, status: String(status) }, more.headers);
}

export function notFound(): Answer {
  return refusal(404, "Not Found");
}

/** The 422 of a value that GitHub's models refuse. */
export function validationFailed(resource: string, field: string, message: string): Answer {
  return refusal(422, "Validation Failed", { errors: [{ resource, code: "unprocessable", field, message }] });
}

/** The 422 of a body that does not have the form that is documented. */
export function invalidRequest(message: string): Answer {
  return refusal(422, `Invalid request.\n\n${message}`);
}

/** The body as JSON; undefined when it is none. */
export function parseBody(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
