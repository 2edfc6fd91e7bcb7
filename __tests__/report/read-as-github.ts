import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { SaxesParser } from "saxes";

/** What a reader on GitHub would meet in rendered Markdown. */
export interface Reading {
  /** Names of all elements. */
  readonly elements: ReadonlySet<string>;
  /** All attributes as `name=value`. */
  readonly attributes: ReadonlySet<string>;
  /** Text outside code, in which GitHub looks for mentions and references after it has rendered. */
  readonly prose: readonly string[];
  /** All text. */
  readonly text: string;
  /** What GitHub would turn into a link, a mention or an emoji. */
  readonly triggers: readonly string[];
  /** How many cells each table row has, table by table. */
  readonly tables: readonly (readonly number[])[];
}

/** Patterns modelled on what GitHub documents as autolinked references, and on its mention and emoji filters. */
const triggers: readonly RegExp[] = [
  /(?:^|[^A-Za-z0-9_`])@[A-Za-z0-9]/,
  /[\w.-]+@[\w-]+\.[\w.-]+/,
  /#\d+/,
  /\bgh-\d+/i,
  /\b[0-9a-f]{7,40}\b/i,
  /\b(?:https?|ftp|mailto|xmpp):[\w/]/i,
  /\bwww\.[a-z]/i,
  /:[a-z0-9+_-]+:/i,
  /\bCVE-\d/i,
  /\bGHSA-[a-z0-9]/i,
];

/**
 * Renders Markdown with a GFM renderer that lets HTML through, and reads the result as XML: it fails when anything is
 * not closed, which is how a cut fence, table or fold would show.
 */
export function readAsGithub(markdown: string): Reading {
  const html = micromark(markdown, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
  });
  const elements = new Set<string>();
  const attributes = new Set<string>();
  const prose: string[] = [];
  const tables: number[][] = [];
  const open: string[] = [];
  let text = "";
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => {
    elements.add(tag.name);
    open.push(tag.name);
    for (const [name, value] of Object.entries(tag.attributes)) attributes.add(`${name}=${value}`);
    if (tag.name === "table") tables.push([]);
    if (tag.name === "tr") tables.at(-1)?.push(0);
    const rows = tables.at(-1);
    if ((tag.name === "td" || tag.name === "th") && rows !== undefined) rows.push((rows.pop() ?? 0) + 1);
  });
  parser.on("closetag", () => {
    open.pop();
  });
  parser.on("text", (piece) => {
    text += piece;
    if (!open.includes("code") && !open.includes("pre")) prose.push(piece);
  });
  // XML knows no bare `<br>`.
  parser.write(`<root>${html.replaceAll("<br>", "<br/>")}</root>`).close();
  elements.delete("root");
  const found = prose.flatMap((piece) => triggers.flatMap((pattern) => pattern.exec(piece)?.[0] ?? []));
  return { elements, attributes, prose, text, triggers: found, tables };
}
