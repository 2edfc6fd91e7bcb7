// The fast reader of text logs: finds the lines, tells heads from what goes on them, and writes a row for each head of a level that counts.
// Heads are read as src/telemetry/log/line-head.ts reads them. Lines that begin like JSON or hold NUL stop it: TypeScript reads those.
// The layout of what it is given and what it gives is described in src/telemetry/kernel/line-kernel.ts.
import { readIsoTime } from "./iso-time";
import { afterPriority, afterStamp, afterTimeKey, isKlogAt, klogTimeEnd } from "./stamps";

const rowSize: usize = 64;
const longestHead: i32 = 200;
const space: i32 = 0x20;
const wordSize: usize = 24;

/** For each of 26 letters: where the words are that begin with it, and how many. */
let words: usize = 0;
/** One byte for each level: whether it counts. The first stands for heads without one. */
let wanted: usize = 0;
/** Level by the number of syslog. */
let numbered: usize = 0;
let zoneMinutes: f64 = 0;
let rows: usize = 0;
let rowLimit: usize = 0;
let row: usize = 0;
let keepsText: bool = false;

/** Since the last call of {@link scan}. */
export let lines: i32 = 0;
export let rowCount: i32 = 0;
/** 1 when it stopped at a line that it does not read. */
export let stopped: i32 = 0;
export let heads: i32 = 0;
export let withLevel: i32 = 0;
/** 1 while the last head counts, so that lines which go on it have to be given too. */
export let open: i32 = 0;

let precedesLow: v128 = i8x16.splat(0);
let precedesHigh: v128 = i8x16.splat(0);
let initialLow: v128 = i8x16.splat(0);
let initialHigh: v128 = i8x16.splat(0);
const mayFollow = memory.data(256);
/** space ] ) > | : " tab, and ends of lines */
const following = memory.data<u8>([0x20, 0x5d, 0x29, 0x3e, 0x7c, 0x3a, 0x22, 0x09, 0x0a, 0x0d]);

// What the head of the line that is read last was found to be.
let level: i32 = 0;
let levelEnd: usize = 0;

/** Below lies what belongs to this module. */
export function freeFrom(): usize {
  return __heap_base;
}

export function configure(
  wordsAt: usize,
  wantedAt: usize,
  numberedAt: usize,
  zone: f64,
  keepText: i32,
  rowsAt: usize,
  rowsEnd: usize,
): void {
  words = wordsAt;
  wanted = wantedAt;
  numbered = numberedAt;
  zoneMinutes = zone;
  keepsText = keepText !== 0;
  rows = rowsAt;
  rowLimit = rowsEnd - rowSize;
  // One bit for each high half of a byte: 0x0_ 1, 0x2_ 2, 0x3_ 4, 0x5_ 8, 0x7_ 16. Together they stand for: space, tab and [ ( < | = : "
  precedesLow = i8x16(2, 0, 2, 0, 0, 0, 0, 0, 2, 1, 4, 8, 20, 4, 0, 0);
  precedesHigh = i8x16(1, 0, 2, 4, 0, 8, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0);
  let low: usize = memory.data(16);
  for (let nibble: usize = 0; nibble < 16; nibble++) {
    const early = nibble > 0 && load<i32>(words + (nibble - 1) * 8 + 4) > 0;
    const late = nibble <= 10 && load<i32>(words + (nibble + 15) * 8 + 4) > 0;
    store<u8>(low + nibble, (early ? 1 : 0) | (late ? 2 : 0));
  }
  initialLow = v128.load(low);
  initialHigh = i8x16(0, 0, 0, 0, 1, 2, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0);
  for (let index: usize = 0; index < 10; index++) store<u8>(mayFollow + <usize>load<u8>(following + index), 1);
}

export function setOpen(isOpen: i32): void {
  open = isOpen;
}

/**
 * Reads lines until the text ends, the rows are full, or a line is not for it; gives the place where it stopped.
 *
 * @param wantsFirst 1 when the first head is to be given in any case, for its time
 */
