import type { Measure, Stage } from "../domain/config.ts";
import type { OutputStream } from "../domain/ports.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import { createPatternMeter, type PatternMeter } from "../evidence/output/pattern-meter.ts";
import { createTextExpectation, describeMatch } from "../evidence/output/text-expectation.ts";

/** What a launch's output was found to hold. */
export interface OutputResults {
  /** By metric. */
  readonly samples: ReadonlyMap<string, Reading<readonly number[]>>;
  /** What was expected of the output and is not so, a sentence without a full stop each. */
  readonly unmetExpectations: readonly string[];
}

/** Looks for a stage's patterns and expected texts in its output while it comes, at flat memory. */
export interface OutputReader {
  write(bytes: Uint8Array, stream: OutputStream): void;
  end(): OutputResults;
}

type OutputMeasure = Extract<Measure, { kind: "output" }>;

export function createOutputReader(stage: Stage): OutputReader {
  const measures = stage.measure.filter((measure): measure is OutputMeasure => measure.kind === "output");
  const meters = measures.map((measure) => ({ measure, meter: meterOf(measure) }));
  const expectation = createTextExpectation(stage.expect);
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const looks = meters.length > 0 || stage.expect.output.length + stage.expect.never.length > 0;

  const give = (text: string, stream: OutputStream): void => {
    if (text === "") return;
    if (expectation.ok) expectation.value.write(text);
    for (const { measure, meter } of meters) {
      if (meter.ok && (measure.stream === "both" || measure.stream === stream)) meter.value.write(text);
    }
  };

  return {
    write(bytes, stream) {
      if (looks) give(decoders[stream].decode(bytes, { stream: true }), stream);
    },
    end() {
      for (const stream of ["stdout", "stderr"] as const) give(decoders[stream].decode(), stream);
      const samples = new Map(meters.map(({ measure, meter }) => [measure.name, endMeter(meter)]));
      if (!expectation.ok) return { samples, unmetExpectations: [expectation.problem.reason] };
      const { absent, forbidden } = expectation.value.end();
      return {
        samples,
        unmetExpectations: [
          ...absent.map((match) => `it did not print ${describeMatch(match)}`),
          ...forbidden.map((match) => `it printed ${describeMatch(match)}, which it must not`),
        ],
      };
    },
  };
}

function meterOf(measure: OutputMeasure): Reading<PatternMeter> {
  const { pattern, scale, unit } = measure;
  return createPatternMeter({
    pattern,
    scale,
    unit,
    stream: measure.stream === "both" ? "the output" : measure.stream,
  });
}

function endMeter(meter: Reading<PatternMeter>): Reading<readonly number[]> {
  const result: Reading<{ readonly samples: readonly number[] }> | { readonly ok: false; readonly problem: Problem } =
    meter.ok ? meter.value.end() : meter;
  return result.ok ? { ok: true, value: result.value.samples } : result;
}
