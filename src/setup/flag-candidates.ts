import type { RepositoryTree } from "./repository-tree.ts";

const readings = [
  /os\.(?:environ(?:\.get)?[[(]|getenv\()\s*["']([A-Z][A-Z0-9_]{2,80})["']/g,
  /process\.env(?:\.([A-Z][A-Z0-9_]{2,80})|\[["']([A-Z][A-Z0-9_]{2,80})["']\])/g,
  /os\.(?:Getenv|LookupEnv)\("([A-Z][A-Z0-9_]{2,80})"\)/g,
  /env::var(?:_os)?\("([A-Z][A-Z0-9_]{2,80})"\)/g,
  /System\.getenv\("([A-Z][A-Z0-9_]{2,80})"\)/g,
];

/** Variables that the code reads and whose names sound like a flag, the most frequent first; at most eight. */
export function flagCandidates(tree: RepositoryTree): readonly string[] {
  const counts = new Map<string, number>();
  for (const path of tree.paths) {
    const text = tree.text(path);
    if (text === null) continue;
    for (const reading of readings) {
      for (const [, one, other] of text.matchAll(reading)) {
        const name = one ?? other ?? "";
        if (/(?:^|_)(?:USE|ENABLE|ENABLED|FEATURE|FLAG|FF|NEW|EXPERIMENTAL)(?:_|$)/.test(name))
          counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
  }
  return [...counts]
    .sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
    .map(([name]) => name)
    .slice(0, 8);
}
