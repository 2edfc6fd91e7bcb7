// The fast reader of event logs: checks every line by JSON's grammar, takes the fields of a plan out of it, notes its time, and writes a
// row for each line that a metric may count. Lines in an unusual form, bad ones among them, stop it: TypeScript reads those.
// The layout of what it is given and what it gives is described in src/telemetry/kernel/event-kernel.ts.
import { equalBytes } from "./bytes";
import { readIsoTime } from "./iso-time";
import { afterColon, afterSpace, afterString, afterValue, bad, stringStops, unusual } from "./json";
import { readNumber } from "./numbers";

const nodeSize: usize = 24;
const conditionSize: usize = 16;
const expectedSize: usize = 24;
const metricSize: usize = 8;
const rowHead: usize = 32;
const fieldSize: usize = 24;

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
  let end = scanObject(nodes, open);
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

function scanObject(node: usize, open: usize): usize {
  let at = afterSpace(open + 1);
  if (load<u8>(at) === 0x7d) return at + 1;
  const children = <usize>load<i32>(node);
  const childrenEnd = children + <usize>load<i32>(node + 4) * nodeSize;
  while (true) {
    if (load<u8>(at) !== 0x22) return bad;
    const keyStart = at + 1;
    const keyEnd = endOfPlainKey(keyStart);
    if (keyEnd <= unusual) return keyEnd;
    at = afterColon(keyEnd + 1);
    if (at === bad) return bad;
    const length = <i32>(keyEnd - keyStart);
    let child = children;
    while (child < childrenEnd && !(load<i32>(child + 16) === length && equalBytes(keyStart, load<i32>(child + 12), length))) {
      child += nodeSize;
    }
    at = child < childrenEnd ? scanField(child, at) : afterValue(at);
    if (at <= unusual) return at;
    at = afterSpace(at);
    const next: i32 = load<u8>(at);
    if (next === 0x7d) return at + 1;
    if (next !== 0x2c) return bad;
    at = afterSpace(at + 1);
  }
}

/** Where a key of plain ASCII ends: escapes and replaced bytes may make two different keys one. */
// @ts-expect-error: decorator
@inline
function endOfPlainKey(start: usize): usize {
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
      return byte === 0x22 ? at : byte === 0x5c ? unusual : bad;
    }
    if (beyondAscii !== 0) return unusual;
    at += 16;
  }
}

function scanField(node: usize, at: usize): usize {
  if (load<i32>(node + 20) === lineMark) return unusual;
  store<i32>(node + 20, lineMark);
  const first: i32 = load<u8>(at);
  const hasChildren = load<i32>(node + 4) > 0;
  let end: usize;
  if (hasChildren && first === 0x7b) end = scanObject(node, at);
  else if (hasChildren && first === 0x5b) return unusual;
  else if (first === 0x22) end = afterString(at + 1);
  else end = afterValue(at);
  const slot = load<i32>(node + 8);
  if (slot >= 0 && end > unusual) {
    const field = fieldOf(slot);
    store<i32>(field, kindOf(first));
    store<i32>(field + 4, <i32>at);
    store<i32>(field + 8, <i32>end);
    // NaN until the number is asked for.
    store<f64>(field + 16, NaN);
  }
  return end;
}

// @ts-expect-error: decorator
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
