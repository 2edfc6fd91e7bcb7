// The fast reader of event logs: checks every line by JSON's grammar, takes the fields of a plan out of it, notes its time, and writes a
// row for each line that a metric may count. Lines in an unusual form, bad ones among them, stop it: TypeScript reads those.
// The layout of what it is given and what it gives is described in src/telemetry/kernel/event-kernel.ts.
import { equalBytes } from "./bytes";
import { childOf, firstGuesses, firstOf, guessKey, learnKey, lengthOf, nextOf } from "./guesses";
import { readIsoTime } from "./iso-time";
import { afterColon, afterSpace, afterString, afterValue, bad, stringStops, unusual } from "./json";
import { readNumber } from "./numbers";

const nodeSize: usize = 24;
const conditionSize: usize = 16;
const expectedSize: usize = 24;
const metricSize: usize = 8;
const rowHead: usize = 32;
const fieldSize: usize = 24;

/** Objects in objects, which are read by recursion; lists in {@link afterValue} are not. */
const deepest: i32 = 40;
/** Stands for an object below which nothing is asked for. */
const nothing: usize = memory.data(32, 16);

const absent: i32 = 0;
const isNumber: i32 = 1;
const isString: i32 = 2;
const isArray: i32 = 7;

let nodes: usize = 0;
let conditions: usize = 0;
let conditionCount: i32 = 0;
let metrics: usize = 0;
let metricCount: i32 = 0;
let slots: i32 = 0;
let timeSlot: i32 = 0;
/** Divides a number into milliseconds; 0 for ISO 8601. */
let perMs: f64 = 1;
let zoneMinutes: f64 = 0;

let rows: usize = 0;
let rowSize: usize = 0;
let rowLimit: usize = 0;
let row: usize = 0;
/** Tells the lines apart in the nodes, where meeting a key twice in one line needs care. */
let lineMark: i32 = 0;

/** Lines that were read, since the last call of {@link scan}. */
export let lines: i32 = 0;
export let rowCount: i32 = 0;
/** 1 when it stopped at a line that it does not read. */
export let stopped: i32 = 0;
export let firstMs: f64 = NaN;
export let lastMs: f64 = NaN;
export let clockBackMs: f64 = 0;
let latestInFile: f64 = -Infinity;

/** Below lies what belongs to this module. */
export function freeFrom(): usize {
  return __heap_base;
}

export function configure(
  nodesAt: usize,
  conditionsAt: usize,
  conditionsCount: i32,
  metricsAt: usize,
  metricsCount: i32,
  slotCount: i32,
  slotOfTime: i32,
  unitsPerMs: f64,
  zone: f64,
  rowsAt: usize,
  rowsEnd: usize,
): void {
  nodes = nodesAt;
  conditions = conditionsAt;
  conditionCount = conditionsCount;
  metrics = metricsAt;
  metricCount = metricsCount;
  slots = slotCount;
  timeSlot = slotOfTime;
  perMs = unitsPerMs;
  zoneMinutes = zone;
  rows = rowsAt;
  rowSize = rowHead + <usize>slotCount * fieldSize;
  rowLimit = rowsEnd - rowSize;
}

export function beginFile(): void {
  latestInFile = -Infinity;
}

export function noteTime(timeMs: f64): void {
  if (!isFinite(timeMs)) return;
  if (!(timeMs >= firstMs)) firstMs = timeMs;
  if (!(timeMs <= lastMs)) lastMs = timeMs;
  if (timeMs > latestInFile) latestInFile = timeMs;
  else if (latestInFile - timeMs > clockBackMs) clockBackMs = latestInFile - timeMs;
}

/** Reads lines until the text ends, the rows are full, or a line is not for it; gives the place where it stopped. */
export function scan(start: usize, end: usize): usize {
  lines = 0;
  stopped = 0;
  row = rows;
  let at = start;
  while (at < end && row <= rowLimit) {
    const next = scanLine(at);
    if (next === 0) {
      stopped = 1;
      break;
    }
    at = next;
    lines++;
  }
  rowCount = <i32>((row - rows) / rowSize);
  return at;
}

