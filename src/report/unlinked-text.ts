import { visibleCharacters } from "./visible-characters.ts";

const gap = "\u200B";

/**
 * Untrusted text for places that show plain text and make links and mentions of what looks like one: a mail, a chat. It reads the
 * same; a zero-width space keeps addresses and names from being taken for more than text.
 *
 * @param text any text; line ends and unseen characters are written out
 */
export function unlinkedText(text: string): string {
  return visibleCharacters(text)
    .trim()
    .replace(/ {2,}/g, " ")
    .replace(/:(?=\/)/g, `:${gap}`)
    .replace(/[@#](?=\S)/g, `$&${gap}`)
    .replace(/(?<=\p{L}|\p{N})\.(?=\p{L})/gu, `.${gap}`);
}
