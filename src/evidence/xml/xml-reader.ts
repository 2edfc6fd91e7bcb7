import { SaxesParser } from "saxes";
import { invalid, missing, type Refusal } from "../refusal.ts";
import { CdataCutter } from "./cdata-cutter.ts";
import { hideControls } from "./control-marks.ts";

export type XmlAttributes = Readonly<Record<string, string>>;

/** Told what an XML text holds, in order. */
export interface XmlEvents {
  /**
   * An element begins.
   *
   * @param attributes an object without a prototype
   * @returns a problem when the text cannot be what it was taken for; nothing more is read then
   */
  open(name: string, attributes: XmlAttributes): Refusal | undefined;
  /** The element last begun ends. `text` is its own text up to the cap, when `wantsText` asked for it. */
  close(name: string, text: string): void;
  /** Whether the text of the element that has just been opened is of use. */
  wantsText(name: string): boolean;
}

export interface XmlLimits {
  /** Elements inside each other. */
  readonly maxDepth: number;
  /** Characters of text kept of one element. */
  readonly maxTextChars: number;
}

/**
 * What the parser complains of and real writers do: control characters written raw or as a reference, `]]>` in a
 * message, entities of HTML. They damage a message at most, never the structure.
 */
const tolerated = [
  "disallowed character.",
  "malformed character entity.",
  "disallowed in char data.",
  "undefined entity.",
  "disallowed character in entity name.",
  "empty entity name.",
];

/** Each complaint costs an error with its stack; no writer gives rise to more. */
const maxTolerated = 5000;

/** The parser takes a piece at a time, and keeps what it has not yet passed on. */
const pieceLength = 65_536;

/**
 * Reads XML as a stream. Nothing outside the text is ever fetched, entities are never expanded beyond the five of XML,
 * and a text that declares some of its own is refused.
 */
export class XmlReader {
  readonly #parser = new SaxesParser({ xmlns: false, position: true });
  readonly #events: XmlEvents;
  readonly #limits: XmlLimits;
  readonly #cutter: CdataCutter;
  /** The text of each open element that wants it; null for the others. */
  readonly #texts: (string | null)[] = [];
  #problem: Refusal | null = null;
  #started = false;
  #tolerated = 0;

  constructor(events: XmlEvents, limits: XmlLimits) {
    this.#events = events;
    this.#limits = limits;
    this.#cutter = new CdataCutter(limits.maxTextChars + 1);
    this.#parser.on("error", (error) => this.#complain(error.message));
    this.#parser.on("doctype", (doctype) => this.#refuseEntities(doctype));
    this.#parser.on("opentag", (tag) => this.#open(tag.name, tag.attributes));
    this.#parser.on("closetag", (tag) => this.#close(tag.name));
    this.#parser.on("cdata", (text) => this.#text(text));
  }

  /** The problem that ended the reading, once there is one; further text is then thrown away. */
  get problem(): Refusal | null {
    return this.#problem;
  }

  write(chunk: string): void {
    let text = chunk;
    if (!this.#started) {
      text = chunk.startsWith("\uFEFF") ? chunk.slice(1) : chunk;
      // Some writers put an empty line before the declaration.
      text = text.trimStart();
      if (text === "") return;
      this.#started = true;
      this.#checkStart(text);
    }
    for (let at = 0; at < text.length && this.#problem === null; at += pieceLength) {
      const piece = this.#cutter.cut(hideControls(text.slice(at, at + pieceLength)));
      if (piece !== "") this.#feed(piece);
    }
  }

  /** @returns the problem, or null when the text was XML from its first to its last character */
  end(): Refusal | null {
    if (!this.#started) {
      return missing("it is empty", "Look whether the tool that should write it ran at all.");
    }
    if (this.#problem !== null) return this.#problem;
    const rest = this.#cutter.flush();
    if (rest !== "") this.#feed(rest);
    if (this.#problem === null) this.#feed(null);
    return this.#problem;
  }

  /** A problem is thrown through the parser, which would otherwise go on and complain of all that follows. */
  #feed(piece: string | null): void {
    try {
      if (piece === null) this.#parser.close();
      else this.#parser.write(piece);
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      this.#problem = error.refusal;
    }
  }

  #open(name: string, attributes: XmlAttributes): void {
    if (this.#texts.length >= this.#limits.maxDepth) {
      throw new Stop(invalid(`its elements nest deeper than ${this.#limits.maxDepth} levels`, "Write flatter XML."));
    }
    const refused = this.#events.open(name, attributes);
    if (refused !== undefined) throw new Stop(refused);
    this.#texts.push(this.#events.wantsText(name) ? "" : null);
    this.#listen();
  }

  #close(name: string): void {
    const text = this.#texts.pop();
    this.#events.close(name, text ?? "");
    this.#listen();
  }

  /** The parser gathers text only while somebody listens. */
  #listen(): void {
    const wanted = (this.#texts.at(-1) ?? null) !== null;
    if (wanted) this.#parser.on("text", (text) => this.#text(text));
    else this.#parser.off("text");
  }

  #text(text: string): void {
    const last = this.#texts.length - 1;
    const held = this.#texts[last];
    if (typeof held !== "string") return;
    const room = this.#limits.maxTextChars - held.length;
    if (room > 0) this.#texts[last] = held + text.slice(0, room);
  }

  #refuseEntities(doctype: string): void {
    if (!doctype.includes("<!ENTITY")) return;
    throw new Stop(invalid("it declares entities of its own, which no result file needs", "Remove its DOCTYPE."));
  }

  #complain(message: string): void {
    if (tolerated.some((end) => message.endsWith(end)) && ++this.#tolerated <= maxTolerated) return;
    throw new Stop(describe(message, this.#parser.line, this.#parser.column));
  }

  #checkStart(text: string): void {
    const head = text.slice(0, 200);
    if (head.slice(0, 4).includes("\u0000")) {
      this.#problem = invalid("it is not UTF-8 text (UTF-16, or not text at all)", "Write it in UTF-8.");
    } else if (!head.startsWith("<")) {
      this.#problem = invalid("it does not begin as XML does", "Name the XML file that the tool writes.");
    } else if (/^<!doctype html|^<html/i.test(head)) {
      this.#problem = invalid("it is an HTML page", "Name the XML file that the tool writes.");
    }
  }
}

/** Carries a problem out of the parser's callbacks; caught in this file, always. */
class Stop extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.problem.reason);
    this.refusal = refusal;
  }
}

/** The parser's words, in ours: they may quote names out of the file, which are left out. */
function describe(message: string, line: number, column: number): Refusal {
  const position = { line, column: column + 1 };
  if (/unclosed tag|unexpected end|must contain a root/.test(message)) {
    return invalid(
      "it ends in the middle; what wrote it was stopped or ran out of room",
      "Run the stage again; look for a full disk, a time limit or a killed process.",
      position,
    );
  }
  if (/only one root|outside of root/.test(message)) {
    return invalid(
      "something follows the end of its XML; two programs wrote into it, or one wrote over a longer file",
      "Give each program a file of its own, and remove old ones before a run.",
      position,
    );
  }
  return invalid("it is not well-formed XML", "Let an XML library write the file.", position);
}
