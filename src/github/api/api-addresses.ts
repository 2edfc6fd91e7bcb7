/** Where GitHub's two interfaces are served; without a slash at the end. */
export interface ApiAddresses {
  readonly rest: string;
  readonly graphql: string;
}

/**
 * Where the GitHub that this job belongs to serves its API: github.com, or an Enterprise server.
 *
 * @param env with `GITHUB_API_URL` and `GITHUB_GRAPHQL_URL` as the runner sets them; where the second is not set, it follows from the first
 * @throws when one of them is no address of `https:` or `http:`, or holds a password
 */
export function apiAddresses(env: Readonly<Record<string, string | undefined>>): ApiAddresses {
  const rest = address("GITHUB_API_URL", env.GITHUB_API_URL || "https://api.github.com");
  const graphql = env.GITHUB_GRAPHQL_URL || rest.replace(/\/api\/v3$/, "/api").concat("/graphql");
  return { rest, graphql: address("GITHUB_GRAPHQL_URL", graphql) };
}

function address(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Error(`The variable ${name} holds no web address.`);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new Error(`The variable ${name} holds more than an address: leave out the name, password or query in it.`);
  }
  return url.href.replace(/\/+$/, "");
}
