import type { Reading } from "../../domain/problem.ts";
import { isObject, kindOf } from "../json/json-value.ts";
import { parseJsonText } from "../json/parse-json-text.ts";
import { listNames } from "../plain-name.ts";
import { invalid, missing, read } from "../refusal.ts";
import { scannerFormats } from "./scanner-formats.ts";
import type { VulnerabilityCounts } from "./vulnerability-counts.ts";

/** What a scanner's file was understood to say. */
export interface VulnerabilityReading {
  /** The scanner, or the format that many write. */
  readonly format: string;
  readonly counts: VulnerabilityCounts;
}

const remedy = `Let the scanner write JSON. Known are ${listNames(
  scannerFormats.map(({ title }) => title),
  scannerFormats.length,
)}.`;

/**
 * Counts the vulnerabilities in a scanner's JSON by how grave they are. The file is recognised by its content; one that is no
 * scanner's, or says nothing about what was looked at, is a problem and never none found.
 */
export function readVulnerabilities(text: string): Reading<VulnerabilityReading> {
  const parsed = parseJsonText(text);
  if (!parsed.ok) return parsed;
  const root = parsed.value;
  if (!isObject(root)) return invalid(`it is ${kindOf(root)}, and no scanner's file is`, remedy);
  const format = scannerFormats.find((one) => one.recognise(root));
  if (format === undefined)
    return invalid(`no known scanner wrote it; at its top level are ${listNames(Object.keys(root), 6)}`, remedy);
  const counts = format.count(root);
  if (counts === null)
    return missing(
      `it is ${format.title}'s and does not say what was scanned`,
      "Look whether the scanner found anything to scan.",
    );
  return read({ format: format.title, counts });
}
