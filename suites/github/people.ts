import type { Role } from "./token.ts";

/** A repository as it is when the hub starts: one commit with a README on `main`. */
export interface RepositorySeed {
  /** `owner/name`; the owner is an organization unless a person of this login is in `people`. */
  readonly name: string;
  readonly private?: boolean;
  /** What people may do there; whoever is not named has `none`. */
  readonly roles: Readonly<Record<string, Role>>;
}

/** Accounts that GitHub itself uses as examples, and the bots that tokens of apps act as. */
export const people = ["octocat", "hubot", "monalisa", "stranger"] as const;
export const bots = ["github-actions[bot]", "octo-app[bot]"] as const;

/** The repository that every hub has: octocat administers it, hubot writes, the others read what is public. */
export const mainRepository: RepositorySeed = {
  name: "octo-org/shop",
  roles: { octocat: "admin", hubot: "write" },
};

export function roleIn(seeds: readonly RepositorySeed[], repository: string, login: string): Role {
  const seed = seeds.find(({ name }) => name.toLowerCase() === repository.toLowerCase());
  return seed?.roles[login] ?? (repository.split("/")[0] === login ? "admin" : "none");
}
