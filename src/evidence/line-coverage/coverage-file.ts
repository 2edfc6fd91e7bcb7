/** What one format tells of one source file, before it is known whether it was asked for. */
export interface CoverageFile {
  /** As the tool names it. */
  readonly path: string;
  /** Further names by which it may be asked for: joined with each root that the tool names. */
  readonly aliases: readonly string[];
  /** Line number → was it run. */
  readonly lines: ReadonlyMap<number, boolean>;
  /** The tool's own counts, for formats that tell no lines; null otherwise. */
  readonly counts: { readonly covered: number; readonly total: number } | null;
}

/** All files of a report. */
export interface CoverageData {
  readonly format: string;
  readonly files: readonly CoverageFile[];
  /** Files are named by package, not by path. */
  readonly packages: boolean;
}

/** Gathers files; one that is told of twice has its lines put together, and a line that ran once has run. */
export class CoverageFiles {
  readonly #files = new Map<string, { aliases: Set<string>; lines: Map<number, boolean> }>();
  readonly #counts = new Map<string, { covered: number; total: number }>();

  /** The lines of a file, to be filled. */
  file(path: string, aliases: readonly string[] = []): Map<number, boolean> {
    let file = this.#files.get(path);
    if (file === undefined) {
      file = { aliases: new Set(), lines: new Map() };
      this.#files.set(path, file);
    }
    for (const alias of aliases) file.aliases.add(alias);
    return file.lines;
  }

  /** Counts for a file whose lines are not told. Told twice, the smaller share counts: the parts cannot be put together. */
  count(path: string, covered: number, total: number, aliases: readonly string[] = []): void {
    this.file(path, aliases);
    const held = this.#counts.get(path);
    if (held === undefined || covered * held.total < held.covered * total) this.#counts.set(path, { covered, total });
  }

  list(): CoverageFile[] {
    return [...this.#files].map(([path, { aliases, lines }]) => ({
      path,
      aliases: [...aliases],
      lines,
      counts: lines.size > 0 ? null : (this.#counts.get(path) ?? null),
    }));
  }
}

/** Marks a line as seen, and as run when it was run here or before. */
export function markLine(lines: Map<number, boolean>, line: number, ran: boolean): void {
  lines.set(line, ran || lines.get(line) === true);
}

/** A line number or a count as formats write them: a whole number, not negative. */
export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** The same out of text; null when it is not one. */
export function parseCount(text: string | undefined): number | null {
  if (text === undefined || !/^\s*\d{1,15}\s*$/.test(text)) return null;
  return Number(text);
}
