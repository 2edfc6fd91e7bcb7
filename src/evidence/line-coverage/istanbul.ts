import type { Reading } from "../../domain/problem.ts";
import { isObject, type JsonObject, own } from "../json/json-value.ts";
import { plainName } from "../plain-name.ts";
import { invalid, read } from "../refusal.ts";
import { type CoverageData, CoverageFiles, isCount, markLine } from "./coverage-file.ts";

const remedy = "Write it with Istanbul's `json` or `json-summary` reporter (nyc, c8, Jest, Vitest).";

/**
 * Istanbul's `coverage-final.json`: a line is run as often as the statement that begins on it and ran most.
 * (The rule of istanbul-lib-coverage, `FileCoverage.getLineCoverage`.)
 */
export function readIstanbul(root: JsonObject): Reading<CoverageData> {
  const gathered = new CoverageFiles();
  for (const [key, file] of Object.entries(root)) {
    const statements = isObject(file) ? own(file, "statementMap") : undefined;
    const hits = isObject(file) ? own(file, "s") : undefined;
    if (!isObject(file) || !isObject(statements) || !isObject(hits)) {
      return invalid(`the statements of ${plainName(key)} are not told`, remedy);
    }
    const path = own(file, "path");
    const lines = gathered.file(typeof path === "string" && path !== "" ? path : key);
    const counted = Object.keys(hits).length;
    if (counted !== Object.keys(statements).length) {
      return invalid(
        `the file ${plainName(key)} has ${Object.keys(statements).length} statements and ${counted} counts`,
        remedy,
      );
    }
    for (const [id, statement] of Object.entries(statements)) {
      const start = isObject(statement) ? own(statement, "start") : undefined;
      const line = isObject(start) ? own(start, "line") : undefined;
      const count = own(hits, id);
      if (!isCount(line) || line === 0 || !isCount(count)) {
        return invalid(`a statement of ${plainName(key)} has no line or no count`, remedy);
      }
      markLine(lines, line, count > 0);
    }
  }
  return read({ format: "Istanbul JSON", files: gathered.list(), packages: false });
}

/** Istanbul's `coverage-summary.json`: counts per file, without the lines. */
export function readIstanbulSummary(root: JsonObject): Reading<CoverageData> {
  const gathered = new CoverageFiles();
  let sum = 0;
  let stated: number | null = null;
  for (const [key, file] of Object.entries(root)) {
    const lines = isObject(file) ? own(file, "lines") : undefined;
    const total = isObject(lines) ? own(lines, "total") : undefined;
    const covered = isObject(lines) ? own(lines, "covered") : undefined;
    if (!isCount(total) || !isCount(covered) || covered > total) {
      return invalid(`the lines of ${plainName(key)} are not counted`, remedy);
    }
    if (key === "total") stated = total;
    else {
      gathered.count(key, covered, total);
      sum += total;
    }
  }
  if (stated !== null && stated !== sum) {
    return invalid(`its total counts ${stated} lines, its files hold ${sum}: something is missing`, remedy);
  }
  return read({ format: "Istanbul summary JSON", files: gathered.list(), packages: false });
}
