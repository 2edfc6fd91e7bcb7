import type { Arm, Direction } from "../../domain/arm.ts";
import type { Series } from "../../domain/measurement.ts";
import type { Problem, Reading } from "../../domain/problem.ts";
import { quantityOf } from "../../units/quantity-of.ts";
import type { BenchmarkFile, BenchmarkOptions } from "./benchmark-format.ts";
import { quote } from "./json-shape.ts";
import { readToolUnit, type ToolUnit } from "./tool-unit.ts";

/** Longer names are cut: they come from files that are not trusted and end in tables. */
const maxNameLength = 500;

/** One run of one benchmark, as a reader found it. */
interface FoundLaunch {
  readonly name: string;
  /** As the tool writes it, or already understood. */
  readonly unit: string | ToolUnit;
  /** Must turn out to be finite numbers, at least one. */
  readonly samples: readonly unknown[];
  /** Where the tool says it; otherwise the unit decides. */
  readonly direction?: Direction;
  readonly arm?: Arm;
  readonly pair?: number | undefined;
  /** The samples are the tool's own summary. */
  readonly summarised?: boolean;
}

/**
 * What it means in a format when a name comes again.
 * - `error`: the tool never does that; which one is meant cannot be guessed.
 * - `samples`: the same process measured it again.
 * - `launches`: the format itself says that these are runs of their own.
 * - `reruns`: outputs of several runs written one after the other; then every benchmark must come equally often, or else two
 *   benchmarks merely share a name.
 */
type Repetition = "error" | "samples" | "launches" | "reruns";

/** All runs of one benchmark. */
interface FoundLaunches extends Omit<FoundLaunch, "samples" | "pair"> {
  readonly launches: readonly (readonly unknown[])[];
  readonly pairs?: readonly (number | undefined)[];
}

interface OpenSeries {
  readonly name: string;
  readonly unit: ToolUnit;
  readonly direction: Direction | undefined;
  readonly arm: Arm | undefined;
  readonly launches: number[][];
  /** Of the launches that have one. */
  readonly pairs: number[];
  summarised: boolean;
}

/**
 * Gathers the benchmarks of one file. It checks every sample, converts it, and remembers the first thing that is wrong,
 * so that readers need not stop in the middle; one bad benchmark makes the file invalid, because a gate that silently
 * drops it would pass a change for the lack of it.
 */
export class SeriesCollector {
  readonly #twice: Repetition;
  readonly #options: BenchmarkOptions;
  readonly #series = new Map<string, OpenSeries>();
  readonly #notes: string[] = [];
  readonly #units = new Map<string, ToolUnit>();
  #problem: Problem | null = null;
  #more = 0;

  /** @param twice what a name that comes again means in this format */
  constructor(twice: Repetition, options: BenchmarkOptions = {}) {
    this.#twice = twice;
    this.#options = options;
  }

