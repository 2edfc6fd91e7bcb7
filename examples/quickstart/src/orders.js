// Made-up orders, the same ones every time.

/** A small linear congruential generator: good enough to vary orders, and the same on every machine. */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** `count` orders of one to eight lines each; prices are text, as a form or a file gives them. */
export function makeOrders(count, seed = 7) {
  const pick = numbers(seed);
  return Array.from({ length: count }, (_, at) => ({
    id: `order-${at + 1}`,
    country: ["DE", "FR", "NL", "PL"][pick(4)],
    lines: Array.from({ length: 1 + pick(8) }, () => ({
      sku: `item-${pick(500)}`,
      price: `${1 + pick(200)}.${String(pick(100)).padStart(2, "0")}`,
      quantity: 1 + pick(5),
    })),
  }));
}
