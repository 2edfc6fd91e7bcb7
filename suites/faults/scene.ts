import type { GitHubApi } from "../../src/github/api/github-api.ts";
import type { Hub } from "../github/hub.ts";

/** Something that the program does on GitHub, as one run of it does. */
export interface Scene {
  readonly name: string;
  /** What is there before, made anew for every play. What it gives is handed to the others. */
  readonly prepare?: (hub: Hub) => Promise<unknown>;
  /** Puts what a play left back to how it was prepared, which then is done once for many plays; left out: each begins anew. */
  readonly again?: (hub: Hub, prepared: unknown) => Promise<void>;
  /** @returns what the run came to, in a few words */
  readonly play: (hub: Hub, api: GitHubApi, prepared: unknown) => Promise<string>;
  /** How much of what must not be there twice is there. */
  readonly world: (hub: Hub, prepared: unknown) => Promise<Readonly<Record<string, unknown>>>;
  /** A further play is an act of its own, which makes one more. */
  readonly isNewEachTime?: true;
  /** Calls that are held here; left out: all of them. The others are held by another scene. */
  readonly only?: readonly string[];
  /** Not served during the play, so that the other way is taken. */
  readonly without?: "GraphQL";
}
