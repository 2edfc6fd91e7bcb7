import { randomUUID } from "node:crypto";
import type { HubTokens } from "./hub.ts";
import { everyPermission, readPermissions, type Token } from "./token.ts";

export interface TokenStore {
  issue(token: Token): string;
  revoke(secret: string): void;
  /** What a secret stands for; null when it is none, or was taken back. */
  find(secret: string | null): Token | null;
}

const prefixes = { job: "ghs_", app: "ghs_", classic: "ghp_", "fine-grained": "github_pat_" } as const;

export function createTokenStore(): TokenStore {
  const tokens = new Map<string, Token>();
  return {
    issue: (token) => {
      const secret = `${prefixes[token.kind]}${randomUUID().replaceAll("-", "")}`;
      tokens.set(secret, token);
      return secret;
    },
    revoke: (secret) => {
      tokens.delete(secret);
    },
    find: (secret) => (secret === null ? null : (tokens.get(secret) ?? null)),
  };
}

/** The tokens that every hub has. */
export function firstTokens(issue: (token: Token) => string, repository: string): HubTokens {
  const person = (login: string) => issue({ kind: "classic", login });
  return {
    writer: issue({ kind: "job", repository, permissions: everyPermission }),
    reader: issue({ kind: "job", repository, permissions: readPermissions }),
    octocat: person("octocat"),
    hubot: person("hubot"),
    monalisa: person("monalisa"),
    stranger: person("stranger"),
  };
}

/** The secret of an `Authorization` header; null when there is none. */
export function secretOf(headers: Readonly<Record<string, string>>): string | null {
  return /^(?:bearer|token)\s+(\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? null;
}
