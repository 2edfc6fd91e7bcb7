import { createHash } from "node:crypto";
import type { BranchFiles, BranchRead, BranchWrite } from "../../src/domain/branch-files.ts";

export interface BranchFaults {
  /** How long a call takes, in milliseconds of the clock that is given. */
  readonly latencyMs?: () => number;
  /** The share of answers that are lost, half of them after the call was carried out. */
  readonly lost?: number;
  /** The share of reads that are answered by a server that is one commit behind. */
  readonly stale?: number;
  readonly random?: () => number;
  readonly sleep?: (durationMs: number) => Promise<void>;
}

type Tree = ReadonlyMap<string, string>;

/** A branch in memory that behaves as GitHub's does: each change is a commit, each write compares and swaps. */
export function modelBranch(faults: BranchFaults = {}) {
  const commits: { readonly tree: Tree; readonly message: string }[] = [];
  const calls: { readonly what: string; readonly bytes: number }[] = [];
  const { random = () => 1, lost = 0, stale = 0 } = faults;
  const versionOf = (text: string) => createHash("sha1").update(text).digest("hex");
  const problem = (reason: string) => ({ kind: "invalid" as const, reason });

  /** What happens to a call on its way: null, it is carried out and answered. */
  const fate = async (what: string, bytes: number): Promise<"before" | "after" | null> => {
    calls.push({ what, bytes });
    await faults.sleep?.(faults.latencyMs?.() ?? 0);
    if (random() >= lost) return null;
    return random() < 0.5 ? "before" : "after";
  };
  const answer = async (what: string, bytes: number, carryOut: () => BranchWrite): Promise<BranchWrite> => {
    const gone = await fate(what, bytes);
    if (gone === "before") return { kind: "unreachable", problem: problem("The connection broke.") };
    const done = carryOut();
    return gone === "after" ? { kind: "unreachable", problem: problem("The answer was lost.") } : done;
  };
  const latest = (): Tree => commits.at(-1)?.tree ?? new Map();
  const commit = (tree: Tree, message: string): BranchWrite => {
    commits.push({ tree, message });
    return { kind: "written" };
  };
  const treeAt = (at?: { readonly commit: string }): Tree | null => {
    if (at !== undefined) return commits[Number(at.commit)]?.tree ?? null;
    const behind = commits.length > 1 && random() < stale ? 1 : 0;
    return commits[commits.length - 1 - behind]?.tree ?? null;
  };

  const files: BranchFiles = {
    place: "branch rollout-gate of octo-org/shop",
    read: async (path, at): Promise<BranchRead> => {
      const gone = await fate(`read ${path}`, 0);
      if (gone !== null) return { kind: "unreachable", problem: problem("The connection broke.") };
      const tree = treeAt(at);
      if (tree === null) return { kind: "nothing", what: "branch" };
      const text = tree.get(path);
      return text === undefined
        ? { kind: "nothing", what: "file" }
        : { kind: "found", file: { text, version: versionOf(text) } };
    },
    readFolder: async (folder) => {
      if ((await fate(`read folder ${folder}`, 0)) !== null) return { kind: "unknown" };
      const tree = treeAt();
      if (tree === null) return { kind: "nothing", what: "branch" };
      const inside = [...tree].filter(([path]) => path.startsWith(`${folder}/`));
      if (inside.length === 0) return { kind: "nothing", what: "file" };
      return {
        kind: "found",
        files: new Map(inside.map(([path, text]) => [path, { text, version: versionOf(text) }])),
      };
    },
    write: (path, text, version, message) =>
      answer(`write ${path}`, text.length, () => {
        if (commits.length === 0) return { kind: "problem", problem: problem("There is no such branch.") };
        const old = latest().get(path);
        if ((old === undefined ? null : versionOf(old)) !== version) {
          return { kind: "conflict", problem: problem(`${path} does not match.`) };
        }
        return commit(new Map([...latest(), [path, text]]), message);
      }),
    begin: (initial, message) =>
      answer("begin", 0, () =>
        commits.length > 0
          ? { kind: "conflict", problem: problem("The branch exists already.") }
          : commit(new Map(Object.entries(initial)), message),
      ),
    snapshot: async () => {
      const gone = await fate("snapshot", 0);
      if (gone !== null) return { ok: false, problem: problem("The connection broke.") };
      const commit = String(commits.length - 1);
      return { ok: true, value: commits.length === 0 ? null : { commit, tree: commit } };
    },
    commit: (snapshot, changes, message) =>
      answer("commit", 0, () => {
        if (snapshot.commit !== String(commits.length - 1)) {
          return { kind: "conflict", problem: problem("Update is not a fast forward.") };
        }
        const tree = new Map(latest());
        for (const [path, text] of Object.entries(changes)) {
          if (text === null) tree.delete(path);
          else tree.set(path, text);
        }
        return commit(tree, message);
      }),
  };
  /** Puts a file there past all checks. */
  const plant = (path: string, text: string | null) => {
    const tree = new Map(latest());
    if (text === null) tree.delete(path);
    else tree.set(path, text);
    commit(tree, "planted");
  };
  return { files, commits, calls, latest, plant };
}
