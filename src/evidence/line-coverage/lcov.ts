import type { Reading } from "../../domain/problem.ts";
import { plainName } from "../plain-name.ts";
import { invalid, read } from "../refusal.ts";
import { type CoverageData, CoverageFiles, markLine, parseCount } from "./coverage-file.ts";

const remedy = "Let the tool write it again, from its beginning to its end.";

/** An lcov trace file (geninfo(1)): `SF` names a file, `DA` a line and how often it ran, `end_of_record` ends it. */
export function readLcov(text: string): Reading<CoverageData> {
  const gathered = new CoverageFiles();
  let path: string | null = null;
  let record = new Map<number, boolean>();
  let found: number | null = null;
  let hit: number | null = null;
  let number = 0;
  for (const line of text.split("\n")) {
    number++;
    const entry = line.trim();
    const at = { line: number };
    if (entry.startsWith("SF:")) {
      if (path !== null) return invalid("a file begins before the one before it has ended", remedy, at);
      path = entry.slice(3);
      record = new Map();
      found = null;
      hit = null;
    } else if (entry === "" || entry.startsWith("#") || entry.startsWith("TN:")) {
      // Nothing that counts.
    } else if (path === null) {
      return invalid("something other than a file's record stands between the records", remedy, at);
    } else if (entry.startsWith("DA:")) {
      const [line, hits] = entry.slice(3).split(",", 2);
      const lineNumber = parseCount(line);
      const count = parseHits(hits);
      if (lineNumber === null || lineNumber === 0 || count === null) {
        return invalid(`a line of ${plainName(path)} has no number or no count`, remedy, at);
      }
      markLine(record, lineNumber, count > 0);
    } else if (entry.startsWith("LF:")) found = parseCount(entry.slice(3));
    else if (entry.startsWith("LH:")) hit = parseCount(entry.slice(3));
    else if (entry === "end_of_record") {
      if (record.size === 0 && found !== null && found > 0) {
        if (hit === null || hit > found)
          return invalid(`the counts of ${plainName(path)} contradict each other`, remedy, at);
        gathered.count(path, hit, found);
      } else {
        if (found !== null && found > record.size) {
          return invalid(`the file ${plainName(path)} counts ${found} lines and tells ${record.size}`, remedy, at);
        }
        const lines = gathered.file(path);
        for (const [lineNumber, ran] of record) markLine(lines, lineNumber, ran);
      }
      path = null;
    } else if (!/^[A-Z]{2,5}:/.test(entry)) {
      return invalid(`the record of ${plainName(path)} holds a line of no known kind`, remedy, at);
    }
  }
  if (path !== null) return invalid("it ends in the middle of a file", remedy, { line: number });
  return read({ format: "lcov", files: gathered.list(), packages: false });
}

/** Some tools write hits in floating point, or negative ones after an overflow, which geninfo takes as none. */
function parseHits(text: string | undefined): number | null {
  if (text === undefined || !/^\s*-?\d{1,20}(?:\.\d{1,9})?(?:[eE][+-]?\d{1,3})?\s*$/.test(text)) return null;
  return Number(text);
}
