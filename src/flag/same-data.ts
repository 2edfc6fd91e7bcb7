/** Data as parsers give it, made comparable: tables are maps, so that no key of the data means anything to the program. */
export type Data = unknown;

/** Turns plain objects into maps, at every level; what is neither an object, a map nor a list is kept as it is. */
export function toMaps(data: Data): Data {
  if (Array.isArray(data)) return data.map(toMaps);
  if (data instanceof Map) return new Map([...data].map(([key, value]) => [key, toMaps(value)]));
  if (isPlainObject(data)) return new Map(Object.entries(data).map(([key, value]) => [key, toMaps(value)]));
  return data;
}

/** Whether two values, made of maps, lists and single values, hold the same. The order of keys does not count. */
export function sameData(one: Data, other: Data): boolean {
  if (one instanceof Map && other instanceof Map) {
    if (one.size !== other.size) return false;
    for (const [key, value] of one) if (!other.has(key) || !sameData(value, other.get(key))) return false;
    return true;
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, index) => sameData(value, other[index]));
  }
  if (one instanceof Date && other instanceof Date) return String(one) === String(other);
  return Object.is(one, other);
}

/**
 * The data with the value at a path replaced or added; the original is not changed. A part of the path that is missing or
 * null becomes a table.
 *
 * @returns null where the path leads through something that is no table
 */
export function withValue(data: Data, path: readonly string[], value: unknown): { readonly data: Data } | null {
  const [first, ...rest] = path;
  if (first === undefined) return { data: value };
  if (data !== null && data !== undefined && !(data instanceof Map)) return null;
  const copy = new Map<unknown, unknown>(data ?? []);
  // Keys that are no text in the file, such as `1` or `true`, are addressed by how they are written.
  const key = copy.has(first) ? first : ([...copy.keys()].find((other) => String(other) === first) ?? first);
  const inner = withValue(copy.get(key), rest, value);
  if (inner === null) return null;
  copy.set(key, inner.data);
  return { data: copy };
}

function isPlainObject(data: unknown): data is object {
  if (typeof data !== "object" || data === null) return false;
  const prototype: unknown = Object.getPrototypeOf(data);
  return prototype === null || prototype === Object.prototype;
}
