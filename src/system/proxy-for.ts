type Env = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for an address, by the variables and rules of GitHub's toolkit: `https_proxy`, `http_proxy` and `no_proxy`, the small
 * letters first. `no_proxy` is a list, by commas, of `*`, hosts, `host:port` and domains, which hold for what lies below them.
 * This machine itself is never asked for through a proxy.
 *
 * @returns null: straight
 * @throws when the variable holds no address: going straight instead would go around what was asked for
 */
export function proxyFor(url: URL, env: Env): URL | null {
  if (isLoopback(url.hostname) || isExempt(url, either(env, "no_proxy"))) return null;
  const name = url.protocol === "https:" ? "https_proxy" : "http_proxy";
  const text = either(env, name);
  if (text === "") return null;
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new Error(`The variable ${name} holds no address of an HTTP proxy.`);
  }
  return new URL(address);
}

function either(env: Env, name: string): string {
  return (env[name] || env[name.toUpperCase()] || "").trim();
}

function isLoopback(host: string): boolean {
  return host === "localhost" || /^127(?:\.\d+){3}$/.test(host) || host === "[::1]";
}

function isExempt(url: URL, list: string): boolean {
  const host = url.hostname.toLowerCase();
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const entries = list
    .toLowerCase()
    .split(",")
    .map((entry) => entry.trim());
  return entries.some((entry) => {
    if (entry === "") return false;
    const domain = entry.startsWith(".") ? entry : `.${entry}`;
    return entry === "*" || entry === host || entry === `${host}:${port}` || host.endsWith(domain);
  });
}
