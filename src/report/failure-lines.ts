import type { TestCase } from "../domain/evidence.ts";
import { clipCharacters } from "./clip-characters.ts";

/** Where a message begins in the details, it begins soon. */
const searchedCharacters = 4000;

/**
 * The first lines of what a failed test says, none of them empty. XML attributes lose their line ends, so a message that
 * came out of one is looked up in the test's details, where the lines are still whole.
 *
 * @param maxLines at least 1
 * @param maxCharacters of one line
 */
export function failureLines(
  test: Pick<TestCase, "message" | "detail">,
  maxLines: number,
  maxCharacters: number,
): readonly string[] {
  const message = clipCharacters((test.message ?? "").trim(), searchedCharacters);
  const text = message.includes("\n") ? message : (linesOf(message, test.detail ?? "") ?? message);
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, maxLines)
    .map((line) => clipCharacters(line.trimEnd(), maxCharacters));
}

/** The part of `detail` that is `message` but for white space; null where it does not hold it, or holds it on one line. */
function linesOf(message: string, detail: string): string | null {
  const wanted = message.replace(/\s+/g, "");
  if (wanted === "") return null;
  const searched = detail.slice(0, searchedCharacters);
  const places: number[] = [];
  let packed = "";
  for (let at = 0; at < searched.length; at++) {
    const character = searched.charAt(at);
    if (/\s/.test(character)) continue;
    packed += character;
    places.push(at);
  }
  const begin = packed.indexOf(wanted);
  const from = places[begin];
  const to = places[begin + wanted.length - 1];
  if (begin < 0 || from === undefined || to === undefined) return null;
  const found = searched.slice(from, to + 1);
  return found.includes("\n") ? found : null;
}
