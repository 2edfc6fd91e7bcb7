import { mean, median } from "./quantile.ts";
import { studentQuantile, studentTail } from "./student.ts";

/**
 * The fewest past runs that a new one is held against. With fewer, the spread between runs is hardly known: at 5 the interval is
 * half as wide again as at 10, and two modes of equal weight look like one in every sixteenth history.
 */
export const fewestRuns = 7;

/** Differences smaller than this share of the values are rounding. */
const rounding = 1e-11;

/** What one run measured: one figure for each of its launches. */
export interface RunFigures {
  /** The median over launches. */
  readonly centre: number;
  /** The least and the greatest launch. */
  readonly least: number;
  readonly greatest: number;
  readonly launches: number;
  /** Variance between the launches; null where there is one. */
  readonly variance: number | null;
}

/** @param figures one for each launch, at least one, all finite */
export function summariseRun(figures: readonly number[]): RunFigures {
  return {
    centre: median(figures),
    least: Math.min(...figures),
    greatest: Math.max(...figures),
    launches: figures.length,
    variance: figures.length < 2 ? null : sampleVariance(figures),
  };
}

/** The sample variance, with n − 1 below; NaN for fewer than two values. */
function sampleVariance(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2 / (values.length - 1), 0);
}

/** How far from its expectation one new run may fall. */
export interface Prediction {
  /** The mean of the runs that the new one is held against. */
  readonly centre: number;
  /** Standard error of the new run's figure about that mean. */
  readonly error: number;
  readonly freedom: number;
  /** How far past runs fell from what they are held against, on either side; a new run must fall further to mean anything. */
  readonly reachBelow: number;
  readonly reachAbove: number;
}

/**
 * What one new run may show when nothing has changed, from the spread *between* past runs: the run is the unit, since whatever a day's
 * machine does, it does to all launches of the run. The variance of the difference from the mean of m runs is s² (1 + 1/m), with
 * s² from n past runs; a run of fewer launches than they, or of more unsteady ones, adds what its own launches say.
 *
 * Source: G. J. Hahn and W. Q. Meeker, "Statistical Intervals", section 4.8 (the prediction interval for one future observation);
 * the median of k normal values has the variance π/2 · σ²/k.
 *
 * @param spread past runs from which the spread is taken, at least two
 * @param reference the runs that the new one is held against, at least one; null: the same
 */
export function predictRun(
  spread: readonly RunFigures[],
  reference: readonly RunFigures[] | null,
  today: RunFigures,
): Prediction {
  const past = spread.map((run) => run.centre);
  const own = mean(past);
  const between = sampleVariance(past);
  const usual = mean(spread.flatMap((run) => run.variance ?? []));
  const within = (run: RunFigures): number => {
    const variance = run.variance ?? (Number.isNaN(usual) ? 0 : usual);
    return (run.launches < 3 ? variance : (variance * Math.PI) / 2) / run.launches;
  };
  const excess = Math.max(0, within(today) - mean(spread.map(within)));
  const held = reference ?? spread;
  const lowest = Math.min(...past);
  const highest = Math.max(...past);
  return {
    centre: mean(held.map((run) => run.centre)),
    error: Math.sqrt(between * (1 + 1 / held.length) + excess),
    freedom: spread.length - 1,
    // Of two runs apart, either may be the odd one, so the whole range counts.
    reachBelow: reference === null ? own - lowest : highest - lowest,
    reachAbove: reference === null ? highest - own : highest - lowest,
  };
}

/**
 * The chance of a run so far below (or above) its expectation. It is 1 unless the run lies below all past ones as well: then at most one
 * in n + 1 such runs would, whatever the noise is like, where the t distribution asks for runs that are about normal.
 */
export function chanceBelow(prediction: Prediction, figure: number): number {
  return chanceOf(prediction, prediction.centre - figure, prediction.reachBelow, figure);
}

/** {@link chanceBelow}, the other way round. */
export function chanceAbove(prediction: Prediction, figure: number): number {
  return chanceOf(prediction, figure - prediction.centre, prediction.reachAbove, figure);
}

function chanceOf({ centre, error, freedom }: Prediction, distance: number, reach: number, figure: number): number {
  const slack = rounding * Math.max(Math.abs(centre), Math.abs(figure));
  if (!(distance > slack) || !(distance > reach)) return 1;
  return studentTail(distance / error, freedom);
}

/** How far from {@link Prediction.centre} a run may fall with the given chance on one side. */
export function reachOf(prediction: Prediction, level: number): number {
  return prediction.error === 0 ? 0 : prediction.error * studentQuantile(level, prediction.freedom);
}
