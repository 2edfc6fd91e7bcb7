/** A place in a source file. */
export interface SourcePlace {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

const maxLines = 200;
const maxLineLength = 500;
const maxPlacesPerLine = 4;

/**
 * Finds where in the tests a failure happened, from what the test runner printed: `path.ext:12`, as compilers, test
 * runners and stack traces write it.
 *
 * Python prints the failing line last (`tests/test_a.py:9: AssertionError`); stack traces of JavaScript, Go, PHP, Rust and
 * C++ print it first. Frames of the runner itself and of installed packages are passed over.
 *
 * @param text a failure's message and detail
 * @param file the file that the writer itself names, if it does: then only a place in that file is taken
 */
export function findPlace(text: string, file?: string): SourcePlace | null {
  let first: SourcePlace | null = null;
  let lastPython: SourcePlace | null = null;
  for (const line of text.split("\n", maxLines)) {
    for (const found of placesIn(line.slice(0, maxLineLength))) {
      if (isForeign(found.file)) continue;
      if (file !== undefined && !isSameFile(found.file, file)) continue;
      if (found.file.endsWith(".py")) lastPython = found;
      else first ??= found;
    }
  }
  return lastPython ?? first;
}

function placesIn(line: string): SourcePlace[] {
  const places: SourcePlace[] = [];
  for (const match of line.matchAll(/:(\d{1,7})(?!\d)/g)) {
    if (places.length === maxPlacesPerLine) break;
    const file = pathBefore(line, match.index);
    const number = Number(match[1]);
    if (number > 0 && /[^.\\/]\.[A-Za-z][A-Za-z0-9]{0,4}$/.test(file)) places.push({ file, line: number });
  }
  return places;
}

/** The path that ends at `end`: back to the bracket it stands in, where spaces belong to it, or else to a space. */
function pathBefore(line: string, end: number): string {
  const bracket = line.lastIndexOf("(", end);
  const bracketed = bracket > line.lastIndexOf(")", end) ? line.slice(bracket + 1, end) : null;
  let start = end;
  while (start > 0 && !isDelimiter(line, start - 1)) start--;
  const path = bracketed?.startsWith("file://") || bracketed?.startsWith("/") ? bracketed : line.slice(start, end);
  return path.replace(/^file:\/\//, "");
}

function isDelimiter(line: string, at: number): boolean {
  const character = line.charAt(at);
  // The colons of C:\ and file:// are parts of a path.
  if (character === ":") return !/[\\/]/.test(line.charAt(at + 1)) || /\s/.test(line.charAt(at - 1));
  return /[\s()'"<>|,;=[\]]/.test(character);
}

function isForeign(path: string): boolean {
  return (
    path.startsWith("node:") ||
    path.startsWith("internal/") ||
    path.includes("://") ||
    /(?:^|[/\\])(?:node_modules|site-packages|dist-packages|vendor|rustc)[/\\]/.test(path) ||
    /[/\\]lib[/\\]python\d/.test(path) ||
    /^[A-Za-z0-9-]+\.(?:com|org|net|io|local)$/.test(path)
  );
}

function isSameFile(one: string, other: string): boolean {
  const a = one.replaceAll("\\", "/");
  const b = other.replaceAll("\\", "/");
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);
}
