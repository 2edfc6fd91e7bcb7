// Sixteen bytes at a time, or 32. Every load may reach up to 31 bytes beyond what it asks about; the memory has room behind the text.

/** One bit for each of 32 bytes: those that are no decimal digit. Never zero: bit 32 stands for the byte after them. */
// @ts-ignore: decorator
@inline
export function nonDigits(at: usize): u64 {
  const zero = i8x16.splat(0x30);
  const nine = i8x16.splat(9);
  const early = i8x16.bitmask(i8x16.gt_u(i8x16.sub(v128.load(at), zero), nine));
  const late = i8x16.bitmask(i8x16.gt_u(i8x16.sub(v128.load(at, 16), zero), nine));
  return <u64>(<u32>early | (<u32>late << 16)) | 0x100000000;
}

/** Whether two stretches of memory hold the same bytes. */
export function equalBytes(one: usize, other: usize, length: i32): bool {
  let left = length;
  let a = one;
  let b = other;
  for (; left > 16; left -= 16, a += 16, b += 16) {
    if (v128.any_true(v128.xor(v128.load(a), v128.load(b)))) return false;
  }
  const different = ~i8x16.bitmask(i8x16.eq(v128.load(a), v128.load(b)));
  return (different & ((1 << left) - 1)) === 0;
}
