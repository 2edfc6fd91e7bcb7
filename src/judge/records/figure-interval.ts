import { studentQuantile } from "../../stats/beta.ts";
import {
  aroundCourse,
  type Blocks,
  type Figure,
  figureOfBlocks,
  resampleFigures,
  runLengthOf,
} from "../../stats/block-bootstrap.ts";
import { normalTail } from "../../stats/normal.ts";
import { quantile } from "../../stats/quantile.ts";
import { seededRandom, seedOf } from "../../stats/seeded-random.ts";

/** An estimate with its interval; ends are infinite where the data bound nothing. */
export interface Estimate {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  /** Of the drawing, for whoever wants to draw again. */
  readonly seed?: number;
}

/** With fewer independent runs of blocks than this, how they vary cannot be known. */
export const fewestRuns = 8;
const repetitions = 1000;

/** The change from one group of blocks to another, or the figure of one alone. */
export type Scale = "ratio" | "difference" | "alone";

/**
 * The interval of a figure, or of its change, by resampling blocks of time. It is the wider of two: the percentiles of the resampled figures,
 * and Student's interval around the estimate with their spread; both widened for the number of runs, since few of them vary too little.
 *
 * Sources: B. Efron and R. J. Tibshirani, "An Introduction to the Bootstrap", ch. 12 and 13; for the widening T. Hesterberg, "What teachers
 * should know about the bootstrap", The American Statistician 69 (2015).
 *
 * @param level what each end may miss
 * @returns null where there are too few runs, or a ratio of a figure that is not above 0 is asked for
 */
export function resampledInterval(
  candidate: Blocks,
  baseline: Blocks | null,
  figure: Figure,
  scale: Scale,
  level: number,
): (Estimate & { readonly runs: number }) | null {
  const arms = [candidate, ...(baseline === null ? [] : [baseline])].map((given) => {
    const blocks = figure === "mean" ? aroundCourse(given) : given;
    return { blocks, run: runLengthOf(blockMeans(blocks)) };
  });
  const runs = Math.min(...arms.map(({ blocks, run }) => Math.floor(blocks.weights.length / run)));
  const at = arms.map(({ blocks }) => figureOfBlocks(blocks, figure));
  const estimate = changeOf(at[0], at[1], scale);
  if (runs < fewestRuns || !Number.isFinite(estimate)) return null;
  const seed = seedOf(arms.flatMap(({ blocks }) => [...blocks.weights, ...blocks.sums]));
  const random = seededRandom(seed);
  const drawn = arms.map(({ blocks, run }) => resampleFigures(blocks, figure, run, repetitions, random));
  const changes = Array.from({ length: repetitions }, (_, index) =>
    changeOf(drawn[0]?.[index], drawn[1]?.[index], scale),
  );
  if (!changes.every(Number.isFinite)) return null;
  const centre = changes.reduce((sum, change) => sum + change, 0) / repetitions;
  const spread = Math.sqrt(changes.reduce((sum, change) => sum + (change - centre) ** 2, 0) / (repetitions - 1));
  const reach = Math.sqrt(runs / (runs - 1)) * studentQuantile(level, runs - 1);
  const tail = normalTail(reach);
  const ends = {
    lower: Math.min(quantile(changes, tail), estimate - reach * spread),
    upper: Math.max(quantile(changes, 1 - tail), estimate + reach * spread),
  };
  const back = scale === "ratio" ? Math.expm1 : (value: number): number => value;
  return { estimate: back(estimate), lower: back(ends.lower), upper: back(ends.upper), seed, runs };
}

/** Ratios are taken on logarithms, where they are as far up as down. */
function changeOf(candidate: number | undefined, baseline: number | undefined, scale: Scale): number {
  const to = candidate ?? Number.NaN;
  if (scale === "alone") return to;
  const from = baseline ?? Number.NaN;
  if (scale === "difference") return to - from;
  return to > 0 && from > 0 ? Math.log(to / from) : Number.NaN;
}

function blockMeans(blocks: Blocks): readonly number[] {
  return blocks.weights.map((weight, index) => (weight > 0 ? (blocks.sums[index] ?? 0) / weight : 0));
}
