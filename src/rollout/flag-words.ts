import { readFlagValue } from "../evidence/flag/read-flag-value.ts";
import type { LastingAttempt } from "../flag/set-for-good.ts";

/** Why no way turned the flag to where it was wanted, in words that tell the usual causes apart. */
export function noWayWords(attempts: readonly LastingAttempt[]): string {
  if (attempts.length === 0) return "No way to set the flag was tried.";
  const told = attempts.map(
    ({ name, failure, reading }) => `By ${name}: ${failure ?? "it worked."}${meaning(reading)}`,
  );
  const readings = attempts.flatMap(({ reading }) => (reading === null ? [] : [reading]));
  const values = new Set(readings.map(({ value }) => value));
  const unmoved =
    readings.length > 1 && values.size === 1 && !values.has("unknown")
      ? " Whatever is set, it reads the same: perhaps nothing in the program reads this flag."
      : "";
  return `The target obeys no way to set the flag. ${told.join(" ")}${unmoved}`;
}

/** What a value means that is neither on nor off, such as the text 'false', which most programs take for true. */
function meaning(reading: LastingAttempt["reading"]): string {
  if (reading === null || reading.value !== "unknown") return "";
  const { why } = readFlagValue(reading.said);
  return why === "" ? "" : ` ${why}`;
}
