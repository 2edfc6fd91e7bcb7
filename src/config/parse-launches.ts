import { notParsed, type Parsed, parsed } from "./parsed.ts";
import { quoteText } from "./quote-text.ts";

export const maxLaunches = 1000;

/** Launches a side: at the first look, and at the most. */
export interface Launches {
  readonly min: number;
  readonly max: number;
}

/** Reads `7` and `5..24`. */
export function parseLaunchesText(text: string): Parsed<Launches> {
  const match = /^\s*(\d{1,6})\s*(?:\.\.\s*(\d{1,6})\s*)?$/.exec(text);
  if (match === null) {
    return notParsed({
      message: `${quoteText(text)} is not a number of launches`,
      hint: 'write 7, or from and to: "5..24"',
    });
  }
  const min = Number(match[1]);
  const max = Number(match[2] ?? match[1]);
  if (min < 1) return notParsed({ message: "at least one launch is needed" });
  if (max > maxLaunches) return notParsed({ message: `at most ${maxLaunches} launches` });
  if (max < min)
    return notParsed({ message: `${quoteText(text)} ends before it begins`, hint: `write "${max}..${min}"` });
  return parsed({ min, max });
}

/** The value of `launches:`; null where it is none, which the schema tells. */
export function parseLaunches(value: unknown): Launches | null {
  if (typeof value === "number") {
    return Number.isInteger(value) && value >= 1 && value <= maxLaunches ? { min: value, max: value } : null;
  }
  const read = typeof value === "string" ? parseLaunchesText(value) : null;
  return read?.ok === true ? read.value : null;
}
