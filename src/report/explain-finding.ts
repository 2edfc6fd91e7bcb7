import type { Finding } from "../domain/finding.ts";
import { formatChange, formatNumber, formatValue } from "../units/format-value.ts";
import { findingFigures } from "./finding-figures.ts";
import { limitPositions } from "./limit-position.ts";
import { outcomeWords, toneOfFinding } from "./outcome-words.ts";
import { type TerminalOptions, terminalStyle } from "./terminal-style.ts";
import { type TerminalWriter, terminalWriter } from "./terminal-writer.ts";
import { textPicture } from "./text-picture.ts";

/**
 * Tells why a finding is what it is: what was asked, what was measured, the rule with the numbers put in, and what it costs.
 * Safe and within the terminal's width.
 *
 * @param asked what the criterion means, a sentence each; empty where no criterion stands behind it
 */
export function explainFinding(finding: Finding, asked: readonly string[], options: TerminalOptions): string {
  const writer = terminalWriter(terminalStyle(options));
  const { style } = writer;
  writer.wrapped(`${finding.subject}: ${outcomeWords(finding)} (${finding.severity})`, 0, (line) =>
    style.tone(toneOfFinding(finding), style.bold(line)),
  );
  section(writer, "Asked", finding.limit === "" ? asked : [finding.limit, ...asked]);
  section(writer, "Measured", measuredLines(finding));
  drawLaunches(writer, finding);
  section(writer, "Rule", [ruleOf(finding), `In short: ${finding.reason}.`.replace(/\.\.$/, ".")]);
  section(writer, "Notes", finding.footnotes);
  section(
    writer,
    "Places",
    finding.places.map(({ file, line, message }) => `${file}${line === undefined ? "" : `:${line}`}: ${message}`),
  );
  section(writer, "Costs", [costOf(finding)]);
  section(writer, "Do", finding.action === "" ? [] : [finding.action]);
  return `${writer.lines.join("\n")}\n`;
}

const columns = 10;

function section(writer: TerminalWriter, title: string, lines: readonly string[]): void {
  lines
    .filter((line) => line !== "")
    .forEach((line, at) => {
      const lead = (at === 0 ? title : "").padEnd(columns);
      writer.wrapped(line, columns, undefined, writer.style.dim(lead));
    });
}

function measuredLines(finding: Finding): readonly string[] {
  const { baseline, candidate, change, recorded, unit } = finding;
  const figures = findingFigures(finding);
  if (change === undefined) {
    if (finding.value === undefined) return [];
    const over = candidate === undefined ? "" : `, the median over ${launches(candidate.launches)}`;
    return [`${figures.candidate}${over}`];
  }
  const off = recorded === undefined ? "flag off" : "the record";
  return [
    ...(baseline === undefined ? [] : [`${figures.baseline} with ${off}: ${summary(baseline)}`]),
    ...(candidate === undefined ? [] : [`${figures.candidate} with the flag on: ${summary(candidate)}`]),
    "One figure counts for each launch; where a launch has many samples, a low quantile of them, its calm part.",
    `Change ${formatChange(change.estimate, change.scale, unit)}, by Hodges and Lehmann: the middle of what every two launches of different arms say, or every two pairs where one process held both arms; interval ${figures.interval} at ${formatNumber(change.confidence * 100)} %, over all looks and criteria of the stage together.`,
  ];
}

function summary({ launches: count, samples }: { readonly launches: number; readonly samples: number }): string {
  return `${launches(count)}, ${samples} ${samples === 1 ? "sample" : "samples"}`;
}

function launches(count: number): string {
  return `${count} ${count === 1 ? "launch" : "launches"}`;
}

function drawLaunches(writer: TerminalWriter, { baseline, candidate, limit, change, unit }: Finding): void {
  const rows = [
    ...(baseline === undefined ? [] : [{ label: "off", values: baseline.perLaunch }]),
    ...(candidate === undefined ? [] : [{ label: "on", values: candidate.perLaunch }]),
  ];
  // One value is no picture.
  if (rows.every(({ values }) => values.length < 2)) return;
  const marks = limitPositions(limit, baseline?.centre ?? Number.NaN, change?.scale ?? "difference");
  const picture = textPicture(rows, {
    columns: writer.style.columns - columns,
    unicode: writer.style.unicode,
    marks,
    format: (value) => formatValue(value, unit),
  });
  for (const line of picture) writer.raw(" ".repeat(columns) + line);
}

