import type { LedgerFiles } from "../../src/domain/ledger-files.ts";

/** Files of a ledger in memory. `beforeCreate` is asked before a file is made: what it throws is a program that was killed there. */
export function memoryLedgerFiles(beforeCreate: (path: string) => Promise<void> | void = () => {}) {
  const contents = new Map<string, string>();
  const calls: string[] = [];
  const files: LedgerFiles = {
    names: async (folder) => {
      calls.push(`names ${folder}`);
      const below = [...contents.keys()].filter((path) => path.startsWith(`${folder}/`));
      return { ok: true, value: below.length === 0 ? null : below.map((path) => path.slice(folder.length + 1)).sort() };
    },
    readText: async (path) => {
      calls.push(`read ${path}`);
      const text = contents.get(path);
      return text === undefined
        ? { ok: false, problem: { kind: "missing", reason: `There is no file ${path}.`, file: path } }
        : { ok: true, value: text };
    },
    createWhole: async (path, text) => {
      calls.push(`create ${path}`);
      await beforeCreate(path);
      if (contents.has(path)) return { ok: true, value: false };
      contents.set(path, text);
      return { ok: true, value: true };
    },
    remove: async (path) => {
      calls.push(`remove ${path}`);
      contents.delete(path);
    },
  };
  return { files, contents, calls };
}
