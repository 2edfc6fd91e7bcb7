import type { Report } from "../domain/report.ts";
import type { Decision } from "../domain/verdict.ts";
import { clipBytes } from "./clip-bytes.ts";
import { visibleCharacters } from "./visible-characters.ts";

/** The verdict as a later step compares it: `if: steps.gate.outputs.verdict == 'go'`. */
export type VerdictSlug = "go" | "go-with-conditions" | "no-go" | "inconclusive";

/** GitHub caps all outputs of a job at 1 MiB; lists stop well before. */
const maxListBytes = 200_000;

export function verdictSlug(decision: Decision): VerdictSlug {
  switch (decision) {
    case "GO":
      return "go";
    case "GO WITH CONDITIONS":
      return "go-with-conditions";
    case "NO-GO":
      return "no-go";
    case "INCONCLUSIVE":
      return "inconclusive";
  }
}

/**
 * The outputs of the action, all of them text: `verdict`, `because`, `met`, `judged`, `risk`, `conditions` (a JSON
 * list) and `failed` (a JSON list of the subjects that did not pass, worst first). No value holds a line end. A list
 * that would be longer than 200 000 bytes stops early; the report file holds all of it.
 */
export function renderOutputs(report: Report): Readonly<Record<string, string>> {
  const { verdict, findings } = report;
  return {
    verdict: verdictSlug(verdict.decision),
    because: clipBytes(visibleCharacters(verdict.because), 4000),
    met: String(verdict.met),
    judged: String(verdict.judged),
    risk: verdict.risk,
    conditions: jsonList(verdict.conditions),
    failed: jsonList(findings.filter((finding) => finding.outcome !== "pass").map((finding) => finding.subject)),
  };
}

function jsonList(texts: readonly string[]): string {
  const kept: string[] = [];
  let bytes = 2;
  for (const text of texts) {
    const item = JSON.stringify(text);
    bytes += Buffer.byteLength(item) + 1;
    if (bytes > maxListBytes) break;
    kept.push(item);
  }
  return `[${kept.join(",")}]`;
}
