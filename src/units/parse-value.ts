import type { CanonicalUnit, Quantity } from "../domain/arm.ts";
import { parseUnit } from "./parse-unit.ts";

/** A number with its unit, both in canonical form. */
export interface Value {
  readonly value: number;
  readonly unit: CanonicalUnit;
  readonly quantity: Quantity;
}

const form = /^([+-]?(?:\d+(?:_\d+)*(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)\s*(\S*)$/;

/**
 * Reads `500 ms`, `1GB`, `85 %`, `1e3`, `20m`: a number and a unit, with or without a space between.
 *
 * @returns null when it is not a finite number, or the unit is not known
 */
export function parseValue(text: string): Value | null {
  const match = form.exec(text.trim());
  if (match === null) return null;
  const number = Number((match[1] ?? "").replaceAll("_", ""));
  const unit = parseUnit(match[2] ?? "");
  if (unit === null || !Number.isFinite(number)) return null;
  const value = number * unit.scale;
  return Number.isFinite(value) ? { value, unit: unit.unit, quantity: unit.quantity } : null;
}
