import type { Reading } from "../../domain/problem.ts";
import { isObject, type JsonObject, kindOf, own } from "../json/json-value.ts";
import { plainName } from "../plain-name.ts";
import { invalid, read } from "../refusal.ts";
import { type CoverageData, CoverageFiles, isCount, markLine } from "./coverage-file.ts";

const remedy = "Write it with `coverage json` or `pytest --cov-report=json`.";

/** The JSON of coverage.py: line numbers per file, held against the totals that it writes beside them. */
export function readCoveragePy(root: JsonObject): Reading<CoverageData> {
  const files = own(root, "files");
  if (!isObject(files)) return invalid(`its "files" is ${kindOf(files)}, not an object`, remedy);
  const gathered = new CoverageFiles();
  let lines = 0;
  for (const [path, file] of Object.entries(files)) {
    const executed = isObject(file) ? own(file, "executed_lines") : undefined;
    const missed = isObject(file) ? own(file, "missing_lines") : undefined;
    if (!isLines(executed) || !isLines(missed)) {
      return invalid(`the lines of ${plainName(path)} are not two lists of line numbers`, remedy);
    }
    const held = gathered.file(path);
    for (const line of executed) markLine(held, line, true);
    for (const line of missed) markLine(held, line, false);
    lines += held.size;
  }
  const totals = own(root, "totals");
  const stated = isObject(totals) ? own(totals, "num_statements") : undefined;
  if (!isCount(stated)) return invalid("it has no totals", remedy);
  if (stated !== lines) {
    return invalid(`its totals count ${stated} statements, its files hold ${lines}: something is missing`, remedy);
  }
  return read({ format: "coverage.py JSON", files: gathered.list(), packages: false });
}

function isLines(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((line) => isCount(line) && line > 0);
}