export function scan(start: usize, end: usize, wantsFirst: i32): usize {
  lines = 0;
  heads = 0;
  withLevel = 0;
  stopped = 0;
  row = rows;
  let first = wantsFirst !== 0;
  let at = start;
  while (at < end && row <= rowLimit) {
    const byte: i32 = load<u8>(at);
    const lineEnd = endOfLine(at);
    if (byte === 0x7b || lineEnd === 0) {
      stopped = 1;
      break;
    }
    lines++;
    if (byte !== space && byte !== 0x09 && byte !== 0x0a && readHead(at, lineEnd)) {
      heads++;
      withLevel += i32(level !== 0);
      const counts = load<u8>(wanted + <usize>level) !== 0;
      open = i32(counts && keepsText);
      if (counts || first) {
        finishRow(at, lineEnd, counts ? (first ? 3 : 1) : 2);
        first = false;
      }
    } else if (open !== 0) {
      store<i32>(row, <i32>at);
      store<i32>(row + 4, <i32>lineEnd);
      store<i32>(row + 8, 0);
      row += rowSize;
    }
    at = lineEnd + 1;
  }
  rowCount = <i32>((row - rows) / rowSize);
  return at;
}

/** Where the line feed stands; 0 when a NUL stands before it. */
// @ts-ignore: decorator
@inline
function endOfLine(start: usize): usize {
  const feed = i8x16.splat(0x0a);
  const nul = i8x16.splat(0);
  let at = start;
  while (true) {
    const bytes = v128.load(at);
    const more = v128.load(at + 16);
    const found = v128.or(i8x16.eq(bytes, feed), i8x16.eq(bytes, nul));
    const foundMore = v128.or(i8x16.eq(more, feed), i8x16.eq(more, nul));
    if (v128.any_true(v128.or(found, foundMore))) {
      at += ctz(i8x16.bitmask(found) | (i8x16.bitmask(foundMore) << 16));
      return load<u8>(at) === 0x0a ? at : 0;
    }
    at += 32;
  }
}

function finishRow(start: usize, end: usize, use: i32): void {
  store<i32>(row, <i32>start);
  store<i32>(row + 4, <i32>end);
  store<i32>(row + 8, use);
  store<i32>(row + 12, level);
  store<i32>(row + 28, <i32>levelEnd);
  const timeStart = <usize>load<i32>(row + 16);
  const timeEnd = <usize>load<i32>(row + 20);
  store<f64>(row + 40, timeEnd > timeStart ? readIsoTime(timeStart, timeEnd, zoneMinutes) : NaN);
  row += rowSize;
}

/** Reads a head into the row that comes next; false for a line that goes on what stands above it. */
function readHead(start: usize, end: usize): bool {
  level = 0;
  levelEnd = 0;
  let at = start;
  let isSyslog = false;
  let syslog = 0;
  const first: i32 = load<u8>(start);
  if (first === 0x3c) {
    const after = afterPriority(at);
    if (after > 0) {
      let priority = 0;
      for (let digit = at + 1; digit < after - 1; digit++) priority = priority * 10 + load<u8>(digit) - 0x30;
      syslog = load<u8>(numbered + <usize>(priority & 7));
      isSyslog = true;
      at = load<u8>(after) === 0x31 && load<u8>(after + 1) === space ? after + 2 : after;
    }
  } else if (first === 0x5b || first === 0x28) at++;
  store<i32>(row + 24, 0);
  if (isKlogAt(at, end)) return readKlog(at, end);
  const stamp = afterStamp(at);
  let timeStart = at;
  let timeEnd = stamp > 0 && stamp <= end ? stamp : at;
  if (timeEnd === at) {
    const equals = isSyslog ? 0 : afterTimeKey(at);
    if (equals > 0) {
      const quoted = load<u8>(equals) === 0x22 ? equals + 1 : equals;
      const after = afterStamp(quoted);
      if (after > 0 && after <= end) {
        timeStart = quoted;
        timeEnd = after;
      }
    }
  }
  store<i32>(row + 16, <i32>timeStart);
  store<i32>(row + 20, <i32>timeEnd);
  const hasTime = timeEnd > timeStart;
  if (hasTime) findLevel(timeEnd, end);
  else takeFirstLevel(start, end);
  if (level === 0) level = syslog;
  return hasTime || level !== 0;
}

