import type { Finding, Place } from "../domain/finding.ts";
import type { Report } from "../domain/report.ts";
import { clipBytes } from "./clip-bytes.ts";
import { clipCharacters } from "./clip-characters.ts";
import { findingNames } from "./finding-names.ts";
import { visibleCharacters } from "./visible-characters.ts";

type AnnotationLevel = "error" | "warning" | "notice";

/** A message that GitHub shows beside a line of code, or with the run when it has no file. */
export interface Annotation {
  readonly level: AnnotationLevel;
  readonly title: string;
  /** May hold line feeds; the writer of workflow commands escapes them. */
  readonly message: string;
  /** Relative to the repository. */
  readonly file?: string;
  /** 1-based; only with a file. */
  readonly line?: number;
}

/** GitHub shows ten of a level for one step and drops the others without a word. */
const stepMaxPerLevel = 10;
/** GitHub's limits are 255 characters for a title and 64 KB for a message; a message that long helps nobody. */
const maxTitleCharacters = 200;
const maxMessageBytes = 8_000;

/**
 * What did not pass, at file and line where the evidence names them. At most so many of each level, the worst findings
 * first; the last then says how many more there are.
 *
 * A fail of critical severity is an error; a warn, and whatever could not be judged, is a warning; what is information
 * only is a notice.
 */
export function renderAnnotations(report: Report, maxPerLevel = stepMaxPerLevel): readonly Annotation[] {
  const levels = new Map<AnnotationLevel, Annotation[]>([
    ["error", []],
    ["warning", []],
    ["notice", []],
  ]);
  const names = findingNames(report.findings);
  for (const finding of report.findings) {
    if (finding.outcome === "pass") continue;
    levels.get(levelOf(finding))?.push(...annotationsOf(finding, names.get(finding) ?? finding.subject));
  }
  return [...levels].flatMap(([level, annotations]) => capped(level, annotations, maxPerLevel));
}

function levelOf(finding: Finding): AnnotationLevel {
  if (finding.severity === "info") return "notice";
  if (finding.severity === "warning" || finding.outcome === "warn" || finding.waived !== undefined) return "warning";
  return finding.outcome === "fail" ? "error" : "warning";
}

function annotationsOf(finding: Finding, name: string): readonly Annotation[] {
  const level = levelOf(finding);
  const waived =
    finding.waived === undefined ? "" : `, waived by ${finding.waived.owner} until ${finding.waived.until}`;
  const title = clipCharacters(visibleCharacters(`${name}: ${finding.outcome}${waived}`), maxTitleCharacters);
  const places = finding.places.map((place): Annotation | null => {
    const file = repositoryPath(place);
    if (file === null) return null;
    const line =
      place.line !== undefined && Number.isSafeInteger(place.line) && place.line > 0 ? place.line : undefined;
    const message = messageText(place.message || finding.reason);
    return { level, title, message, file, ...(line === undefined ? {} : { line }) };
  });
  const placed = places.filter((one) => one !== null);
  if (placed.length > 0) return placed;
  const action = finding.action === "" ? "" : `\n${finding.action}`;
  return [{ level, title, message: messageText(finding.reason + action) }];
}

/** A path that stays in the repository and that a workflow command can carry; null for others. */
function repositoryPath(place: Place): string | null {
  const path = place.file.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
  const outside = path.startsWith("/") || /^[A-Za-z]:/.test(path) || path.split("/").includes("..");
  return path === "" || outside || path.length > 1000 || visibleCharacters(path) !== path ? null : path;
}

function messageText(text: string): string {
  const lines = clipCharacters(text, maxMessageBytes).split("\n").map(visibleLine);
  return clipBytes(lines.join("\n").trim() || "(no message)", maxMessageBytes);
}

function visibleLine(line: string): string {
  return visibleCharacters(line.replace(/\r$/, ""));
}

function capped(
  level: AnnotationLevel,
  annotations: readonly Annotation[],
  maxPerLevel: number,
): readonly Annotation[] {
  if (annotations.length <= maxPerLevel) return annotations;
  const shown = annotations.slice(0, maxPerLevel - 1);
  const rest = annotations.length - shown.length;
  const message = `${rest} more are in the report and in the summary of this run; GitHub shows only ${maxPerLevel} of a kind.`;
  return [...shown, { level, title: `${rest} more`, message }];
}
