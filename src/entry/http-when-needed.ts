import type { Http } from "../domain/http.ts";

/** What speaks HTTP is large, and many configs never need it. */
export function httpWhenNeeded(env: Readonly<Record<string, string | undefined>>): Http {
  let made: Promise<Http> | null = null;
  return {
    send: async (request) => {
      made ??= import("../system/create-http.ts").then(({ createHttp }) => createHttp(env));
      return await (await made).send(request);
    },
  };
}
