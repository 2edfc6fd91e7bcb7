/** More calls than this are not told apart: the set would no longer be small. */
export const mostCalls = 2_000_000;

/** Which calls were met, and whether one of their events failed. */
export interface CallSet {
  /** `new` the first time; `known` afterwards; `full` when there is no more room, and from then on. */
  meet(id: string): "new" | "known" | "full";
  /** Marks the call that was met last as failed; false when it was so already. */
  fail(): boolean;
}

/**
 * Remembers calls by two hashes of their names, 64 bits together: among two million names, the chance that any two are taken for
 * one is below one in four million. Eight bytes and one for each place, at most half of them taken: 36 MB when full.
 */
export function createCallSet(): CallSet {
  let places = 1 << 12;
  let hashes = new Uint32Array(2 * places);
  let states = new Uint8Array(places);
  let size = 0;
  let last = -1;

  function placeOf(one: number, other: number): number {
    let place = one & (places - 1);
    while (states[place] !== 0 && (hashes[2 * place] !== one || hashes[2 * place + 1] !== other)) {
      place = (place + 1) & (places - 1);
    }
    return place;
  }

  function grow(): void {
    const [oldHashes, oldStates] = [hashes, states];
    places *= 2;
    hashes = new Uint32Array(2 * places);
    states = new Uint8Array(places);
    for (let old = 0; old < oldStates.length; old++) {
      if (oldStates[old] === 0) continue;
      const [one, other] = [oldHashes[2 * old] ?? 0, oldHashes[2 * old + 1] ?? 0];
      const place = placeOf(one, other);
      hashes[2 * place] = one;
      hashes[2 * place + 1] = other;
      states[place] = oldStates[old] ?? 1;
    }
  }

  return {
    meet(id) {
      const [one, other] = hash(id);
      last = placeOf(one, other);
      if (states[last] !== 0) return "known";
      if (size >= mostCalls) return "full";
      if (size * 2 >= places) {
        grow();
        last = placeOf(one, other);
      }
      hashes[2 * last] = one;
      hashes[2 * last + 1] = other;
      states[last] = 1;
      size++;
      return "new";
    },
    fail() {
      if (states[last] === 2) return false;
      states[last] = 2;
      return true;
    },
  };
}

/** Two hashes with different multipliers and the finish of MurmurHash3 (A. Appleby, public domain). */
function hash(text: string): readonly [number, number] {
  let one = 0x9747b28c ^ text.length;
  let other = 0x85ebca6b;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 0x01000193);
    one ^= one >>> 15;
    other = Math.imul(other ^ code, 0xcc9e2d51);
    other = (other << 13) | (other >>> 19);
  }
  return [finish(one), finish(other ^ Math.imul(one, 0x1b873593))];
}

function finish(hashed: number): number {
  let mixed = hashed ^ (hashed >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
