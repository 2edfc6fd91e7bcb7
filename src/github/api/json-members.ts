/** A member of an object that came from outside; undefined for what is none of its own. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return at;
}

/** A text with something in it; null for all else. */
export function textMember(value: unknown, ...path: readonly string[]): string | null {
  const found = member(value, ...path);
  return typeof found === "string" && found !== "" ? found : null;
}

/** A number of GitHub's, as an id or a count; null for all else. */
export function idMember(value: unknown, ...path: readonly string[]): number | null {
  const found = member(value, ...path);
  return typeof found === "number" && Number.isSafeInteger(found) && found >= 0 ? found : null;
}

/** Empty for what is no list. */
export function listMember(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = path.length === 0 ? value : member(value, ...path);
  return Array.isArray(found) ? found : [];
}
