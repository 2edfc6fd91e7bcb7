import { visibleCharacters } from "./visible-characters.ts";

const gap = "\u200B";

/**
 * Untrusted text for places that show plain text and make links and mentions of what looks like one: a mail, a chat. It reads the
 * same; a zero-width space keeps addresses and names from being taken for more than text.
 *
 * @param text any text; line ends and unseen characters are written out
 */
export function unlinkedText(text: string): string {
  return unlinkedCommand(text.trim())
    .replace(/ {2,}/g, " ")
    .replace(/(?<=\p{L}|\p{N})\.(?=\p{L})/gu, `.${gap}`);
}

/** The same for a line that people copy: names of files in it stay as they are, so a bare `example.com` may become a link. */
export function unlinkedCommand(text: string): string {
  return visibleCharacters(text)
    .trimEnd()
    .replace(/:(?=\/)/g, `:${gap}`)
    .replace(/www\./gi, (found) => `${found.slice(0, 3)}${gap}.`)
    .replace(/@(?=\S)/g, `@${gap}`);
}
