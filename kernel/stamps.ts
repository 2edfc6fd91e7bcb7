// Where a time stamp ends that begins at a place, by the same looks at the same bytes as src/telemetry/log/time-stamp.ts and line-head.ts.
// 0 stands for none.

// @ts-ignore: decorator
@inline
function isDigit(at: usize): bool {
  return <u32>(load<u8>(at) - 0x30) <= 9;
}

// @ts-ignore: decorator
@inline
export function afterStamp(at: usize): usize {
  if (isDigit(at)) return afterDigitStamp(at);
  return afterNamedStamp(at);
}

function afterNamedStamp(at: usize): usize {
  if (isMonthAt(at)) return afterMonthStamp(at);
  // Apache's: [Sun Nov 22 23:17:56.015 2026]
  if (load<u8>(at + 3) === 0x20 && isMonthAt(at + 4)) {
    const end = afterMonthStamp(at + 4);
    return end > 0 && load<u8>(end) === 0x20 && isDigit(end + 1) && isDigit(end + 4) ? end + 5 : end;
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function afterDigitStamp(at: usize): usize {
  const mark = load<u8>(at + 4);
  if ((mark === 0x2d || mark === 0x2f) && load<u8>(at + 7) === mark) {
    const between = load<u8>(at + 10);
    return between === 0x20 || between === 0x54 ? afterZone(afterClock(at + 11)) : 0;
  }
  const second = load<u8>(at + 2);
  if ((second === 0x2d || second === 0x2f) && isMonthAt(at + 3)) return afterZone(afterClock(at + 12));
  return second === 0x3a ? afterClock(at) : 0;
}

/** Nov 22 23:17:56, and Nov  2 */
function afterMonthStamp(at: usize): usize {
  return load<u8>(at + 3) === 0x20 && isDigit(at + 5) ? afterClock(at + 7) : 0;
}

/** 23:17:56, with any decimals. */
function afterClock(at: usize): usize {
  if (load<u8>(at + 2) !== 0x3a || load<u8>(at + 5) !== 0x3a || !isDigit(at) || !isDigit(at + 7)) return 0;
  let end = at + 8;
  const point = load<u8>(end);
  if ((point === 0x2e || point === 0x2c) && isDigit(end + 1)) {
    end++;
    while (isDigit(end)) end++;
  }
  return end;
}

function afterZone(at: usize): usize {
  if (at === 0) return 0;
  const byte = load<u8>(at);
  if (byte === 0x5a) return at + 1;
  const sign = byte === 0x20 ? at + 1 : at;
  if ((load<u8>(sign) !== 0x2b && load<u8>(sign) !== 0x2d) || !isDigit(sign + 1) || !isDigit(sign + 2)) return at;
  const minutes = load<u8>(sign + 3) === 0x3a ? sign + 4 : sign + 3;
  return isDigit(minutes) && isDigit(minutes + 1) ? minutes + 2 : at;
}

// The form of the stamp that was met last, for 32 bytes: digits where it has digits, the same signs between them, anything behind it.
let formLow: v128 = i8x16.splat(0);
let formLowLate: v128 = i8x16.splat(0);
let formRange: v128 = i8x16.splat(0);
let formRangeLate: v128 = i8x16.splat(0);
/** Up to where its decimals end; 0 for no form. */
let formLength: usize = 0;
let formHasDecimals: bool = false;
let misses: i32 = 0;
const form: usize = memory.data(64, 16);

/** The same as {@link afterStamp} for a stamp in the form of the last one, and 0 for every other. */
// @ts-ignore: decorator
@inline
export function afterLikelyStamp(at: usize): usize {
  if (formLength === 0) return 0;
  const early = i8x16.le_u(i8x16.sub(v128.load(at), formLow), formRange);
  const late = i8x16.le_u(i8x16.sub(v128.load(at, 16), formLowLate), formRangeLate);
  if (!i8x16.all_true(v128.and(early, late))) return 0;
  const end = at + formLength;
  const next: i32 = load<u8>(end);
  if (<u32>(next - 0x30) <= 9) return 0;
  if (!formHasDecimals && (next === 0x2e || next === 0x2c)) return 0;
  return afterZone(end);
}

/** Remembers the form of a stamp of the kind 2026-11-22 23:17:56, one in sixteen when the forms change. */
export function learnStamp(at: usize): void {
  const mark = load<u8>(at + 4);
  if ((mark !== 0x2d && mark !== 0x2f) || (misses++ & 15) !== 0) return;
  const end = afterClock(at + 11);
  const length = end - at;
  if (end === 0 || length > 32) return;
  for (let index: usize = 0; index < 32; index++) {
    const isPart = index < length;
    const isNumber = isPart && isDigit(at + index);
    store<u8>(form + index, isNumber ? 0x30 : isPart ? load<u8>(at + index) : 0);
    store<u8>(form + 32 + index, isNumber ? 9 : isPart ? 0 : 255);
  }
  formLow = v128.load(form);
  formLowLate = v128.load(form, 16);
  formRange = v128.load(form, 32);
  formRangeLate = v128.load(form, 48);
  formHasDecimals = length > 19;
  formLength = length;
}

const months = memory.data<u32>([
  0x6e614a, 0x626546, 0x72614d, 0x727041, 0x79614d, 0x6e754a, 0x6c754a, 0x677541, 0x706553, 0x74634f, 0x766f4e, 0x636544,
]);

function isMonthAt(at: usize): bool {
  const name = load<u32>(at) & 0xffffff;
  for (let index: usize = 0; index < 12; index++) if (load<u32>(months + index * 4) === name) return true;
  return false;
}

/** <11> */
export function afterPriority(at: usize): usize {
  for (let next = at + 1; next <= at + 4; next++) {
    const byte = load<u8>(next);
    if (byte === 0x3e) return next > at + 1 ? next + 1 : 0;
    if (byte < 0x30 || byte > 0x39) return 0;
  }
  return 0;
}

/** time= ts= timestamp= t= */
export function afterTimeKey(at: usize): usize {
  if (load<u8>(at) !== 0x74) return 0;
  if (load<u32>(at) === 0x656d6974 && load<u8>(at + 4) === 0x3d) return at + 5;
  if (load<u8>(at + 1) === 0x73 && load<u8>(at + 2) === 0x3d) return at + 3;
  if (load<u64>(at) === 0x6d617473656d6974 && load<u16>(at + 8) === 0x3d70) return at + 10;
  return load<u8>(at + 1) === 0x3d ? at + 2 : 0;
}

/** E1122 23:17:56.015123   12345 file.go:12] message */
// @ts-ignore: decorator
@inline
export function isKlogAt(at: usize, end: usize): bool {
  const first = load<u8>(at);
  if (first !== 0x45 && first !== 0x49 && first !== 0x57 && first !== 0x46) return false;
  for (let index: usize = 1; index <= 4; index++) if (!isDigit(at + index)) return false;
  return at + 11 < end && load<u8>(at + 5) === 0x20 && load<u8>(at + 8) === 0x3a && load<u8>(at + 11) === 0x3a;
}

export function klogTimeEnd(at: usize, end: usize): usize {
  let timeEnd = min(end, at + 14);
  while (timeEnd < end && load<u8>(timeEnd) !== 0x20) timeEnd++;
  return timeEnd;
}
