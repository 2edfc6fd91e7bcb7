/**
 * A file that a test runner names, as the repository knows it: relative to the workspace, with forward slashes.
 *
 * @param file as the runner wrote it: absolute, or relative to the folder it ran in
 * @param directory the folder the stage ran in, absolute
 * @param workspace absolute
 * @returns null for a file outside of the workspace, which no reader of the report could open
 */
export function repositoryPath(file: string, directory: string, workspace: string): string | null {
  const slashed = file.replaceAll("\\", "/");
  const absolute = /^(?:\/|[A-Za-z]:\/)/.test(slashed);
  const path = segmentsOf(absolute ? slashed : `${directory.replaceAll("\\", "/")}/${slashed}`);
  const base = segmentsOf(workspace.replaceAll("\\", "/"));
  if (path === null || base === null || !base.every((segment, at) => path[at] === segment)) return null;
  const inside = path.slice(base.length);
  return inside.length === 0 ? null : inside.join("/");
}

/** The segments of a path, `.` and `..` resolved; null when it leads above its root. */
function segmentsOf(path: string): readonly string[] | null {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.pop() === undefined) return null;
  }
  return segments;
}
