import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A fenced block of a page. */
export interface CodeBlock {
  readonly page: string;
  /** 1-based line of its fence. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
  /** The HTML comment on the line before the fence; empty when there is none. */
  readonly mark: string;
}

export interface MarkdownPage {
  /** Relative to the repository, with slashes. */
  readonly path: string;
  readonly blocks: readonly CodeBlock[];
  /** Where its links lead, as written. */
  readonly links: readonly string[];
  /** Ids that GitHub gives to its headings. */
  readonly anchors: ReadonlySet<string>;
}

/** Every page that readers of the repository are led to. */
export function readPages(): readonly MarkdownPage[] {
  const docs = readdirSync(`${root}docs`, { recursive: true })
    .map((name) => `docs/${String(name).replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(".md"));
  const top = readdirSync(root).filter((name) => name.endsWith(".md"));
  return [...top, ...docs.sort()].map((path) => readPage(path, readFileSync(`${root}${path}`, "utf8")));
}

/** Where a link leads from a page: a path in the repository, and an anchor that may be empty. */
export function resolveLink(page: string, link: string): { readonly path: string; readonly anchor: string } {
  const [target = "", anchor = ""] = link.split("#", 2);
  return { path: target === "" ? page : posix.normalize(posix.join(posix.dirname(page), target)), anchor };
}

export function readPage(path: string, text: string): MarkdownPage {
  const blocks: CodeBlock[] = [];
  const anchors = new Set<string>();
  const prose: string[] = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const fence = /^(\s*)(```+)(\w*)$/.exec(line);
    if (fence === null) {
      prose.push(line);
      const heading = /^#{1,6} (.+)$/.exec(line)?.[1];
      if (heading !== undefined) anchors.add(anchorOf(heading));
      continue;
    }
    const end = lines.indexOf(`${fence[1]}${fence[2]}`, at + 1);
    const mark = /^<!-- (.+) -->$/.exec(lines[at - 1] ?? "")?.[1] ?? "";
    const inner = lines.slice(at + 1, end).join("\n");
    blocks.push({ page: path, line: at + 1, language: fence[3] ?? "", text: inner, mark });
    at = end < 0 ? lines.length : end;
  }
  const body = prose.join("\n").replace(/`[^`\n]*`/g, "");
  const links = [...body.matchAll(/\]\(([^()\s]+)\)/g)].map((match) => match[1] ?? "");
  return { path, blocks, links, anchors };
}

/** GitHub's id of a heading: lower case, letters, digits, `-` and `_` kept, spaces to `-`. */
function anchorOf(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\- ]/gu, "")
    .replaceAll(" ", "-");
}
