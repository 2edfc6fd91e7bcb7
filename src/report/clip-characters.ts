/**
 * The beginning of a text, at most `maxCharacters` UTF-16 units of it, ending in `…` when something was cut; no surrogate pair is
 * cut in two.
 *
 * @param maxCharacters at least 1; the ellipsis comes on top
 */
export function clipCharacters(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const last = text.charCodeAt(maxCharacters - 1);
  const end = last >= 0xd800 && last <= 0xdbff ? maxCharacters - 1 : maxCharacters;
  return `${text.slice(0, end)}…`;
}
