import { removeControlSequences } from "./control-sequences.ts";

/** Text on one line, without anything that acts on a terminal: line ends become spaces. */
export function oneLine(text: string): string {
  return removeControlSequences(text.replace(/\r\n|[\n\r\u2028\u2029]/gu, " "), false);
}