/** The rule that drew the outcome, with the numbers put in; empty where the reason says it all. */
function ruleOf(finding: Finding): string {
  const { change, limit, outcome } = finding;
  if (change === undefined) return "";
  const bounds = changeLimits(limit, change.scale);
  if (bounds.length === 0) return "";
  const [first = Number.NaN, second] = bounds;
  const say = (value: number) => formatChange(value, change.scale, finding.unit);
  const implied =
    second === undefined
      ? oneSided(limit, change, first, say)
      : twoSided(change, Math.min(first, second), Math.max(first, second), say);
  const agrees = outcome === implied.outcome || (outcome === "warn" && implied.outcome !== "pass");
  const end =
    outcome === "warn"
      ? " It is not shown to meet the first limit, and is shown to meet the second, so it is a warning."
      : agrees
        ? ""
        : ` By the interval alone it would be ${implied.outcome}; what decided is told below.`;
  return `${implied.words}${end}`;
}

interface Implied {
  readonly outcome: "pass" | "fail" | "inconclusive";
  readonly words: string;
}

type Say = (value: number) => string;
type Interval = { readonly lower: number; readonly upper: number };

function oneSided(limit: string, { lower, upper }: Interval, at: number, say: Say): Implied {
  const isBelow = limit.trim().startsWith("<");
  const orAt = limit.trim().charAt(1) === "=";
  const holds = isBelow ? (orAt ? upper <= at : upper < at) : orAt ? lower >= at : lower > at;
  const broken = isBelow ? (orAt ? lower > at : lower >= at) : orAt ? upper < at : upper <= at;
  const side = isBelow ? "below" : "above";
  if (holds) {
    const end = isBelow ? `upper end, ${say(upper)}` : `lower end, ${say(lower)}`;
    return {
      outcome: "pass",
      words: `It passes when the whole interval lies ${side} ${say(at)}, and its ${end}, does.`,
    };
  }
  if (broken) {
    const end = isBelow ? `lower end, ${say(lower)}` : `upper end, ${say(upper)}`;
    return {
      outcome: "fail",
      words: `It fails when no part of the interval lies ${side} ${say(at)}: even its ${end}, does not.`,
    };
  }
  return {
    outcome: "inconclusive",
    words: `It passes when the whole interval lies ${side} ${say(at)} and fails when none of it does; ${say(at)} lies inside.`,
  };
}

function twoSided({ lower, upper }: Interval, low: number, high: number, say: Say): Implied {
  const between = `between ${say(low)} and ${say(high)}`;
  if (lower > low && upper < high)
    return { outcome: "pass", words: `It passes when the whole interval lies ${between}, and it does.` };
  if (lower >= high || upper <= low)
    return { outcome: "fail", words: `It fails when no part of the interval lies ${between}, and none does.` };
  return {
    outcome: "inconclusive",
    words: `It passes when the whole interval lies ${between} and fails when none of it does; a part of it does.`,
  };
}

/** Where a limit lies on the scale of the change: two places for `within`; none where it is no limit of a change. */
function changeLimits(limit: string, scale: "ratio" | "difference"): readonly number[] {
  const isChange = /^(?:within\b|[<>]=?\s*[+\-−])/.test(limit.trim());
  if (!isChange) return [];
  const base = scale === "ratio" ? 1 : 0;
  // Positions on a baseline of 100 keep a share exact where one of 1 would not.
  return limitPositions(limit, base * 100, scale).map((at) => (scale === "ratio" ? (at - 100) / 100 : at));
}

/** What the finding does to the verdict, by the rules of docs/verdict.md. */
export function costOf({ outcome, severity, waived }: Pick<Finding, "outcome" | "severity" | "waived">): string {
  if (severity === "info") return "Nothing: it is told only.";
  if (outcome === "pass") return "Nothing.";
  if (waived !== undefined)
    return `GO WITH CONDITIONS at best: ${waived.owner} answers for it until ${waived.until} (${waived.reason}).`;
  if (outcome === "fail" && severity === "critical") return "NO-GO, whatever else is known.";
  if (outcome === "missing" || outcome === "invalid" || (outcome === "inconclusive" && severity === "critical"))
    return "INCONCLUSIVE, unless something else makes it NO-GO.";
  return "GO WITH CONDITIONS at best.";
}
