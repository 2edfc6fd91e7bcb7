// Why mutants that no test notices may stay. Each is named by its file, the kind of change, and the text before and after it, so
// that a new one has none.
import { readFileSync } from "node:fs";

/**
 * The reasons as they are kept: `kinds` are sentences by name; `files` give, for each file and each kind, the changes.
 * @returns {{ kinds: Record<string, string>, files: Record<string, Record<string, string[]>> }}
 */
export function readReasons() {
  return JSON.parse(readFileSync(new URL("reasons.json", import.meta.url), "utf8"));
}

/** How a change is named among the reasons. */
export function nameChange({ mutator, from, to }) {
  return `${mutator}: ${from} → ${to}`;
}

/**
 * Holds survivors against reasons.
 *
 * @returns `reasonOf` tells the kind of reason of a survivor; `missing` are survivors without one, `idle` reasons without a survivor
 */
export function matchReasons(files, reasons) {
  const kindByChange = new Map();
  for (const [file, kinds] of Object.entries(reasons.files))
    for (const [kind, changes] of Object.entries(kinds))
      for (const change of changes) kindByChange.set(`${file} ${change}`, kind);
  const used = new Set();
  const missing = [];
  for (const { file, survivors } of files)
    for (const survivor of survivors) {
      const key = `${file} ${nameChange(survivor)}`;
      if (reasons.kinds[kindByChange.get(key)] === undefined)
        missing.push(`${file}:${survivor.line} ${nameChange(survivor)}`);
      used.add(key);
    }
  return {
    reasonOf: (file, survivor) => kindByChange.get(`${file} ${nameChange(survivor)}`) ?? null,
    missing,
    idle: [...kindByChange.keys()].filter((key) => !used.has(key)),
  };
}
