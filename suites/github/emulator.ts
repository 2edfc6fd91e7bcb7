import { Agent, request } from "node:http";
import { createEmulator } from "emulate";
import type { Answer } from "./answer.ts";
import { bots, people, type RepositorySeed } from "./people.ts";

export interface EmulatorCall {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Who does it there. */
  readonly login: string;
  readonly body?: Buffer;
  readonly accept?: string;
}

/** The emulator behind the hub. Whoever calls it here may do everything: permissions are the hub's own affair. */
export interface Emulator {
  call(call: EmulatorCall): Promise<Answer>;
  stop(): Promise<void>;
}

/**
 * The emulator lets each token make 5,000 requests an hour, which a test of many writers exceeds. So each account has many
 * tokens, used in turn; the limit that programs see is the hub's.
 */
const tokensEach = 60;

function tokenName(login: string, index: number): string {
  return `emulator-${login}-${index}`;
}

function seedOf(repositories: readonly RepositorySeed[]): Record<string, unknown> {
  const everybody = [...people, ...bots];
  const owners = [...new Set(repositories.map(({ name }) => name.split("/")[0] ?? ""))];
  const organizations = owners.filter((owner) => !everybody.some((login) => login === owner));
  return {
    users: everybody.map((login) => ({ login, name: login, email: `${login}@users.noreply.github.com` })),
    orgs: organizations.map((login) => ({
      login,
      members: everybody.map((member) => ({ login: member, role: "admin" })),
    })),
    repos: repositories.map(({ name, private: hidden }) => ({
      owner: name.split("/")[0],
      name: name.split("/")[1],
      private: hidden ?? false,
    })),
  };
}

/** `publicUrl` is what links in answers begin with. */
export async function startEmulator(repositories: readonly RepositorySeed[], publicUrl: string): Promise<Emulator> {
  const tokens: Record<string, { login: string; scopes: string[] }> = {};
  for (const login of [...people, ...bots]) {
    for (let index = 0; index < tokensEach; index++) tokens[tokenName(login, index)] = { login, scopes: ["repo"] };
  }
  const server = await createEmulator({ service: "github", port: 0, seed: { tokens, github: seedOf(repositories) } });
  const port = Number(new URL(server.url).port);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let turn = 0;

  return {
    call: ({ method, target, login, body, accept }) =>
      new Promise((resolve, reject) => {
        turn = (turn + 1) % tokensEach;
        const sent = request({
          agent,
          host: "127.0.0.1",
          port,
          method,
          path: target,
          headers: {
            authorization: `Bearer ${tokenName(login, turn)}`,
            accept: accept ?? "application/vnd.github+json",
            ...(body === undefined ? {} : { "content-type": "application/json", "content-length": body.length }),
          },
        });
        sent.on("error", reject);
        sent.on("response", (response) => {
          const parts: Buffer[] = [];
          response.on("data", (part: Buffer) => parts.push(part));
          response.on("error", reject);
          response.on("end", () => {
            const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
            resolve(
              withPublicLinks(
                { status: response.statusCode ?? 0, headers: Object.fromEntries(headers), body: Buffer.concat(parts) },
                server.url,
                `http://127.0.0.1:${port}`,
                publicUrl,
              ),
            );
          });
        });
        sent.end(body);
      }),
    stop: async () => {
      agent.destroy();
      await server.close();
    },
  };
}

/** Only JSON and the `Link` header hold links; files are left as they are. */
function withPublicLinks(answer: Answer, base: string, asked: string, publicUrl: string): Answer {
  const { "content-type": type = "", link } = answer.headers;
  const headers: Record<string, string> = type === "" ? {} : { "content-type": type };
  if (link !== undefined) headers.link = link.replaceAll(asked, publicUrl).replaceAll(base, publicUrl);
  if (!type.includes("json")) return { ...answer, headers };
  return { ...answer, headers, body: Buffer.from(answer.body.toString("utf8").replaceAll(base, publicUrl)) };
}
