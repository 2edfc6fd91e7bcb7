/** A benchmark with what may tell it again under another name. */
export interface NamedFigure {
  readonly name: string;
  readonly unit: string;
  /** The median over its launches. */
  readonly centre: number;
}

/** A benchmark that is gone and one that is new, which look like one that was renamed. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** More names than that on either side are no renaming any more. */
const mostNames = 100;
/** Figures further apart than this share are another benchmark's. */
const near = 0.1;
/** So close that the names need not be alike. */
const veryNear = 0.02;
const alike = 0.3;

/**
 * Finds pairs that are each other's best match by figure and name. It is a guess for people to follow up: nothing is ever compared
 * across two names because of it.
 */
export function suggestRenames(gone: readonly NamedFigure[], fresh: readonly NamedFigure[]): readonly Rename[] {
  const from = gone.slice(0, mostNames).map(prepared);
  const to = fresh.slice(0, mostNames).map(prepared);
  return from.flatMap((one) => {
    const match = best(one, to);
    return match !== null && best(match, from) === one ? [{ from: one.name, to: match.name }] : [];
  });
}

interface Prepared extends NamedFigure {
  readonly pairs: ReadonlySet<string>;
}

function prepared(figure: NamedFigure): Prepared {
  const name = figure.name.toLowerCase().slice(0, 200);
  const pairs = new Set<string>();
  for (let at = 0; at + 1 < name.length; at++) pairs.add(name.slice(at, at + 2));
  return { ...figure, pairs };
}

function best(one: Prepared, others: readonly Prepared[]): Prepared | null {
  let found: Prepared | null = null;
  let highest = Number.NEGATIVE_INFINITY;
  for (const other of others) {
    const score = scoreOf(one, other);
    if (score !== null && score > highest) {
      found = other;
      highest = score;
    }
  }
  return found;
}

function scoreOf(one: Prepared, other: Prepared): number | null {
  if (one.unit !== other.unit) return null;
  const apart = Math.abs(one.centre - other.centre) / Math.max(Math.abs(one.centre), Math.abs(other.centre));
  const distance = one.centre === other.centre ? 0 : apart;
  const likeness = dice(one.pairs, other.pairs);
  const fits = distance <= veryNear || (distance <= near && likeness >= alike);
  return fits ? likeness - distance : null;
}

/**
 * The share of letter pairs that two names have in common.
 *
 * Source: L. R. Dice, "Measures of the amount of ecologic association between species", Ecology 26 (1945).
 */
function dice(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const pair of one) if (other.has(pair)) shared++;
  return one.size + other.size === 0 ? 0 : (2 * shared) / (one.size + other.size);
}
