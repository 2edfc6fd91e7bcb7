import type { Fault, FaultMoment } from "./fault.ts";

/** What a fault may look at to decide whether it strikes. */
export interface FaultTarget {
  readonly route: string | null;
  readonly method: string;
  readonly target: string;
  readonly login: string | null;
  readonly body: unknown;
}

/** Where and how often a fault strikes. */
export interface FaultOrder {
  readonly fault: Fault;
  /** A route's name (`PUT /repos/{owner}/{repo}/contents/{path}`), or a question; every request when it is left out. */
  readonly at?: string | ((target: FaultTarget) => boolean);
  /** How many fitting requests pass first; 0 unless told. */
  readonly skip?: number;
  /** How many it strikes, `Infinity` for all; 1 unless told. */
  readonly times?: number;
  /** Strikes a fitting request with this probability, drawn from `random`. */
  readonly chance?: { readonly probability: number; readonly random: () => number };
  /** For limits: seconds of `Retry-After`, or until the reset; 1 unless told. May be 0. */
  readonly retryAfterSeconds?: number;
}

/** A fault that was ordered. */
export interface ArmedFault {
  /** How many requests it struck so far. */
  readonly struck: number;
  /** Ends it. */
  disarm(): void;
}

export interface Armory {
  arm(order: FaultOrder): ArmedFault;
  disarmAll(): void;
  /** The first fault that strikes here, or null; counts it. */
  strike(target: FaultTarget, when: FaultMoment): FaultOrder | null;
}

function fits(order: FaultOrder, target: FaultTarget): boolean {
  const { at } = order;
  if (at === undefined) return true;
  return typeof at === "string" ? at === target.route : at(target);
}

export function createArmory(): Armory {
  let armed: { order: FaultOrder; passed: number; struck: number }[] = [];
  return {
    arm: (order) => {
      const entry = { order, passed: 0, struck: 0 };
      armed.push(entry);
      return {
        get struck() {
          return entry.struck;
        },
        disarm: () => {
          armed = armed.filter((other) => other !== entry);
        },
      };
    },
    disarmAll: () => {
      armed = [];
    },
    strike: (target, when) => {
      for (const entry of armed) {
        const { order } = entry;
        if (order.fault.when !== when || entry.struck >= (order.times ?? 1) || !fits(order, target)) continue;
        if (order.chance !== undefined && order.chance.random() >= order.chance.probability) continue;
        entry.passed++;
        if (entry.passed <= (order.skip ?? 0)) continue;
        entry.struck++;
        return order;
      }
      return null;
    },
  };
}
