import { dirname } from "node:path";
import type { Origin } from "../domain/evidence.ts";
import { askGit } from "./ask-git.ts";
import { readTextSafely } from "./read-safely.ts";

type Environment = Readonly<Record<string, string>>;

/** What this program itself writes is no change of the code. */
const ownLeftOut = ["--", ":(top)", ":(exclude).rollout-gate"] as const;
const longestEventBytes = 16 * 1024 * 1024;

/**
 * Where the code under test comes from. In Actions the event says it: for a pull request the commit is the head that people
 * see, not the merge commit made for the run. Elsewhere git is asked. What neither can tell is null.
 *
 * @param workspace the folder that git is asked about
 */
export async function readOrigin(workspace: string, env: Environment): Promise<Origin> {
  const inActions = env.GITHUB_ACTIONS === "true";
  const [head, ref, status, remote, pullRequestHead] = await Promise.all([
    askGit(["rev-parse", "--verify", "HEAD"], workspace, env),
    askGit(["symbolic-ref", "--short", "-q", "HEAD"], workspace, env),
    askGit(
      ["status", "--porcelain=v1", "--untracked-files=normal", "--ignore-submodules=none", "-z", ...ownLeftOut],
      workspace,
      env,
    ),
    inActions ? null : askGit(["config", "--get", "remote.origin.url"], workspace, env),
    inActions ? headOfPullRequest(env) : null,
  ]);
  return {
    repository: filled(inActions ? env.GITHUB_REPOSITORY : undefined) ?? repositoryOf(remote?.trim() ?? ""),
    commit: pullRequestHead ?? filled(inActions ? env.GITHUB_SHA : undefined) ?? filled(head?.trim()),
    ref: filled(inActions ? env.GITHUB_REF : undefined) ?? filled(ref?.trim()),
    dirty: status === null ? null : status !== "",
  };
}

/**
 * `owner/name` of a remote's address, in each of the ways git writes one; null for an address that has no such part, e.g. a
 * folder. Pure. The address may hold a password: nothing else of it is kept.
 */
export function repositoryOf(address: string): string | null {
  const isAddress = /^[a-z+]+:\/\/[^/]+\//i.test(address) || /^[^/:]+:[^/\\]/.test(address);
  if (!isAddress || address.toLowerCase().startsWith("file:")) return null;
  const path = address.includes("://")
    ? address.split("/").slice(3)
    : address.slice(address.indexOf(":") + 1).split("/");
  const [owner, name] = path.filter((part) => part !== "").slice(-2);
  if (owner === undefined || name === undefined) return null;
  return `${owner}/${name.endsWith(".git") ? name.slice(0, -4) : name}`;
}

async function headOfPullRequest(env: Environment): Promise<string | null> {
  const path = env.GITHUB_EVENT_PATH;
  if (path === undefined || path === "") return null;
  const text = await readTextSafely(path, { maxBytes: longestEventBytes, within: dirname(path) });
  if (!text.ok) return null;
  try {
    const event: unknown = JSON.parse(text.value);
    const sha = member(member(member(event, "pull_request"), "head"), "sha");
    return typeof sha === "string" && /^[0-9a-f]{40,64}$/.test(sha) ? sha : null;
  } catch {
    return null;
  }
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(key);
}

function filled(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}
