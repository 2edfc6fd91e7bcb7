import { segmentsOf } from "./path-match.ts";

/**
 * Folders that somebody may have meant by a path that matches nothing: those that share a name with it first, then
 * those with the most files.
 */
export function nearPaths(wanted: string, paths: readonly string[], atMost = 4): readonly string[] {
  const names = new Set(segmentsOf(wanted.replaceAll(".", "/")).map((name) => name.toLowerCase()));
  const folders = new Map<string, { files: number; shared: number }>();
  for (const path of paths.slice(0, 5000)) {
    const segments = segmentsOf(path).slice(0, 12);
    for (let depth = 1; depth < Math.max(2, segments.length); depth++) {
      const folder = segments.slice(0, depth).join("/");
      const known = folders.get(folder);
      if (known !== undefined) known.files++;
      else {
        const shared = names.has((segments[depth - 1] ?? "").toLowerCase()) ? 1 : 0;
        folders.set(folder, { files: 1, shared });
      }
    }
  }
  return [...folders]
    .sort(([a, x], [b, y]) => y.shared - x.shared || y.files - x.files || (a < b ? -1 : 1))
    .slice(0, atMost)
    .map(([folder]) => folder);
}
