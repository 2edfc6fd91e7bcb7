import { weightedQuantile } from "./log-histogram.ts";
import { mean } from "./quantile.ts";

/** Events of successive stretches of time, as sums and as a distribution over a common set of values. */
export interface Blocks {
  /** By block: what its events weigh together. */
  readonly weights: readonly number[];
  /** By block: the weighted sum of its events' values. */
  readonly sums: readonly number[];
  /** All values that occur, in ascending order. */
  readonly support: readonly number[];
  /** By block: places in `support` and the weight of the events there. */
  readonly places: readonly (readonly (readonly [place: number, weight: number])[])[];
}

/** `mean`, or a quantile by its probability. */
export type Figure = "mean" | number;

/** The figure of all blocks together; NaN when they hold nothing. */
export function figureOfBlocks(blocks: Blocks, figure: Figure): number {
  return figureOf(
    blocks,
    blocks.weights.map((_, index) => index),
    figure,
  );
}

/**
 * What the figure might have been: blocks are drawn again, several successive ones at a time and round from the last to the first, since
 * events that are close in time are like each other. Runs are as long as the correlation of successive blocks asks for.
 *
 * Sources: D. N. Politis and J. P. Romano, "A circular block-resampling procedure for stationary data" (1992); for the length
 * E. Carlstein, "The use of subseries values for estimating the variance", Annals of Statistics 14 (1986).
 *
 * @param random numbers in 0 … 1
 * @returns one figure for each repetition; empty when there is no block
 */
export function resampleFigures(
  blocks: Blocks,
  figure: Figure,
  runLength: number,
  repetitions: number,
  random: () => number,
): Float64Array {
  const size = blocks.weights.length;
  if (figure === "mean") return resampleMeans(blocks, runLength, size === 0 ? 0 : repetitions, random);
  const figures = new Float64Array(size === 0 ? 0 : repetitions);
  const drawn = new Int32Array(size);
  for (let repetition = 0; repetition < figures.length; repetition++) {
    for (let filled = 0; filled < size; ) {
      const start = Math.floor(random() * size);
      for (let step = 0; step < runLength && filled < size; step++) drawn[filled++] = (start + step) % size;
    }
    figures[repetition] = figureOf(blocks, drawn, figure);
  }
  return figures;
}

/** A mean needs no distribution, so it is added up while it is drawn. */
function resampleMeans(blocks: Blocks, runLength: number, repetitions: number, random: () => number): Float64Array {
  const weights = Float64Array.from(blocks.weights);
  const sums = Float64Array.from(blocks.sums);
  const size = weights.length;
  const figures = new Float64Array(repetitions);
  for (let repetition = 0; repetition < repetitions; repetition++) {
    let total = 0;
    let weight = 0;
    for (let filled = 0; filled < size; ) {
      let at = Math.floor(random() * size);
      const end = Math.min(size, filled + runLength);
      for (; filled < end; filled++) {
        total += sums[at] ?? 0;
        weight += weights[at] ?? 0;
        at = at + 1 === size ? 0 : at + 1;
      }
    }
    figures[repetition] = weight > 0 ? total / weight : Number.NaN;
  }
  return figures;
}

function figureOf({ weights, sums, support, places }: Blocks, drawn: ArrayLike<number>, figure: Figure): number {
  if (figure === "mean") {
    let total = 0;
    let weight = 0;
    for (let index = 0; index < drawn.length; index++) {
      total += sums[drawn[index] ?? 0] ?? 0;
      weight += weights[drawn[index] ?? 0] ?? 0;
    }
    return weight > 0 ? total / weight : Number.NaN;
  }
  const together = new Float64Array(support.length);
  for (let index = 0; index < drawn.length; index++) {
    for (const [place, weight] of places[drawn[index] ?? 0] ?? []) together[place] = (together[place] ?? 0) + weight;
  }
  return weightedQuantile(support, together, figure);
}

/** A line or a step must explain so much of how the blocks' means vary, over so many blocks, before it is taken for what happened. */
const courseShare = 0.75;
const courseBlocks = 16;

/**
 * Blocks around the line that their means follow, or around the two levels of a step, with the same mean of all; as they are where there is
 * neither. What grows steadily, or has changed once, is not known any worse for it: its mean over the time is off by what lies beside
 * its course, and drawing blocks from all over it would take the change itself for chance, so that a leak could never be told from none.
 */
export function aroundCourse(blocks: Blocks): Blocks {
  const { weights, sums } = blocks;
  if (weights.length < courseBlocks) return blocks;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const centre = sums.reduce((sum, one) => sum + one, 0) / total;
  const offs = weights.map((weight, place) => (sums[place] ?? 0) - weight * centre);
  const across = weights.reduce((sum, weight, place) => sum + (weight > 0 ? (offs[place] ?? 0) ** 2 / weight : 0), 0);
  const [line, step] = [lineThrough(weights, offs, total), stepThrough(weights, offs, total)];
  const course = step.explains > line.explains ? step : line;
  if (!(across > 0 && course.explains >= courseShare * across)) return blocks;
  return { ...blocks, sums: sums.map((sum, place) => sum - (weights[place] ?? 0) * course.at(place)) };
}

/** What the blocks' means follow, around the mean of all, and how much of their squared distances from it that explains. */
interface Course {
  readonly explains: number;
  readonly at: (place: number) => number;
}

/** @param offs by block: its sum less what it would be at the mean of all */
function lineThrough(weights: readonly number[], offs: readonly number[], total: number): Course {
  const middle = weights.reduce((sum, weight, place) => sum + weight * place, 0) / total;
  const along = weights.reduce((sum, weight, place) => sum + weight * (place - middle) ** 2, 0);
  const together = offs.reduce((sum, off, place) => sum + off * (place - middle), 0);
  const slope = together / along;
  return { explains: slope * together, at: (place) => slope * (place - middle) };
}

/** The one step that explains most; each side has at least an eighth of the blocks, so that one odd hour is none. */
function stepThrough(weights: readonly number[], offs: readonly number[], total: number): Course {
  const least = Math.ceil(weights.length / 8);
  let best: Course = { explains: 0, at: () => 0 };
  let [weight, off] = [0, 0];
  for (let split = 1; split <= weights.length - least; split++) {
    weight += weights[split - 1] ?? 0;
    off += offs[split - 1] ?? 0;
    const rest = total - weight;
    if (split < least || !(weight > 0 && rest > 0)) continue;
    const [before, after] = [off / weight, -off / rest];
    const explains = off * (before - after);
    if (explains > best.explains) best = { explains, at: (place) => (place < split ? before : after) };
  }
  return best;
}

/** How many successive blocks belong together, by Carlstein's rule for a first-order autoregression; at most an eighth of them. */
export function runLengthOf(values: readonly number[]): number {
  const size = values.length;
  const centre = mean(values);
  let variance = 0;
  let covariance = 0;
  for (let index = 0; index < size; index++) {
    const here = (values[index] ?? 0) - centre;
    variance += here * here;
    if (index + 1 < size) covariance += here * ((values[index + 1] ?? 0) - centre);
  }
  // What rounding leaves of equal values is no variance.
  const correlation = variance > size * (centre * 1e-12) ** 2 ? Math.min(0.99, Math.max(0, covariance / variance)) : 0;
  const length = Math.ceil(size ** (1 / 3) * ((2 * correlation) / (1 - correlation ** 2)) ** (2 / 3) || 1);
  return Math.max(1, Math.min(length, Math.floor(size / 8)));
}
