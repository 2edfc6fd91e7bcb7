// The shop's settings. `node src/settings.js` prints the flag's effective value: what the program really uses, not what
// somebody meant to set.

const words = new Map([
  ["on", true],
  ["true", true],
  ["1", true],
  ["off", false],
  ["false", false],
  ["0", false],
]);

/** Whether order totals are computed in whole cents. Off unless SHOP_EXACT_TOTALS says otherwise. */
export function exactTotals(env = process.env) {
  const text = env.SHOP_EXACT_TOTALS ?? "off";
  const value = words.get(text.toLowerCase());
  if (value === undefined) throw new Error(`SHOP_EXACT_TOTALS is on or off, not ${text}`);
  return value;
}

if (import.meta.url === `file://${process.argv[1]}` || process.argv[1]?.endsWith("settings.js")) {
  console.log(exactTotals() ? "on" : "off");
}