/** Reads one line and gives the place after it; 0 for one that is not for this reader. */
function scanLine(start: usize): usize {
  lineMark++;
  for (let slot: usize = 0; slot < <usize>slots; slot++) store<i32>(row + rowHead + slot * fieldSize, absent);
  const open = afterSpace(start);
  if (load<u8>(open) !== 0x7b) return 0;
  let end = scanObject(nodes, open, firstGuesses, 0);
  if (end <= unusual) return 0;
  if (load<u8>(end) !== 0x0a) {
    end = afterSpace(end);
    if (load<u8>(end) !== 0x0a) return 0;
  }
  const timeMs = readTime();
  // A time in a form that is not known here may be one all the same.
  if (isNaN(timeMs) && mayBeTime()) return 0;
  const matched = matchMetrics();
  if (matched < 0) return 0;
  noteTime(timeMs);
  if (matched > 0) {
    store<i32>(row, <i32>start);
    store<i32>(row + 4, <i32>end);
    store<i32>(row + 8, matched);
    store<i32>(row + 12, lines);
    store<f64>(row + 16, timeMs);
    row += rowSize;
  }
  return end + 1;
}

/**
 * @param node the fields that are asked for below this object
 * @param guesses which keys it is likely to begin with
 */
function scanObject(node: usize, open: usize, guesses: usize, depth: i32): usize {
  if (depth > deepest) return unusual;
  let at = afterSpace(open + 1);
  if (load<u8>(at) === 0x7d) return at + 1;
  const hasChildren = load<i32>(node + 4) > 0;
  let likely = guesses;
  while (true) {
    let key = guessKey(likely, at);
    let child: usize;
    if (key !== 0) {
      child = childOf(key);
      at += lengthOf(key);
    } else {
      if (load<u8>(at) !== 0x22) return bad;
      const keyStart = at + 1;
      const keyEnd = hasChildren ? afterPlainKey(keyStart) : afterString(keyStart);
      if (keyEnd <= unusual) return keyEnd;
      const value = afterColon(keyEnd);
      if (value === bad) return bad;
      child = hasChildren ? findChild(node, keyStart, keyEnd - 1) : 0;
      key = learnKey(likely, at, value, child, lineMark);
      at = value;
    }
    const first: i32 = load<u8>(at);
    const start = at;
    let below = nothing;
    if (child !== 0) {
      if (load<i32>(child + 20) === lineMark) return unusual;
      store<i32>(child + 20, lineMark);
      if (first === 0x5b && load<i32>(child + 4) > 0) return unusual;
      below = child;
    }
    if (first === 0x22) at = afterString(at + 1);
    else if (first === 0x7b) at = scanObject(below, at, firstOf(key), depth + 1);
    else at = afterValue(at);
    if (at <= unusual) return at;
    if (child !== 0) keepField(child, first, start, at);
    at = afterSpace(at);
    const next: i32 = load<u8>(at);
    if (next === 0x7d) return at + 1;
    if (next !== 0x2c) return bad;
    at = afterSpace(at + 1);
    likely = nextOf(key);
  }
}

function findChild(node: usize, start: usize, end: usize): usize {
  const length = <i32>(end - start);
  let child = <usize>load<i32>(node);
  for (let left = load<i32>(node + 4); left > 0; left--, child += nodeSize) {
    if (load<i32>(child + 16) === length && equalBytes(start, load<i32>(child + 12), length)) return child;
  }
  return 0;
}

/** Goes after a key of plain ASCII: escapes and replaced bytes may make two different keys one. */
function afterPlainKey(start: usize): usize {
  let at = start;
  while (true) {
    const bytes = v128.load(at);
    const stops = stringStops(bytes);
    const beyondAscii = i8x16.bitmask(bytes);
    if (stops !== 0) {
      const before = ctz(stops);
      if ((beyondAscii & ((1 << before) - 1)) !== 0) return unusual;
      at += before;
      const byte = load<u8>(at);
      return byte === 0x22 ? at + 1 : byte === 0x5c ? unusual : bad;
    }
    if (beyondAscii !== 0) return unusual;
    at += 16;
  }
}