function readKlog(at: usize, end: usize): bool {
  const letter: i32 = load<u8>(at);
  // The last four of the levels by number: error, warning, info, critical.
  level = load<u8>(numbered + (letter === 0x45 ? 8 : letter === 0x57 ? 9 : letter === 0x49 ? 10 : 11));
  store<i32>(row + 16, <i32>(at + 1));
  store<i32>(row + 20, <i32>klogTimeEnd(at, end));
  store<i32>(row + 24, 1);
  return true;
}

/** Without a time, a level has to be what the line begins with. */
function takeFirstLevel(start: usize, end: usize): void {
  store<i32>(row + 32, <i32>start);
  const isFramed = load<u8>(start) === 0x5b;
  takeLevel(isFramed ? start + 1 : start, end, isFramed ? 0x5b : space, true);
}

/** From one sign that may stand before a level to the next: most bytes of a head are parts of names. */
function findLevel(from: usize, end: usize): void {
  store<i32>(row + 32, <i32>from);
  const limit = min(end, from + longestHead);
  const half = i8x16.splat(0x0f);
  for (let at = from; at < limit; at += 16) {
    const before = v128.load(at);
    const after = v128.load(at + 1);
    const precedes = v128.and(
      i8x16.swizzle(precedesLow, v128.and(before, half)),
      i8x16.swizzle(precedesHigh, i8x16.shr_u(before, 4)),
    );
    const begins = v128.and(
      i8x16.swizzle(initialLow, v128.and(after, half)),
      i8x16.swizzle(initialHigh, i8x16.shr_u(after, 4)),
    );
    const zero = i8x16.splat(0);
    let places = ~i8x16.bitmask(v128.or(i8x16.eq(precedes, zero), i8x16.eq(begins, zero))) & 0xffff;
    while (places !== 0) {
      const place = at + ctz(places);
      if (place >= limit) return;
      if (takeLevel(place + 1, end, load<u8>(place), false)) return;
      places &= places - 1;
    }
  }
}

function takeLevel(start: usize, end: usize, before: i32, atStart: bool): bool {
  const folded = v128.or(v128.load(start), i8x16.splat(0x20));
  const offsets = i8x16.sub(folded, i8x16.splat(0x61));
  const length = ctz(i8x16.bitmask(i8x16.gt_u(offsets, i8x16.splat(25))) | 0x10000);
  const after = start + length;
  if (length === 0 || length > 15 || after > end) return false;
  if (load<u8>(mayFollow + <usize>load<u8>(after)) === 0) return false;
  const list = words + <usize>(i8x16.extract_lane_u(offsets, 0)) * 8;
  const count = load<i32>(list + 4);
  if (count === 0) return false;
  if (!isPlausible(start, after, before, atStart)) return false;
  const mask = (1 << length) - 1;
  let word = <usize>load<i32>(list);
  for (let index = 0; index < count; index++, word += wordSize) {
    if (load<i32>(word + 16) !== length) continue;
    if ((i8x16.bitmask(i8x16.eq(folded, v128.load(word))) & mask) !== mask) continue;
    level = load<i32>(word + 20);
    levelEnd = after;
    return true;
  }
  return false;
}

function isPlausible(start: usize, end: usize, before: i32, atStart: bool): bool {
  const isCapital = load<u8>(start) < 0x60 && load<u8>(end - 1) < 0x60;
  const after: i32 = load<u8>(end);
  const isFramed =
    (before === 0x5b && after === 0x5d) ||
    (before === 0x28 && after === 0x29) ||
    (before === 0x3c && after === 0x3e) ||
    before === 0x3d ||
    (before === 0x22 && after === 0x22) ||
    (before === 0x3a && after === 0x5d);
  if (atStart) return isFramed || (isCapital && after !== space) || (isCapital && end - start > 3);
  if (isCapital || isFramed) return true;
  const earlier: i32 = load<u8>(start - 2);
  const later: i32 = load<u8>(end + 1);
  return (
    before === space &&
    after === space &&
    (earlier === 0x2d || earlier === 0x7c) &&
    (later === 0x2d || later === 0x7c)
  );
}
