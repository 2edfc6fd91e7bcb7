import { normalDensity, normalQuantile, normalTail } from "./normal.ts";

/** One planned look at growing data. */
export interface PlannedLook {
  /** How much is known at this look, in any unit: the reciprocal of the statistic's null variance. Grows from look to look. */
  readonly information: number;
  /** The share of the whole error that may be spent by the end of this look, 0 … 1, never falling; 1 at the last look. */
  readonly share: number;
  /**
   * The largest chance not above `level` that the discrete statistic can attain at this look; 0 when even its most extreme
   * value is more likely.
   */
  readonly attainable: (level: number) => number;
}

const steps = 72;
const lowest = -4.5;

/**
 * The one-sided level that each look may use so that all looks together err at most `error` of the time.
 *
 * Each look has a share of the error (Lan and DeMets' spending function); what a look may use is found from the joint
 * distribution of the statistics so far, which for a rank statistic over growing samples is, in the limit, that of a Brownian
 * motion observed at the looks' information. A discrete statistic attains less than it is offered; what it leaves is carried to
 * the next look, and no more than it attains is counted as spent. `bench/decisions` and the tests measure the total by simulation.
 *
 * A level depends on the looks before it alone, so they come one by one: whoever needs the third pays for three.
 *
 * Sources: K. K. G. Lan and D. L. DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70 (1983);
 * P. Armitage, C. K. McPherson and B. C. Rowe, "Repeated significance tests on accumulating data", JRSS A 132 (1969), for the
 * recursion; C. Jennison and B. W. Turnbull, "Group Sequential Methods", ch. 7 and 19.
 *
 * @param error 0 … 0.5, for all looks together
 * @param looks in the order in which they are made
 * @returns a level for each look; 0 where the look can decide nothing
 */
export function* spendingLevels(error: number, looks: Iterable<PlannedLook>): Generator<number, void> {
  // The density of the Brownian motion where no look has crossed yet, on a grid of its present standard scale.
  let grid: Float64Array = Float64Array.of(0);
  let density: Float64Array = Float64Array.of(1);
  let before = 0;
  let spent = 0;
  for (const look of looks) {
    const spread = Math.sqrt(Math.max(look.information - before, 1e-12));
    const scale = Math.sqrt(look.information);
    const crossing = (z: number): number => crossingChance(z * scale, grid, density, spread);
    const level = largestLevel(Math.max(error * look.share - spent, 0), look.attainable, crossing, error);
    yield level;
    const boundary = level > 0 ? normalQuantile(level) : 8;
    if (level > 0) spent += crossing(boundary);
    [grid, density] = nextDensity(grid, density, spread, lowest * scale, boundary * scale);
    before = look.information;
  }
}

/** The largest attainable level whose chance of a first crossing at this look is within what may be spent now. */
function largestLevel(
  available: number,
  attainable: (level: number) => number,
  crossing: (z: number) => number,
  most: number,
): number {
  if (available <= 0) return 0;
  // The chance falls as the bound rises. A first crossing is no likelier than a crossing, so the upper end is within.
  let beyond = normalQuantile(most);
  let within = normalQuantile(available);
  if (crossing(beyond) <= available) within = beyond;
  for (let step = 0; step < 14 && within - beyond > 1e-4; step++) {
    const middle = (within + beyond) / 2;
    if (crossing(middle) <= available) within = middle;
    else beyond = middle;
  }
  return attainable(normalTail(within));
}

function crossingChance(bound: number, grid: Float64Array, density: Float64Array, spread: number): number {
  let total = 0;
  for (let index = 0; index < grid.length; index++) {
    const mass = density[index] ?? 0;
    if (mass > 0) total += mass * normalTail((bound - (grid[index] ?? 0)) / spread);
  }
  return total;
}

/** Moves the mass one look on and keeps what lies below the bound; `density` holds masses, not heights. */
function nextDensity(
  grid: Float64Array,
  density: Float64Array,
  spread: number,
  from: number,
  to: number,
): [Float64Array, Float64Array] {
  const width = (to - from) / steps;
  const points = new Float64Array(steps);
  const masses = new Float64Array(steps);
  for (let index = 0; index < steps; index++) {
    const point = from + (index + 0.5) * width;
    let height = 0;
    for (let source = 0; source < grid.length; source++) {
      const z = (point - (grid[source] ?? 0)) / spread;
      if (z > -7 && z < 7) height += (density[source] ?? 0) * normalDensity(z);
    }
    points[index] = point;
    masses[index] = (height * width) / spread;
  }
  return [points, masses];
}
