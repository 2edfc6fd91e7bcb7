/** What a checklist has and lacks against the names that were expected. */
export interface NameDifference {
  /** There, and not expected. */
  readonly extra: readonly string[];
  /** Expected, and not there. */
  readonly missing: readonly string[];
}

/** Compares names exactly, up to white space around them and the form of their accents. */
export function compareNames(expected: readonly string[], items: readonly { readonly name: string }[]): NameDifference {
  const plain = (name: string) => name.trim().normalize("NFC");
  const wanted = new Set(expected.map(plain));
  const there = new Set(items.map(({ name }) => plain(name)));
  return {
    extra: [...there].filter((name) => !wanted.has(name)),
    missing: [...wanted].filter((name) => !there.has(name)),
  };
}