// @ts-ignore: decorator
@inline
function keepField(node: usize, first: i32, start: usize, end: usize): void {
  const slot = load<i32>(node + 8);
  if (slot < 0) return;
  const field = fieldOf(slot);
  store<i32>(field, kindOf(first));
  store<i32>(field + 4, <i32>start);
  store<i32>(field + 8, <i32>end);
  // NaN until the number is asked for.
  store<f64>(field + 16, NaN);
}

// @ts-ignore: decorator
@inline
function fieldOf(slot: i32): usize {
  return row + rowHead + <usize>slot * fieldSize;
}

function kindOf(first: i32): i32 {
  switch (first) {
    case 0x22:
      return isString;
    case 0x74:
      return 3;
    case 0x66:
      return 4;
    case 0x6e:
      return 5;
    case 0x7b:
      return 6;
    case 0x5b:
      return isArray;
    default:
      return isNumber;
  }
}

function readTime(): f64 {
  const field = fieldOf(timeSlot);
  const kind = load<i32>(field);
  const start = <usize>load<i32>(field + 4);
  const end = <usize>load<i32>(field + 8);
  if (kind === isNumber && perMs !== 0) return readNumber(start, end) / perMs;
  if (kind === isString && perMs === 0) return readIsoTime(start + 1, end - 1, zoneMinutes);
  return NaN;
}

function mayBeTime(): bool {
  const kind = load<i32>(fieldOf(timeSlot));
  return kind === isString || (kind === isNumber && perMs !== 0);
}

/** One bit for each metric that may count the line; -1 when that is not for this reader to say. */
function matchMetrics(): i32 {
  let held = 0;
  for (let index = 0; index < conditionCount; index++) {
    const holds = holdsCondition(conditions + <usize>index * conditionSize);
    if (holds < 0) return -1;
    held |= holds << index;
  }
  let matched = 0;
  for (let index = 0; index < metricCount; index++) {
    const metric = metrics + <usize>index * metricSize;
    const needed = load<i32>(metric);
    const value = load<i32>(metric + 4);
    if ((held & needed) === needed && (value < 0 || load<i32>(fieldOf(value)) !== absent)) matched |= 1 << index;
  }
  if (matched > 0) {
    for (let slot = 0; slot < slots; slot++) {
      const field = fieldOf(slot);
      if (load<i32>(field) === isNumber) {
        store<f64>(field + 16, readNumber(<usize>load<i32>(field + 4), <usize>load<i32>(field + 8)));
      }
    }
  }
  return matched;
}

/** 1 when a field has one of the values that are expected, 0 when it has none, -1 when its text has to be decoded first. */
function holdsCondition(condition: usize): i32 {
  const field = fieldOf(load<i32>(condition));
  const kind = load<i32>(field);
  if (kind === absent) return 0;
  const start = <usize>load<i32>(field + 4);
  const end = <usize>load<i32>(field + 8);
  const expected = <usize>load<i32>(condition + 4);
  const expectedEnd = expected + <usize>load<i32>(condition + 8) * expectedSize;
  for (let value = expected; value < expectedEnd; value += expectedSize) {
    if (load<i32>(value) !== kind) continue;
    if (kind === isString) {
      const length = load<i32>(value + 8);
      if (<i32>(end - start) - 2 === length && equalBytes(start + 1, <usize>load<i32>(value + 4), length)) return 1;
    } else if (kind === isNumber) {
      const number = readNumber(start, end);
      if (isNaN(number)) return -1;
      if (number === load<f64>(value + 16)) return 1;
    } else return 1;
  }
  return kind === isString && needsDecoding(start + 1, end - 1) ? -1 : 0;
}

/** Whether a text holds escapes or bytes beyond ASCII: only then can different bytes be the same text. */
function needsDecoding(start: usize, end: usize): bool {
  for (let at = start; at < end; at += 16) {
    const bytes = v128.load(at);
    const odd = i8x16.bitmask(v128.or(bytes, i8x16.eq(bytes, i8x16.splat(0x5c))));
    const left = end - at;
    if ((left >= 16 ? odd : odd & ((1 << <i32>left) - 1)) !== 0) return true;
  }
  return false;
}
