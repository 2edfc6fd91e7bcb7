/** Longer words are names that a machine made up; nobody mistypes them by a letter. */
const maxWordLength = 64;
const maxCandidates = 500;

/**
 * The candidate that a mistyped word most likely meant, by Damerau–Levenshtein distance (optimal string alignment:
 * insert, delete, replace, swap two neighbours), letters compared without regard to case.
 *
 * @param word what was written
 * @param candidates what would have been right; only the first 500 are looked at, so that a hostile file costs little
 * @returns the nearest, else the first that begins with the word; null when more than a third of the letters differ in all
 *   (two may from four letters on)
 */
export function nearestWord(word: string, candidates: Iterable<string>): string | null {
  if (word.length === 0 || word.length > maxWordLength) return null;
  const wanted = word.toLowerCase();
  const limit = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  let best: string | null = null;
  let bestDistance = limit + 1;
  let beginning: string | null = null;
  let seen = 0;
  for (const candidate of candidates) {
    seen += 1;
    if (seen > maxCandidates) break;
    if (beginning === null && wanted.length > 2 && candidate.toLowerCase().startsWith(wanted)) beginning = candidate;
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    // A whole word replaced is no mistyping.
    if (distance < bestDistance && distance < Math.max(wanted.length, candidate.length)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best ?? beginning;
}

/**
 * How many inserted, deleted, replaced or swapped characters lie between two words (optimal string alignment distance;
 * Boytsov 2011, "Indexing methods for approximate dictionary searching", §2.1). Cost: product of the lengths.
 */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from.charCodeAt(row - 1) === to.charCodeAt(column - 1);
      let cost = Math.min(
        (current[column - 1] ?? 0) + 1,
        (last[column] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        from.charCodeAt(row - 1) === to.charCodeAt(column - 2) &&
        from.charCodeAt(row - 2) === to.charCodeAt(column - 1);
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}
