import type { CoverageReport, FileCoverage } from "../../domain/evidence.ts";
import type { Reading } from "../../domain/problem.ts";
import { isObject, own } from "../json/json-value.ts";
import { parseJsonText } from "../json/parse-json-text.ts";
import { listNames, plainName } from "../plain-name.ts";
import { invalid, missing, read } from "../refusal.ts";
import type { CoverageData, CoverageFile } from "./coverage-file.ts";
import { readCoveragePy } from "./coverage-py.ts";
import { readIstanbul, readIstanbulSummary } from "./istanbul.ts";
import { readLcov } from "./lcov.ts";
import { nearPaths } from "./near-paths.ts";
import { createPathMatcher, isAbsolute, type PathMatcher, segmentsOf } from "./path-match.ts";
import { readXmlCoverage } from "./xml-coverage.ts";

/** Files named in a report; the totals count all of them. */
const maxFiles = 200;

/**
 * Line coverage of the paths that were asked for, out of any common coverage file, recognised by its content:
 * coverage.py JSON, Istanbul JSON (final or summary), Cobertura XML, JaCoCo XML, lcov.
 *
 * A path that matches no file is a problem, as are files without a line: neither is 0 % nor 100 %.
 *
 * @param text the whole file
 * @param of files, folders, patterns or dotted modules (see `createPathMatcher`); empty asks for everything
 */
export function readCoverage(text: string, of: readonly string[]): Reading<Omit<CoverageReport, "stage">> {
  const data = readAny(text);
  return data.ok ? select(data.value, of) : data;
}

function readAny(text: string): Reading<CoverageData> {
  const start = text
    .replace(/^\uFEFF/, "")
    .trimStart()
    .slice(0, 2000);
  if (start === "") return missing("it is empty", "Look whether the coverage tool ran, and to which file it writes.");
  if (start.startsWith("<")) return readXmlCoverage(text);
  if (/^(?:TN:|SF:)/m.test(start) && !start.startsWith("{")) return readLcov(text);
  if (/^mode: (?:set|count|atomic)/.test(start)) {
    return invalid(
      "it is Go's cover profile, which is not read",
      "Convert it, e.g. with gcov2lcov or gocover-cobertura.",
    );
  }
  const parsed = parseJsonText(text);
  if (!parsed.ok) return parsed;
  const root = parsed.value;
  if (isObject(root)) {
    if (own(root, "files") !== undefined && (own(root, "meta") !== undefined || own(root, "totals") !== undefined)) {
      return readCoveragePy(root);
    }
    const first = Object.entries(root).find(([key]) => key !== "total")?.[1];
    if (isObject(first) && own(first, "statementMap") !== undefined) return readIstanbul(root);
    if (isObject(own(root, "total")) || (isObject(first) && own(first, "lines") !== undefined)) {
      return readIstanbulSummary(root);
    }
  }
  return invalid(
    "it is JSON, but no coverage report that is known",
    "Write the JSON of coverage.py or Istanbul, Cobertura XML, JaCoCo XML or lcov.",
  );
}

function select(data: CoverageData, of: readonly string[]): Reading<Omit<CoverageReport, "stage">> {
  if (data.files.length === 0) {
    return missing(
      "no file is measured in it",
      "Look whether the tool measured anything: its sources, its include list.",
    );
  }
  const matchers = of.map((path) => createPathMatcher(path, data.packages));
  const used = new Set<PathMatcher>();
  const chosen: CoverageFile[] = [];
  for (const file of data.files) {
    const matching = matchers.map((matcher) => belongs(file, matcher));
    const unsure = matchers.find((_, i) => matching[i] === "unsure");
    if (unsure !== undefined) {
      return invalid(
        `whether ${plainName(file.path)} lies in ${plainName(unsure.text)} cannot be told: it names several source folders`,
        "Write the coverage as JSON or lcov, or measure one source folder at a time.",
      );
    }
    for (const [i, matcher] of matchers.entries()) if (matching[i] === "yes") used.add(matcher);
    if (of.length === 0 || matching.includes("yes")) chosen.push(file);
  }
  const unmatched = matchers.find((matcher) => !used.has(matcher));
  if (unmatched !== undefined) {
    const near = nearPaths(
      unmatched.text,
      data.files.map((file) => file.path),
    );
    return missing(
      `none of its files lies in ${plainName(unmatched.text)}`,
      `Ask for a path that it covers, such as ${listNames(near, 4)}, or look why that path was not measured.`,
    );
  }
  return summarise(data.format, of, chosen);
}

/**
 * A file that is known by several names, one for each source folder, belongs to a path only when it is sure which of
 * the names is its own: with one folder they all are.
 */
function belongs(file: CoverageFile, matcher: PathMatcher): "yes" | "no" | "unsure" {
  const matches = (path: string) => matcher.matches(segmentsOf(path), isAbsolute(path));
  if (matches(file.path)) return "yes";
  const matching = file.aliases.filter(matches).length;
  if (matching === 0) return "no";
  return matching === file.aliases.length ? "yes" : "unsure";
}

function summarise(
  format: string,
  of: readonly string[],
  chosen: readonly CoverageFile[],
): Reading<Omit<CoverageReport, "stage">> {
  const files: FileCoverage[] = chosen.map((file) => ({ path: plainName(file.path, 300), ...countsOf(file) }));
  let linesCovered = 0;
  let linesTotal = 0;
  for (const file of files) {
    linesCovered += file.linesCovered;
    linesTotal += file.linesTotal;
  }
  if (linesTotal === 0) {
    return missing(
      `the ${files.length === 1 ? "file" : `${files.length} files`} asked for hold no line that can be covered`,
      "Look whether the tool could read the sources, and whether everything is excluded.",
    );
  }
  const share = (file: FileCoverage) => (file.linesTotal === 0 ? 1 : file.linesCovered / file.linesTotal);
  files.sort((a, b) => share(a) - share(b) || b.linesTotal - a.linesTotal || (a.path < b.path ? -1 : 1));
  return read({ format, of, linesCovered, linesTotal, files: files.slice(0, maxFiles), fileCount: files.length });
}

function countsOf(file: CoverageFile): { linesCovered: number; linesTotal: number } {
  if (file.counts !== null) return { linesCovered: file.counts.covered, linesTotal: file.counts.total };
  let linesCovered = 0;
  for (const ran of file.lines.values()) if (ran) linesCovered++;
  return { linesCovered, linesTotal: file.lines.size };
}
