/**
 * Reading values whose shape is not known to be right. The checks of names run on them, so that a mistake in one place does
 * not hide those in another; what has the wrong shape is left out here and told by the schema.
 */
export function mapEntries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

export function isMapValue(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands behind a key; undefined when there is no such map or key. */
export function entryOf(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

export interface ListedText {
  readonly text: string;
  /** Its place in the list; null when it stands alone. */
  readonly index: number | null;
}

/** The texts of a list, or the one text that stands alone. */
export function listedTexts(value: unknown): readonly ListedText[] {
  if (typeof value === "string") return [{ text: value, index: null }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((text: unknown, index) => (typeof text === "string" ? [{ text, index }] : []));
}
