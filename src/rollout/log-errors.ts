import { oneLine } from "../text/one-line.ts";

/** What the lines of a log say. */
export interface LogLook {
  /** Records that were looked at; a traceback belongs to the record before it. */
  readonly records: number;
  /** Records at the level of an error or above, the first line of each, shortened. */
  readonly errors: readonly string[];
}

const severe = new Set(["error", "err", "critical", "crit", "fatal", "severe", "emergency", "emerg", "alert", "panic"]);
const others = new Set(["warning", "warn", "notice", "info", "informational", "debug", "trace", "verbose", "fine"]);
/** A line that begins with a date or a time begins a record. */
const dated =
  /^\s*[[("]?(?:\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d|\d{4}\/\d\d\/\d\d|\d\d\/[A-Z][a-z]{2}\/\d{4}|[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d)/;
/** klog and glog: `E0105 09:30:00.000000`. */
const shortLevel = /^([EFWID])\d{4} \d\d:\d\d:\d\d/;
/** The last line of a traceback: `ValueError: no such part`. */
const raised = /^(?:[\w$]+\.)*[\w$]+(?:Error|Exception|Interrupt|Exit)\b/;
const headLength = 200;

/**
 * The errors among the last lines of a log, by level and not by word: `0 errors so far` is none, and a traceback counts once,
 * with the line that it belongs to.
 *
 * @param lines in the order of the log
 * @param component only records that name it count, in their first line; null: all
 */
export function logErrors(lines: readonly string[], component: string | null): LogLook {
  const records = recordsOf(lines).filter((record) => component === null || record.includes(component));
  const errors = records.filter((record) => isSevere(record)).map((record) => oneLine(record).trim().slice(0, 200));
  return { records: records.length, errors };
}

/** The first line of each record. Lines before the first one belong to a record that is not here. */
function recordsOf(lines: readonly string[]): readonly string[] {
  const begun = lines.filter((line) => dated.test(line) || shortLevel.test(line));
  if (begun.length > 0) return begun;
  // A log without dates: each line that is not indented stands for itself, but for the one that ends a traceback.
  return lines.filter((line, at) => /^\S/.test(line) && !(/^\s/.test(lines[at - 1] ?? "") && raised.test(line)));
}

function isSevere(line: string): boolean {
  const level = levelOf(line);
  if (level !== null) return severe.has(level);
  // A record without a level that begins a traceback.
  return /^(?:Traceback \(most recent call last\):|Exception in thread |panic: )/.test(line);
}

/** The level in a line's head, in lower case; null when it has none. */
function levelOf(line: string): string | null {
  const head = line.slice(0, headLength);
  const short = shortLevel.exec(head)?.[1];
  if (short !== undefined) return short === "E" || short === "F" ? "error" : "info";
  const json = /"(?:level|severity|levelname|lvl|log\.level)"\s*:\s*"([A-Za-z]+)"/.exec(line.slice(0, 4000))?.[1];
  const named = /\b(?:level|lvl|severity)=["']?([A-Za-z]+)/.exec(head)?.[1];
  const bracketed = /[[(<]([A-Za-z]{3,13})[\])>]/.exec(head)?.[1];
  // In the open a level is in capitals, or stands at the beginning: `ERROR`, `error: …`; `errors` within a sentence is a word.
  const open = [...head.matchAll(/(?:^|[\s|,:-])([A-Z]{3,13})(?=$|[\s|,:\-\]])/g)].map((match) => match[1] ?? "");
  const first = /^([A-Za-z]{3,13}):\s/.exec(head)?.[1];
  for (const word of [json, named, bracketed, ...open, first]) {
    const known = word?.toLowerCase() ?? "";
    if (severe.has(known) || others.has(known)) return known;
  }
  return null;
}
