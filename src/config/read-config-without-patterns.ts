import { createConfigReader, patternKeys, type ReadConfig } from "./config-reader.ts";
import { notParsed } from "./parsed.ts";

/**
 * Whether a text may be a config with patterns. It says yes too often: a key that holds one may be a word of a command, and
 * behind a backslash may be any letter. A no is certain.
 */
export function mayHoldPatterns(text: string): boolean {
  return text.includes("\\") || [...patternKeys].some((key) => text.includes(String(key)));
}

/** As `readConfig`, for a text that holds no patterns; one that is there all the same is refused. */
export const readConfigWithoutPatterns: ReadConfig = createConfigReader(() =>
  notParsed({ message: "patterns are not understood here" }),
);
