import { plainName } from "../plain-name.ts";

/** One step into a JSON value: a key of an object, or an index of a list. */
export type PathStep = string | number;

/** A path as people write it: `benchmarks[0].stats.mean`. Keys are cut, since they are data. */
export function formatPath(steps: readonly PathStep[]): string {
  const shown = steps.slice(0, 12);
  let text = "";
  for (const step of shown) {
    if (typeof step === "number") text += `[${step}]`;
    else text += text === "" ? plainName(step, 40) : `.${plainName(step, 40)}`;
  }
  return text + (steps.length > shown.length ? "…" : "");
}

/**
 * Takes apart `a.b[0].c` and `["key with.dots"][2]`.
 *
 * @returns the steps, none for an empty path; null when it is not a path
 */
export function parsePath(path: string): readonly PathStep[] | null {
  const steps: PathStep[] = [];
  let rest = path.trim();
  if (rest === "$" || rest.startsWith("$.") || rest.startsWith("$[")) rest = rest.slice(1);
  else if (rest !== "" && !rest.startsWith("[")) rest = `.${rest}`;
  while (rest !== "") {
    const step = /^(?:\.([^.[\]]+)|\[(\d{1,9})\]|\["([^"]*)"\]|\['([^']*)'\])/.exec(rest);
    if (step === null) return null;
    const [all, key, index, double, single] = step;
    steps.push(index === undefined ? (key ?? double ?? single ?? "") : Number(index));
    rest = rest.slice(all.length);
  }
  return steps;
}
