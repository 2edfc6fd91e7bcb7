import type { CanonicalUnit } from "../../domain/arm.ts";
import type { Reading } from "../../domain/problem.ts";
import { formatNumber } from "../../units/format-value.ts";
import { parseUnit } from "../../units/parse-unit.ts";
import { plainName } from "../plain-name.ts";
import { invalid, missing, type Refusal, read } from "../refusal.ts";
import { compilePattern, type LinearPattern } from "./compile-pattern.ts";
import { LineReader, maxLineChars } from "./line-reader.ts";
import { parseNumber } from "./parse-number.ts";

export interface PatternMeterOptions {
  readonly pattern: string;
  /** Multiplies a captured number into `unit`. */
  readonly scale: number;
  readonly unit: CanonicalUnit;
  /** For sentences: `stdout`, `stderr`, `the output`. */
  readonly stream: string;
}

/** What a pattern captured. */
interface PatternSamples {
  /** In the unit asked for, in the order printed; at least one, all finite. */
  readonly samples: readonly number[];
  /** Doubts that do not change the numbers. */
  readonly notes: readonly string[];
}

/** More samples than any metric has use for. */
const maxSamples = 100_000;
const maxMatchesPerLine = 1000;

/** Reads a metric out of what a program prints, while it prints it. */
export interface PatternMeter {
  write(chunk: string): void;
  /** @returns the samples; a pattern that matched nothing, or captured something that is no number, is a problem */
  end(): Reading<PatternSamples>;
}

/**
 * A meter that takes what the pattern's first group captures, or the group named `value`, or the whole match where it has
 * none. A unit inside the capture (`5.2 ms`) is converted and outweighs `scale`.
 */
export function createPatternMeter(options: PatternMeterOptions): Reading<PatternMeter> {
  const compiled = compilePattern(options.pattern);
  return compiled.ok ? read(new Meter(compiled.value, options)) : compiled;
}

class Meter implements PatternMeter {
  readonly #pattern: LinearPattern;
  readonly #options: PatternMeterOptions;
  readonly #group: number | string;
  readonly #samples: number[] = [];
  readonly #lines = new LineReader((line, number) => this.#read(line, number));
  #problem: Refusal | null = null;

  constructor(pattern: LinearPattern, options: PatternMeterOptions) {
    this.#pattern = pattern;
    this.#options = options;
    this.#group = "value" in pattern.namedGroups() ? "value" : Math.min(1, pattern.groupCount());
  }

  write(chunk: string): void {
    this.#lines.write(chunk);
  }

  end(): Reading<PatternSamples> {
    this.#lines.end();
    if (this.#problem !== null) return this.#problem;
    const { stream } = this.#options;
    const { lines, cutLines } = this.#lines;
    const cut =
      cutLines === 0
        ? []
        : [
            `Of ${cutLines} ${cutLines === 1 ? "line" : "lines"} of ${stream} only the first ${maxLineChars} characters were looked at.`,
          ];
    if (this.#samples.length === 0) {
      if (lines === 0)
        return missing(`nothing was printed to ${stream}`, "Look whether the program prints it elsewhere.");
      return missing(
        `the pattern matched nothing in ${lines} ${lines === 1 ? "line" : "lines"} of ${stream}${cut.length > 0 ? " (long lines were cut)" : ""}`,
        "Compare the pattern with what the program prints; it may print to the other stream.",
      );
    }
    return read({ samples: this.#samples, notes: cut });
  }

  #read(line: string, number: number): void {
    if (this.#problem !== null || !this.#pattern.test(line)) return;
    const matcher = this.#pattern.matcher(line);
    for (let matches = 0; matcher.find(); matches++) {
      if (matches >= maxMatchesPerLine || this.#samples.length >= maxSamples) {
        this.#problem = invalid(
          `the pattern matched too often, in line ${number} of ${this.#options.stream}`,
          "Make it more exact.",
        );
        return;
      }
      const captured = matcher.group(this.#group);
      const value = captured === null ? null : this.#valueOf(captured);
      if (typeof value === "number") this.#samples.push(value);
      else {
        this.#problem =
          value ??
          invalid(
            `the pattern matched without capturing a number, in line ${number} of ${this.#options.stream}`,
            "Put the group around the number.",
          );
        return;
      }
    }
  }

  #valueOf(captured: string): number | Refusal {
    const { scale, unit, stream } = this.#options;
    const text = captured.trim();
    const number = parseNumber(text);
    if (number !== null) return finite(number * scale, text, stream);
    const parts = /^([^A-Za-zµμ%]*[0-9.])\s*([A-Za-zµμ%/]{1,8})$/.exec(text.slice(0, 80));
    const digits = parts === null ? null : parseNumber(parts[1] ?? "");
    const spelling = parts === null ? null : parseUnit(parts[2] ?? "");
    if (digits === null || spelling === null) {
      return invalid(
        `the pattern captured ${plainName(text, 24) || "nothing"}, which is no number, from ${stream}`,
        "Put the group around the number alone; a value that is not a number says that nothing was measured.",
      );
    }
    if (spelling.unit !== unit) {
      return invalid(
        `the pattern captured a value in ${parts?.[2] ?? ""}, but the metric is counted in ${unit === "" ? "plain numbers" : unit}`,
        "Correct the metric's unit.",
      );
    }
    return finite(digits * spelling.scale, text, stream);
  }
}

function finite(value: number, text: string, stream: string): number | Refusal {
  if (Number.isFinite(value)) return value;
  return invalid(
    `the pattern captured ${plainName(text, 24)} from ${stream}, which is too large (${formatNumber(value)})`,
    "Look what the program computed it from.",
  );
}
