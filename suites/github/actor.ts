import { textMember } from "./hub-request.ts";
import type { Json } from "./pull-requests.ts";

/** In GraphQL a bot's login is its app's slug, without `[bot]`. */
export function actor(user: unknown): Json | null {
  const login = textMember(user, "login");
  if (login === null) return null;
  const bot = login.endsWith("[bot]");
  const url = `https://github.com/${bot ? `apps/${login.slice(0, -5)}` : login}`;
  const id = textMember(user, "node_id") ?? login;
  return {
    __typename: bot ? "Bot" : "User",
    id,
    login: bot ? login.slice(0, -5) : login,
    url,
    resourcePath: `/${login}`,
  };
}
