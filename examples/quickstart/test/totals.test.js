import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { makeOrders } from "../src/orders.js";
import { exactTotals } from "../src/settings.js";
import { orderTotal } from "../src/totals.js";

const order = (country, ...lines) => ({
  id: "order-1",
  country,
  lines: lines.map(([price, quantity]) => ({ sku: "item", price, quantity })),
});

describe("order totals", () => {
  test("one line, German tax", () => {
    assert.equal(orderTotal(order("DE", ["10.00", 1])), "11.90");
  });

  test("several lines, Polish tax", () => {
    assert.equal(orderTotal(order("PL", ["19.99", 2], ["0.01", 3])), "49.21");
  });

  test("an order without lines costs nothing", () => {
    assert.equal(orderTotal(order("FR")), "0.00");
  });

  test("a country without a tax rate is refused", () => {
    assert.throws(() => orderTotal(order("XX", ["1.00", 1])), /no tax rate for XX/);
  });

  test("both ways agree to the cent on a thousand orders", () => {
    for (const each of makeOrders(1000)) {
      const difference = Math.abs(Number(orderTotal(each, true)) - Number(orderTotal(each, false)));
      assert.ok(difference < 0.011, `${each.id} differs by ${difference.toFixed(2)}`);
    }
  });
});

describe("the flag", () => {
  test("is off unless it is set", () => {
    assert.equal(exactTotals({}), false);
  });

  test("understands on and off in any case", () => {
    assert.equal(exactTotals({ SHOP_EXACT_TOTALS: "ON" }), true);
    assert.equal(exactTotals({ SHOP_EXACT_TOTALS: "off" }), false);
  });

  test("refuses anything else", () => {
    assert.throws(() => exactTotals({ SHOP_EXACT_TOTALS: "maybe" }), /on or off/);
  });
});
