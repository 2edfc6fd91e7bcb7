import { isAbsolute, segmentsOf } from "./path-match.ts";

/**
 * Folders that somebody may have meant by a path that matches nothing: those that share a name with it first, then
 * those with the most files. Of absolute paths, what all of them begin with is left out.
 */
export function nearPaths(wanted: string, paths: readonly string[], atMost = 4): readonly string[] {
  const names = new Set(segmentsOf(wanted.replaceAll(".", "/")).map((name) => name.toLowerCase()));
  const known = paths.slice(0, 5000).map((path) => segmentsOf(path).slice(0, 12));
  const common = paths.every(isAbsolute) ? commonDepth(known) : 0;
  const folders = new Map<string, { files: number; shared: number }>();
  for (const segments of known) {
    for (let depth = common + 1; depth < Math.max(common + 2, segments.length); depth++) {
      const folder = segments.slice(common, depth).join("/");
      const entry = folders.get(folder);
      if (entry !== undefined) entry.files++;
      else folders.set(folder, { files: 1, shared: names.has((segments[depth - 1] ?? "").toLowerCase()) ? 1 : 0 });
    }
  }
  return [...folders]
    .sort(([a, x], [b, y]) => y.shared - x.shared || y.files - x.files || (a < b ? -1 : 1))
    .slice(0, atMost)
    .map(([folder]) => folder);
}

/** How many leading folders all paths share; a lone file's own name is never one of them. */
function commonDepth(paths: readonly (readonly string[])[]): number {
  const [first = []] = paths;
  let depth = Math.max(0, first.length - 1);
  for (const path of paths) {
    depth = Math.min(depth, Math.max(0, path.length - 1));
    for (let i = 0; i < depth; i++) if (path[i] !== first[i]) depth = i;
  }
  return depth;
}
