/** A place in a source file. */
export interface SourcePlace {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** `path.ext:12`, as compilers, test runners and stack traces write it. Lines are cut before this is tried. */
const place = /((?:[A-Za-z]:)?[^\s:()'"<>|]{1,300}\.[A-Za-z][A-Za-z0-9]{0,4}):(\d{1,7})(?!\d)/;
const placeWithSpaces = /\((?:file:\/\/)?([^():]{1,300}\.[A-Za-z][A-Za-z0-9]{0,4}):(\d{1,7})(?::\d+)?\)/;

const maxLines = 200;
const maxLineLength = 500;

/**
 * Finds where in the tests a failure happened, from what the test runner printed.
 *
 * Python prints the failing line last (`tests/test_a.py:9: AssertionError`), stack traces of JavaScript, Go, PHP, Rust and
 * C++ print it first. Frames of the runner itself and of installed packages are passed over.
 *
 * @param text a failure's message and detail
 * @param file the file the writer itself names, if it does: then only a place in that file is taken
 */
export function findPlace(text: string, file?: string): SourcePlace | null {
  let first: SourcePlace | null = null;
  let lastPython: SourcePlace | null = null;
  for (const line of text.split("\n", maxLines)) {
    const cut = line.slice(0, maxLineLength);
    const match = placeWithSpaces.exec(cut) ?? place.exec(cut);
    if (match === null) continue;
    const [, raw = "", number = ""] = match;
    const path = raw.replace(/^file:\/\//, "");
    const found = { file: path, line: Number(number) };
    if (found.line < 1 || isForeign(path)) continue;
    if (file !== undefined && !samePath(path, file)) continue;
    if (path.endsWith(".py") && cut.trimStart().startsWith(raw)) lastPython = found;
    else first ??= found;
  }
  return lastPython ?? first;
}

function isForeign(path: string): boolean {
  return (
    path.startsWith("node:") ||
    path.startsWith("internal/") ||
    path.startsWith("//") ||
    /(?:^|[/\\])(?:node_modules|site-packages|dist-packages|vendor|rustc)[/\\]/.test(path) ||
    /[/\\]lib[/\\]python\d/.test(path) ||
    /^(?:www\.)?[a-z0-9-]+\.(?:com|org|net|io)$/.test(path)
  );
}

function samePath(one: string, other: string): boolean {
  const a = one.replaceAll("\\", "/");
  const b = other.replaceAll("\\", "/");
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);
}
