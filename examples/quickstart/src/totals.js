import { exactTotals } from "./settings.js";

// Shows what the gate does about a bad change. SHOP_FAULT=wrong makes the new way forget the tax; SHOP_FAULT=slow makes it
// check its sum piece by piece. The old way stays as it is.
const fault = process.env.SHOP_FAULT ?? "none";

/** Value-added tax in percent. */
const taxByCountry = new Map([
  ["DE", 19],
  ["FR", 20],
  ["NL", 21],
  ["PL", 23],
]);

/** The total of an order, tax included, as text with two decimals. */
export function orderTotal(order, exact = exactTotals()) {
  const tax = taxByCountry.get(order.country);
  if (tax === undefined) throw new Error(`no tax rate for ${order.country}`);
  return exact ? totalInCents(order, tax) : totalInFloats(order, tax);
}

/** The old way: floating point all along, rounded at the end. */
function totalInFloats(order, tax) {
  let sum = 0;
  for (const line of order.lines) sum += Number(line.price) * line.quantity;
  return (sum * (1 + tax / 100)).toFixed(2);
}

/** The new way, behind the flag: whole cents, so that a cent is never lost. */
function totalInCents(order, tax) {
  let cents = 0;
  for (const line of order.lines) cents += Math.round(Number(line.price) * 100) * line.quantity;
  if (fault === "wrong") return (cents / 100).toFixed(2);
  if (fault === "slow") checkEveryCent(order, cents);
  return (Math.round(cents * (1 + tax / 100)) / 100).toFixed(2);
}

/** Does the work over again, one piece at a time: right, and slow. */
function checkEveryCent(order, cents) {
  let again = 0;
  for (const line of order.lines) {
    for (let piece = 0; piece < line.quantity; piece++) again += Math.round(Number(line.price) * 100);
  }
  if (again !== cents) throw new Error(`${order.id}: ${again} is not ${cents}`);
}
