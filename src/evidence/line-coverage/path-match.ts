/** Deeper than any real path; a hostile one costs no more than this. */
const maxSegments = 200;

/**
 * The segments of a path as any system writes it: no empty ones, no `.`, no drive letter, `..` resolved as far as it goes.
 */
export function segmentsOf(path: string): string[] {
  const segments: string[] = [];
  const plain = path
    .replace(/^file:\/\//, "")
    .replaceAll("\\", "/")
    .replace(/^[A-Za-z]:(?=\/)/, "");
  for (const segment of plain.split("/", maxSegments)) {
    if (segment === "" || segment === ".") continue;
    if (segment === ".." && segments.length > 0 && segments.at(-1) !== "..") segments.pop();
    else segments.push(segment);
  }
  return segments;
}

export function isAbsolute(path: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:[\\/]|file:\/\/)/.test(path);
}

/** Decides whether a file belongs to a path that was asked for. */
export interface PathMatcher {
  readonly text: string;
  /** @param absolute whether the segments lead from the root of a file system */
  matches(segments: readonly string[], absolute: boolean): boolean;
}

/** Source folders that the packages of the Java world do not have in their names. */
const languages = new Set(["java", "kotlin", "scala", "groovy"]);

/**
 * Reads a path to cover: a file or folder (`victor/agent`, whole segments), a pattern with `*`, `**` and `?`, or a dotted
 * module (`victor.agent`). A relative one is also found inside absolute paths, since tools write them from the root of
 * a machine that is not known here, but never below a folder of installed packages.
 *
 * @param packages true when files are named by package (JaCoCo), so that `src/main/java` in front means nothing
 */
export function createPathMatcher(text: string, packages = false): PathMatcher {
  const wanted = segmentsOf(packages ? withoutSourceRoot(text) : text);
  const anchored = isAbsolute(text);
  const dotted = !/[\\/*?]/.test(text) && text.includes(".") ? text.split(".").filter((part) => part !== "") : null;
  const matchesAt = (segments: readonly string[], start: number): boolean => {
    if (covers(wanted, segments, start)) return true;
    return dotted !== null && (covers(dotted, segments, start) || coversModule(dotted, segments, start));
  };
  return {
    text,
    matches(segments, absolute) {
      if (wanted.length === 0) return true;
      if (matchesAt(segments, 0) && (!absolute || anchored)) return true;
      if (anchored || !absolute) return false;
      for (let start = 0; start < segments.length; start++) {
        if (installed.has(segments[start] ?? "")) return false;
        if (matchesAt(segments, start)) return true;
      }
      return false;
    },
  };
}

const installed = new Set(["node_modules", "site-packages", "dist-packages", ".venv"]);

/** Whether the wanted segments, patterns among them, match the path's from `start`, or a folder above it. */
function covers(wanted: readonly string[], segments: readonly string[], start: number): boolean {
  // reach[i]: the first i wanted segments match the part of the path seen so far.
  let reach = wanted.map((_, i) => wanted.slice(0, i).every((segment) => segment === "**"));
  reach.push(wanted.every((segment) => segment === "**"));
  for (let at = start; at < segments.length; at++) {
    const segment = segments[at] ?? "";
    const next: boolean[] = new Array<boolean>(wanted.length + 1).fill(false);
    for (let i = 0; i < wanted.length; i++) {
      if (reach[i] !== true && next[i] !== true) continue;
      const pattern = wanted[i] ?? "";
      if (pattern === "**") {
        // Stands for this segment and those after it, or for none.
        if (reach[i] === true) next[i] = true;
        if (next[i] === true) next[i + 1] = true;
      } else if (reach[i] === true && matchesSegment(pattern, segment)) next[i + 1] = true;
    }
    // All of it matched here, so what comes below lies in it.
    if (next[wanted.length] === true) return true;
    if (!next.includes(true)) return false;
    reach = next;
  }
  return false;
}

/** `pkg.mod` is the file `pkg/mod.py`. */
function coversModule(module: readonly string[], segments: readonly string[], start: number): boolean {
  if (segments.length - start !== module.length) return false;
  return module.every((part, i) => {
    const segment = segments[start + i] ?? "";
    if (i < module.length - 1) return segment === part;
    const dot = segment.lastIndexOf(".");
    return dot > 0 && segment.slice(0, dot) === part;
  });
}

/** `*` is any run of characters, `?` any one; never more than one pass back to the last `*`. */
function matchesSegment(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let from = 0;
  while (t < text.length) {
    const wanted = pattern[p];
    if (wanted === "*") {
      star = p++;
      from = t;
    } else if (wanted !== undefined && (wanted === "?" || wanted === text[t])) {
      p++;
      t++;
    } else if (star !== -1) {
      p = star + 1;
      t = ++from;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

function withoutSourceRoot(path: string): string {
  const segments = segmentsOf(path);
  for (let i = segments.length - 1; i >= 2; i--) {
    if (languages.has(segments[i] ?? "") && segments[i - 2] === "src") return segments.slice(i + 1).join("/");
  }
  return path;
}
