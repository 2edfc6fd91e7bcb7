/**
 * The fields of a line as `JSON.parse` sees them: the last of several equal keys counts.
 *
 * @returns undefined for a field that is not there; null when the text is not JSON, or not an object
 */
export function parseFields(text: string, paths: readonly (readonly string[])[]): readonly unknown[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON, or nested beyond what can be parsed: either way not an event that can be read.
    return null;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return paths.map((steps) => fieldOf(value, steps));
}

function fieldOf(root: object, steps: readonly string[]): unknown {
  let value: unknown = root;
  for (const step of steps) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    if (Array.isArray(value) && !/^(?:0|[1-9]\d*)$/.test(step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}
