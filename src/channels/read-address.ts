import type { ChannelPorts } from "./channel-ports.ts";

/** @returns the value, or a sentence when there is none */
export function readVariable(
  name: string,
  { env }: Pick<ChannelPorts, "env">,
): { readonly ok: true; readonly value: string } | { readonly ok: false; readonly why: string } {
  const value = env[name]?.trim() ?? "";
  return value === ""
    ? {
        ok: false,
        why: `The environment variable ${name} is not set here, or empty: give the step its secret by \`env:\`.`,
      }
    : { ok: true, value };
}

/**
 * An address of a web server from the environment.
 *
 * @param plain whether it may be `http:`; on this machine it always may
 */
export function readWebAddress(
  name: string,
  plain: boolean,
  ports: Pick<ChannelPorts, "env">,
): { readonly ok: true; readonly value: URL } | { readonly ok: false; readonly why: string } {
  const read = readVariable(name, ports);
  if (!read.ok) return read;
  const url = URL.canParse(read.value) ? new URL(read.value) : null;
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && (plain || isOwnMachine(url.hostname)));
  if (url === null || !isSafe || url.username !== "" || url.password !== "")
    return {
      ok: false,
      why: `The environment variable ${name} does not hold the address of a webhook (\`https://…\`).`,
    };
  return { ok: true, value: url };
}

/** @param host as `URL` gives it */
function isOwnMachine(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
