/**
 * A rollout's name as the name of a folder, the same on every system: small letters, digits, `-`, `_` and inner dots stay,
 * everything else becomes `=` and the bytes in hexadecimal, because some disks do not tell `Shop` from `shop`.
 */
export function encodeRollout(rollout: string): string {
  let name = "";
  for (const [at, character] of [...rollout].entries()) {
    const isInnerDot = character === "." && at > 0 && at < [...rollout].length - 1;
    name += /^[a-z0-9_-]$/.test(character) || isInnerDot ? character : hexadecimal(character);
  }
  return name;
}

function hexadecimal(character: string): string {
  return [...new TextEncoder().encode(character)].map((byte) => `=${byte.toString(16).padStart(2, "0")}`).join("");
}
