import { createConfigReader, type ReadConfig } from "./config-reader.ts";
import { checkPattern } from "./output-pattern.ts";

export type { ConfigReading } from "./config-reader.ts";

/**
 * Reads a config: YAML text → Config, or everything that is wrong with it at once, in the order of the file.
 * Never throws, whatever the text: what is too large or too deep is refused before anything recursive sees it.
 *
 * @param text the whole file; a byte order mark is passed over
 * @param file how the file is named in the problems
 */
export const readConfig: ReadConfig = createConfigReader(checkPattern);
