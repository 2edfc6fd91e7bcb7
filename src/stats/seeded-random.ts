/** A sequence of numbers in 0 … 1 that its seed alone decides: Mulberry32 (T. Ettinger, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A seed out of numbers, so that the same data give the same sequence (FNV-1a over their bits). */
export function seedOf(values: Iterable<number>): number {
  const bits = new DataView(new ArrayBuffer(8));
  let hash = 0x811c9dc5;
  for (const value of values) {
    bits.setFloat64(0, value);
    for (let at = 0; at < 8; at += 4) hash = Math.imul(hash ^ bits.getUint32(at), 0x01000193) >>> 0;
  }
  return hash;
}