  add(found: FoundLaunch): void {
    const name = found.name.trim();
    if (name === "") {
      this.reject("A benchmark in the file has no name.");
      return;
    }
    const unit = typeof found.unit === "string" ? this.#unitOf(found.unit) : found.unit;
    const samples = this.#samplesOf(name, unit, found.samples);
    if (samples === null) return;
    const key = keyOf(name, found.arm);
    const before = this.#series.get(key);
    if (before === undefined) {
      this.#series.set(key, {
        name,
        unit,
        direction: found.direction ?? unit.direction ?? this.#options.direction,
        arm: found.arm,
        launches: [samples],
        pairs: found.pair === undefined ? [] : [found.pair],
        summarised: found.summarised === true,
      });
      return;
    }
    if (this.#twice === "error") {
      this.reject(
        `The benchmark ${quote(name)} is in the file twice.`,
        "Give every benchmark a name of its own; which of the two is meant cannot be guessed.",
      );
    } else if (before.unit.unit !== unit.unit) {
      this.reject(
        `The benchmark ${quote(name)} is in the file twice, in different units (${quote(before.unit.unit)} and ${quote(unit.unit)}).`,
      );
    } else {
      const last = before.launches.at(-1);
      if (this.#twice === "samples" && last !== undefined) {
        for (const sample of samples) last.push(sample);
      } else {
        addLaunch(before, samples, found.pair);
      }
      if (found.summarised === true) before.summarised = true;
    }
  }

  /** One benchmark of which the format itself tells the runs apart. */
  addLaunches(found: FoundLaunches): void {
    const { launches, pairs, ...rest } = found;
    this.add({ ...rest, samples: launches[0] ?? [], pair: pairs?.[0] });
    const open = this.#series.get(keyOf(found.name.trim(), found.arm));
    if (open === undefined || this.#problem !== null) return;
    for (const [index, launch] of launches.entries()) {
      if (index === 0) continue;
      const samples = this.#samplesOf(open.name, open.unit, launch);
      if (samples === null) return;
      addLaunch(open, samples, pairs?.[index]);
    }
  }

  /** Something is wrong with the file. The first is told in full, the others are counted. */
  reject(reason: string, remedy?: string): void {
    if (this.#problem === null)
      this.#problem = { kind: "invalid", reason, ...(remedy === undefined ? {} : { remedy }) };
    else this.#more += 1;
  }

  /** A sentence for people; told once. */
  note(sentence: string): void {
    if (!this.#notes.includes(sentence)) this.#notes.push(sentence);
  }

  /** @param whenEmpty why the file may hold no benchmark at all */
  finish(whenEmpty: string): Reading<BenchmarkFile> {
    const problem = this.#problem;
    if (problem !== null) {
      const more =
        this.#more === 0 ? "" : ` (and ${this.#more} more such ${this.#more === 1 ? "problem" : "problems"})`;
      return { ok: false, problem: { ...problem, reason: problem.reason.replace(/\.$/, `${more}.`) } };
    }
    if (this.#series.size === 0) {
      return { ok: false, problem: { kind: "invalid", reason: "The file holds no benchmark.", remedy: whenEmpty } };
    }
    const uneven = this.#twice === "reruns" ? this.#uneven() : null;
    if (uneven !== null) return { ok: false, problem: uneven };
    const names = new Set<string>();
    const series: Series[] = [];
    for (const open of this.#series.values()) {
      const name = shortened(open.name);
      if (name !== open.name) {
        this.note(`Benchmark names above ${maxNameLength} characters were cut.`);
        if (names.has(keyOf(name, open.arm))) {
          const reason = `Two benchmarks have names that agree in their first ${maxNameLength} characters.`;
          return { ok: false, problem: { kind: "invalid", reason, remedy: "Shorten the names." } };
        }
      }
      names.add(keyOf(name, open.arm));
      series.push(closed(open, name));
    }
    if (series.every((one) => one.summarised === true)) {
      this.note("The file holds no raw samples: each value is the tool's own summary of a run.");
    }
    return { ok: true, value: { series, notes: this.#notes } };
  }

  #uneven(): Problem | null {
    const [first, ...rest] = this.#series.values();
    const other = rest.find((one) => one.launches.length !== first?.launches.length);
    if (first === undefined || other === undefined) return null;
    const often = (one: OpenSeries) =>
      `${quote(one.name)} comes ${one.launches.length === 1 ? "once" : `${one.launches.length} times`}`;
    return {
      kind: "invalid",
      reason: `${often(first)} and ${often(other)}: either a run was cut off, or two benchmarks share a name.`,
      remedy: "Write each run into a file of its own, and give every benchmark a name of its own.",
    };
  }

  #unitOf(text: string): ToolUnit {
    const before = this.#units.get(text);
    if (before !== undefined) return before;
    const unit = readToolUnit(text);
    this.#units.set(text, unit);
    return unit;
  }

  #samplesOf(name: string, unit: ToolUnit, found: readonly unknown[]): number[] | null {
    if (found.length === 0) {
      this.reject(
        `The benchmark ${quote(name)} has no samples.`,
        "Check why it was not measured, or take it out of the run.",
      );
      return null;
    }
    const mayBeNegative = quantityOf(unit.unit) === "count" || quantityOf(unit.unit) === "proportion";
    const samples = scaledSamples(found, unit.scale, mayBeNegative ? Number.NEGATIVE_INFINITY : 0);
    if (typeof samples !== "number") return samples;
    const value = found[samples];
    if (typeof value !== "number" || !Number.isFinite(value * unit.scale)) {
      this.reject(
        `Sample ${samples + 1} of the benchmark ${quote(name)} is no finite number: ${quote(value)}.`,
        "Find out why the benchmark gave no number; a value that was not measured counts as nothing.",
      );
    } else {
      this.reject(
        `Sample ${samples + 1} of the benchmark ${quote(name)} is negative (${quote(value)}), which ${quote(unit.unit)} cannot be.`,
        "The clock or the counter it came from is not to be trusted; run it again.",
      );
    }
    return null;
  }
}

/**
 * A file may hold a million samples, so this does nothing but look at each and convert it.
 *
 * @param least what a sample must reach
 * @returns the place of the first that is no finite number or is below the least, if there is one
 */
function scaledSamples(found: readonly unknown[], scale: number, least: number): number[] | number {
  const samples: number[] = [];
  for (let at = 0; at < found.length; at++) {
    const value = found[at];
    if (typeof value !== "number") return at;
    const scaled = value * scale;
    if (!Number.isFinite(scaled) || scaled < least) return at;
    samples.push(scaled);
  }
  return samples;
}

function addLaunch({ launches, pairs }: OpenSeries, samples: number[], pair: number | undefined): void {
  launches.push(samples);
  if (pair !== undefined) pairs.push(pair);
}

/** Names do not begin with a space, so no name is the key of another one's arm. */
function keyOf(name: string, arm: Arm | undefined): string {
  return arm === undefined ? name : ` ${arm} ${name}`;
}

function shortened(name: string): string {
  return name.length > maxNameLength ? `${name.slice(0, maxNameLength - 1)}…` : name;
}

function closed({ unit: { unit }, direction, launches, arm, pairs, summarised }: OpenSeries, name: string): Series {
  // A file may hold thousands of series, nearly all of them of this plain kind.
  if (direction === undefined && arm === undefined && pairs.length === 0 && !summarised)
    return { name, unit, launches };
  return {
    name,
    unit,
    ...(direction === undefined ? {} : { direction }),
    launches,
    ...(arm === undefined ? {} : { arm }),
    ...(pairs.length === launches.length ? { pairs } : {}),
    ...(summarised ? { summarised: true } : {}),
  };
}
