// Times the totals of 2,000 orders in both ways, turn and turn about in one process, and writes both arms' samples as JSON.
// What else the machine does meanwhile falls on both arms alike, so their ratio stays calm where their times do not.
import { writeFileSync } from "node:fs";
import { makeOrders } from "../src/orders.js";
import { orderTotal } from "../src/totals.js";

const orders = makeOrders(2000);
/** The gate says which arm goes first, and swaps it from launch to launch. */
const order = (process.env.ARM_ORDER ?? "baseline,candidate").split(",");
const samples = { baseline: [], candidate: [] };
let length = 0;

for (let round = -25; round < 40; round++) {
  for (const arm of round % 2 === 0 ? order : [...order].reverse()) {
    const exact = arm === "candidate";
    const start = process.hrtime.bigint();
    for (const each of orders) length += orderTotal(each, exact).length;
    // The first rounds warm the compiler up and are not kept.
    if (round >= 0) samples[arm].push(Number(process.hrtime.bigint() - start) / 1e6);
  }
}
if (length === 0) throw new Error("nothing was computed");

const launches = order.map((arm) => ({ arm, pair: 0, samples: samples[arm] }));
writeFileSync(
  process.argv[2] ?? "/dev/stdout",
  JSON.stringify({
    schema: "rollout-gate/benchmark/1",
    benchmarks: [{ name: "order-totals", unit: "ms", launches }],
  }),
);
