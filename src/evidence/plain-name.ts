/**
 * A name out of a file, fit to stand inside a sentence: on one line, without control characters, at most `maxLength`
 * characters long. It is still untrusted; whoever renders it escapes it.
 */
export function plainName(text: string, maxLength = 80): string {
  // Cut first, so that a huge name costs nothing; a cut pair of surrogates is dropped whole.
  const head = text.slice(0, maxLength + 1);
  const clean = head.replace(/[\s\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, " ").trim();
  return head.length > maxLength ? `${clean.slice(0, maxLength - 1).trimEnd()}…` : clean;
}

/** `a, b, c and 12 more`, each name made plain. */
export function listNames(names: readonly string[], atMost = 5): string {
  const shown = names.slice(0, atMost).map((name) => plainName(name, 60));
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  const last = shown.pop();
  if (last === undefined) return "none";
  return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}
