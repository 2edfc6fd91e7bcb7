import { removeControlSequences } from "../../text/control-sequences.ts";

/**
 * Control characters are forbidden in XML, and test reporters write them all the same: the colour codes of a message, raw or
 * as references. A parser complains of each one at some cost, so they pass it in disguise, as characters of a private area
 * that no text uses.
 */
const disguise = 0xe000;

const raw = /[^\t\n\r\u0020-\ufffd]/g;
const reference = /&#(?:[xX]0{0,6}([0-8bcBCefEF]|1[0-9a-fA-F])|0{0,6}([0-8]|1[124-9]|2\d|3[01]));/g;

export function hideControls(text: string): string {
  return text
    .replace(raw, (character) => hidden(character.charCodeAt(0)))
    .replace(reference, (_, hex: string | undefined, decimal: string | undefined) =>
      hidden(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)),
    );
}

/** The text as it was meant to be seen: without colour codes and the other control characters, lines kept. */
export function withoutControls(text: string): string {
  const seen = text.replace(/[\ue000-\ue01f]/g, (character) => String.fromCharCode(character.charCodeAt(0) - disguise));
  return seen
    .split("\n")
    .map((line) => removeControlSequences(line, false))
    .join("\n");
}

function hidden(code: number): string {
  return code < 0x20 ? String.fromCharCode(disguise + code) : "\ufffd";
}
