// The fast reader of text logs: finds the lines, tells heads from what goes on them, and writes a row for each head of a level that counts.
// Heads are read as src/telemetry/log/line-head.ts reads them. Lines that begin like JSON or hold NUL stop it: TypeScript reads those.
// The layout of what it is given and what it gives is described in src/telemetry/kernel/line-kernel.ts.
import { readIsoTime } from "./iso-time";
import { afterLikelyStamp, afterPriority, afterStamp, afterTimeKey, isKlogAt, klogTimeEnd, learnStamp } from "./stamps";

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

/** Bytes that are looked through for line feeds at once. */
const feedsReach: usize = 4096;
/** Room for their places. */
const feeds: usize = memory.data((4096 + 16) * 4, 16);
let feedsEnd: usize = 0;
let feedsTo: usize = 0;
/** Whether there is a NUL in what was looked through last, or before the line that reaches into it. */
let nulNear: bool = false;
let nulLast: bool = false;

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
  feedsTo = start;
  feedsEnd = feeds;
  nulLast = false;
  let next = feeds;
  while (at < end && row <= rowLimit) {
    if (next === feedsEnd) {
      findFeeds(end);
      next = feeds;
    }
    const byte: i32 = load<u8>(at);
    if (byte === 0x7b || (nulNear && holdsNul(at))) {
      stopped = 1;
      break;
    }
    const lineEnd = <usize>load<u32>(next);
    next += 4;
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

/** Whether a NUL stands before the next line feed. */
function holdsNul(start: usize): bool {
  let at = start;
  while (load<u8>(at) !== 0x0a) {
    if (load<u8>(at) === 0) return true;
    at++;
  }
  return false;
}

/**
 * Notes where line feeds stand, up to where `feedsTo` is then. As many places are written for each 64 bytes as most have, and only
 * the count says which of them are any: whether there is one cannot be foretold.
 */
function findFeeds(end: usize): void {
  const feed = i8x16.splat(0x0a);
  const zero = i8x16.splat(0);
  let place = feeds;
  // A line may begin in what was looked through before.
  nulNear = nulLast;
  nulLast = false;
  while (place === feeds) {
    const to = min(end, feedsTo + feedsReach);
    let nul = zero;
    for (let at = feedsTo; at < to; at += 64) {
      const a = v128.load(at);
      const b = v128.load(at, 16);
      const c = v128.load(at, 32);
      const d = v128.load(at, 48);
      nul = v128.or(nul, v128.or(v128.or(i8x16.eq(a, zero), i8x16.eq(b, zero)), v128.or(i8x16.eq(c, zero), i8x16.eq(d, zero))));
      const early = <u32>(i8x16.bitmask(i8x16.eq(a, feed)) | (i8x16.bitmask(i8x16.eq(b, feed)) << 16));
      const late = <u32>(i8x16.bitmask(i8x16.eq(c, feed)) | (i8x16.bitmask(i8x16.eq(d, feed)) << 16));
      let found = (<u64>late << 32) | early;
      if (at + 64 > to) found &= (<u64>1 << (to - at)) - 1;
      const count = <usize>popcnt(found);
      store<u32>(place, <u32>(at + <usize>ctz(found)));
      found &= found - 1;
      store<u32>(place, <u32>(at + <usize>ctz(found)), 4);
      for (let more: usize = 2; more < count; more++) {
        found &= found - 1;
        store<u32>(place + (more << 2), <u32>(at + <usize>ctz(found)));
      }
      place += count << 2;
    }
    nulLast = nulLast || v128.any_true(nul);
    feedsTo = to;
  }
  nulNear = nulNear || nulLast;
  feedsEnd = place;
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
  let stamp = afterLikelyStamp(at);
  if (stamp === 0) {
    if (isKlogAt(at, end)) return readKlog(at, end);
    stamp = afterStamp(at);
    if (stamp > 0 && stamp <= end) learnStamp(at);
  }
  let timeStart = at;
  let timeEnd = stamp > 0 && stamp <= end ? stamp : at;
  if (timeEnd === at) {
    const equals: usize = isSyslog ? 0 : afterTimeKey(at);
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
  // Nearly always the level stands among the first 48 bytes, so that they are looked at in any case.
  let at = from;
  let places = levelPlaces(at) | (levelPlaces(at + 16) << 16) | (levelPlaces(at + 32) << 32);
  let reach: usize = 48;
  while (true) {
    while (places !== 0) {
      const place = at + <usize>ctz(places);
      if (place >= limit) return;
      const known = recall(place + 1);
      if (known > 0 || (known < 0 && takeLevel(place + 1, end, load<u8>(place), false))) return;
      places &= places - 1;
    }
    at += reach;
    if (at >= limit) return;
    reach = 16;
    places = levelPlaces(at);
  }
}

// Few words stand where a level may stand. Of those that begin with a letter, the one that was a level last and the one that was none are
// remembered, with the byte behind them, up to eight bytes together: a mask, the bytes, and for a level what it is and how long.
const wordsMet: usize = memory.data(26 * 48, 16);

/** 1 when the word is known as a level, which is noted; 0 when it is known as none; -1 when it has to be looked at. */
// @ts-ignore: decorator
@inline
function recall(start: usize): i32 {
  const bytes = load<u64>(start);
  const known = wordsMet + <usize>((<i32>(bytes & 0x1f)) - 1) * 48;
  const levelMask = load<u64>(known);
  if (levelMask !== 0 && (bytes & levelMask) === load<u64>(known, 8)) {
    level = load<i32>(known, 16);
    levelEnd = start + <usize>load<i32>(known, 20);
    return 1;
  }
  const otherMask = load<u64>(known, 24);
  return otherMask !== 0 && (bytes & otherMask) === load<u64>(known, 32) ? 0 : -1;
}

/** @param offset 0 for a level, 24 for a word that is none whatever stands around it */
function remember(start: usize, length: i32, offset: usize): void {
  if (length > 7) return;
  const bytes = load<u64>(start);
  const mask: u64 = length === 7 ? -1 : ((<u64>1) << (<u64>(length + 1) << 3)) - 1;
  const known = wordsMet + <usize>((<i32>(bytes & 0x1f)) - 1) * 48 + offset;
  store<u64>(known, mask);
  store<u64>(known, bytes & mask, 8);
  if (offset === 0) {
    store<i32>(known, level, 16);
    store<i32>(known, length, 20);
  }
}

/** One bit for each of 16 bytes that may stand before a level, with a letter behind it that a level may begin with. */
// @ts-ignore: decorator
@inline
function levelPlaces(at: usize): u64 {
  const half = i8x16.splat(0x0f);
  const zero = i8x16.splat(0);
  const before = v128.load(at);
  const after = v128.load(at, 1);
  const precedes = v128.and(
    i8x16.swizzle(precedesLow, v128.and(before, half)),
    i8x16.swizzle(precedesHigh, i8x16.shr_u(before, 4)),
  );
  const begins = v128.and(
    i8x16.swizzle(initialLow, v128.and(after, half)),
    i8x16.swizzle(initialHigh, i8x16.shr_u(after, 4)),
  );
  return <u64>(~i8x16.bitmask(v128.or(i8x16.eq(precedes, zero), i8x16.eq(begins, zero))) & 0xffff);
}

function takeLevel(start: usize, end: usize, before: i32, atStart: bool): bool {
  const folded = v128.or(v128.load(start), i8x16.splat(0x20));
  const offsets = i8x16.sub(folded, i8x16.splat(0x61));
  const length = ctz(i8x16.bitmask(i8x16.gt_u(offsets, i8x16.splat(25))) | 0x10000);
  const after = start + length;
  if (length === 0 || length > 15 || after > end) return false;
  if (load<u8>(mayFollow + <usize>load<u8>(after)) === 0) {
    if (!atStart) remember(start, length, 24);
    return false;
  }
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
    // In capitals, nothing that stands around it makes it none.
    if (!atStart && load<u8>(start) < 0x60 && load<u8>(after - 1) < 0x60) remember(start, length, 0);
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
