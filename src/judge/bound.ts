import type { Direction } from "../domain/arm.ts";
import type { Limit } from "../domain/criterion.ts";

/** A limit that compares the arms. */
export type ComparingLimit = Exclude<Limit, { kind: "absolute" } | { kind: "all" }>;

/** One side of a comparing limit: for each baseline value, the value that the candidate must stay below or above. */
export interface Bound {
  readonly side: "below" | "above";
  /** Whether the bound itself still meets the limit: `<=` and `>=`. */
  readonly inclusive: boolean;
  /** Rises with its argument, so it keeps the order of the baseline. */
  readonly at: (baseline: number) => number;
}

/** A comparing limit, ready to be tested, and what had to be read into it. */
export interface Bounds {
  readonly bounds: readonly Bound[];
  readonly scale: "ratio" | "difference";
  /** The size of the change that the limit allows, in the scale's own terms; never negative. */
  readonly allowance: number;
  readonly footnotes: readonly string[];
}

/**
 * Turns a limit into bounds on the candidate. Differences smaller than `floor` meet every limit, so a bound is never closer
 * to the baseline than that.
 *
 * `< +10 %` says "no more than that much worse" for a metric that is better when lower. For one that is better when higher, a
 * bound on its rise would let any fall pass; there it is read as `> -10 %`, and the other way round, and a footnote says so.
 *
 * @param floor in the metric's unit; 0 for none
 * @param direction null where nobody said which way is better
 */
export function boundsOf(limit: ComparingLimit, floor: number, direction: Direction | null): Bounds {
  const footnotes = floor > 0 ? ["differences smaller than the floor are ignored"] : [];
  switch (limit.kind) {
    case "within-relative":
      return {
        scale: "ratio",
        allowance: limit.margin,
        footnotes,
        bounds: [
          above((b) => Math.min(b - Math.abs(b) * limit.margin, b - floor)),
          below((b) => Math.max(b + Math.abs(b) * limit.margin, b + floor)),
        ],
      };
    case "within-difference": {
      const margin = Math.max(limit.margin, floor);
      return {
        scale: "difference",
        allowance: margin,
        footnotes,
        bounds: [above((b) => b - margin), below((b) => b + margin)],
      };
    }
    default: {
      const scale = limit.kind === "relative" ? "ratio" : "difference";
      const size = limit.kind === "relative" ? limit.change : limit.value;
      const inclusive = limit.comparator === "<=" || limit.comparator === ">=";
      const written = limit.comparator.startsWith("<") ? "below" : "above";
      const mirrored = isToleranceOnTheGoodSide(written, size, direction);
      const side = mirrored ? (written === "below" ? "above" : "below") : written;
      const change = mirrored ? -size : size;
      const at = (b: number): number => {
        const moved = scale === "ratio" ? b + Math.abs(b) * change : b + change;
        return side === "below" ? Math.max(moved, b + floor) : Math.min(moved, b - floor);
      };
      // A limit that asks for an improvement is not widened: a floor would make it pass without one.
      const strict = (b: number): number => (scale === "ratio" ? b + Math.abs(b) * change : b + change);
      const asksImprovement = side === "below" ? change < 0 : change > 0;
      const words = `${direction === "higher-is-better" ? "more" : "less"} is better here, so the limit is read as a change of ${side === "above" ? "no less" : "no more"} than the same size the other way`;
      return {
        scale,
        allowance: Math.abs(size),
        footnotes: mirrored ? [...footnotes, words] : footnotes,
        bounds: [{ side, inclusive, at: floor > 0 && !asksImprovement ? at : strict }],
      };
    }
  }
}

function isToleranceOnTheGoodSide(side: "below" | "above", size: number, direction: Direction | null): boolean {
  if (direction === "higher-is-better") return side === "below" && size > 0;
  if (direction === "lower-is-better") return side === "above" && size < 0;
  return false;
}

function below(at: (baseline: number) => number): Bound {
  return { side: "below", inclusive: true, at };
}

function above(at: (baseline: number) => number): Bound {
  return { side: "above", inclusive: true, at };
}
