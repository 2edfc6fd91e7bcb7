import { createHash } from "node:crypto";
import type { BackupFiles, FileFacts, StateFiles } from "../../src/domain/rollout-files.ts";
import { text } from "./flag-world.ts";

/** Ends a pretended run in the middle, as SIGKILL would: nothing after it happens. */
export class Killed extends Error {}

/** The state folder in memory, which others may share. `before` is asked before each change, and may throw {@link Killed}. */
export function memoryState(
  before: (what: string) => void = () => {},
  contents = new Map<string, string>(),
): StateFiles & { readonly contents: Map<string, string> } {
  const below = (name: string) => [...contents.keys()].filter((key) => key === name || key.startsWith(`${name}/`));
  return {
    place: "/state",
    contents,
    read: async (name) => ({ ok: true, value: contents.get(name) ?? null }),
    names: async (folder) => ({
      ok: true,
      value: [...new Set(below(folder).map((key) => key.slice(folder.length + 1).split("/")[0] ?? ""))].sort(),
    }),
    write: async (name, content) => {
      before(`write ${name}`);
      contents.set(name, content);
    },
    makeFolder: async (name) => before(`folder ${name}`),
    create: async (name, content) => {
      before(`create ${name}`);
      if (contents.has(name)) return false;
      contents.set(name, content);
      return true;
    },
    rename: async (from, to) => {
      before(`rename ${from}`);
      if (below(to).length > 0) throw new Error(`${to} is there already.`);
      for (const key of below(from)) {
        contents.set(`${to}${key.slice(from.length)}`, contents.get(key) ?? "");
        contents.delete(key);
      }
    },
    remove: async (name) => {
      before(`remove ${name}`);
      for (const key of below(name)) contents.delete(key);
    },
  };
}

/** Backups of a disk in memory; copies that go to `/state/` land in the state's own contents. */
export function memoryBackupFiles(
  disk: Map<string, Uint8Array>,
  state: { readonly contents: Map<string, string> },
  before: (what: string) => void = () => {},
): BackupFiles {
  const get = (path: string): Uint8Array | undefined => {
    if (!path.startsWith("/state/")) return disk.get(path);
    const content = state.contents.get(path.slice("/state/".length));
    return content === undefined ? undefined : Buffer.from(content, "base64");
  };
  const facts = (data: Uint8Array): FileFacts => ({
    sha256: createHash("sha256").update(data).digest("hex"),
    sizeBytes: data.length,
    mode: 0o600,
    modifiedAt: "2026-01-05T09:00:00.000Z",
    uid: 1000,
    gid: 1000,
  });
  const missing = (path: string) =>
    ({ ok: false, problem: { kind: "missing", reason: `There is no file ${path}.`, remedy: "Create it." } }) as const;
  const inspect: BackupFiles["inspect"] = async (path) => {
    const data = get(path);
    return data === undefined ? missing(path) : { ok: true, value: facts(data) };
  };
  return {
    inspect,
    copy: async (source, target) => {
      before(`copy ${source}`);
      const data = get(source);
      if (data === undefined) return missing(source);
      state.contents.set(target.slice("/state/".length), Buffer.from(data).toString("base64"));
      return { ok: true, value: facts(data) };
    },
    putBack: async (copy, target, expected) => {
      before(`put back ${target}`);
      const data = get(copy);
      if (data === undefined) return missing(copy);
      if (facts(data).sha256 !== expected.sha256) {
        return { ok: false, problem: { kind: "invalid", reason: `The copy ${copy} is not what was backed up.` } };
      }
      const changed = text(disk.get(target)) !== text(data);
      disk.set(target, data);
      return { ok: true, value: { changed, notes: [] } };
    },
    removeLeftovers: async () => {},
    names: async (folder) => ({
      ok: true,
      value: [...disk.keys()]
        .filter((name) => name.startsWith(`${folder}/`))
        .map((name) => name.slice(folder.length + 1)),
    }),
  };
}
