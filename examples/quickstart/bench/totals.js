// Times the totals of 2,000 orders, a hundred times over, and writes the samples as JSON. Many short samples: some of them fall
// into moments in which nobody else wants the processor, also on a busy machine.
import { writeFileSync } from "node:fs";
import { makeOrders } from "../src/orders.js";
import { exactTotals } from "../src/settings.js";
import { orderTotal } from "../src/totals.js";

const exact = exactTotals();
const orders = makeOrders(2000);
const samples = [];
let length = 0;
for (let round = -100; round < 100; round++) {
  const start = process.hrtime.bigint();
  for (const order of orders) length += orderTotal(order, exact).length;
  // The first rounds warm the compiler up and are not kept.
  if (round >= 0) samples.push(Number(process.hrtime.bigint() - start) / 1e6);
}
if (length === 0) throw new Error("nothing was computed");

writeFileSync(
  process.argv[2] ?? "/dev/stdout",
  JSON.stringify({
    schema: "rollout-gate/benchmark/1",
    benchmarks: [{ name: "order-totals", unit: "ms", launches: [{ samples }] }],
  }),
);
