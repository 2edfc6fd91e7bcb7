/** An object as JSON has it. Read it through {@link own} alone: its keys are untrusted. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object's own property; undefined for anything inherited, so `constructor` and `__proto__` find nothing. */
export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** What kind of JSON value this is, in words for a sentence: `a list of 3`, `text`, `an object`. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  switch (typeof value) {
    case "string":
      return value === "" ? "empty text" : "text";
    case "number":
      return "a number";
    case "boolean":
      return String(value);
    default:
      return Object.keys(value as object).length === 0 ? "an empty object" : "an object";
  }
}
