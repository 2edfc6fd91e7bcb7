import type { TimeFormat } from "../../domain/verify.ts";
import type { FieldNode } from "../events/field-plan.ts";
import type { ExpectedScalar } from "../events/field-scanner.ts";
import { eventsKernelCode } from "./events-kernel-code.ts";
import { growMemory, openModule } from "./open-module.ts";

/** What the kernel is to take out of every line, and which lines matter. */
export interface EventQuery {
  readonly root: FieldNode;
  readonly slots: number;
  readonly time: {
    readonly slot: number;
    readonly format: TimeFormat;
    readonly unitsPerMs: number;
    readonly zoneMinutes: number;
  };
  readonly metrics: readonly EventMatch[];
}

/** When a line may count for a metric: all conditions hold, and the value is there if it has to be. */
export interface EventMatch {
  readonly where: readonly { readonly slot: number; readonly values: readonly ExpectedScalar[] }[];
  /** -1 when no field has to be there. */
  readonly needed: number;
}

/** Rows of lines that may count, as they lie in the kernel's memory: see {@link rowLayout}. */
export interface EventRows {
  readonly count: number;
  readonly bytes: Buffer;
  readonly ints: Int32Array;
  readonly doubles: Float64Array;
  /** Of a row, in bytes. */
  placeOf(row: number): number;
}

/** Places within a row, in bytes. Kinds are those of the scanner; a number is NaN when it has yet to be read. */
export const rowLayout = {
  metrics: 8,
  line: 12,
  timeMs: 16,
  fields: 32,
  fieldSize: 24,
  kind: 0,
  start: 4,
  end: 8,
  number: 16,
};

/**
 * Reads lines of JSON many times as fast as TypeScript does: kernel/events.ts, in WebAssembly. It takes lines in the forms that nearly all
 * lines have; at any other, bad ones among them, it stops, and the line is read by the scanner, which decides what it is.
 */
export interface EventKernel {
  /** Memory to read into, at least so large, which begins with what the one given before held. */
  room(bytes: number): Buffer;
  /** Whether bytes lie in the kernel's memory, where alone it can read. */
  owns(bytes: Buffer): boolean;
  beginFile(): void;
  /** Notes the time of a line that was read elsewhere. */
  noteTime(timeMs: number): void;
  /** Reads lines from a place in `room` on; gives the place where it stopped. */
  scan(start: number, end: number): number;
  /** Lines read by the last call of `scan`. */
  lines(): number;
  /** Whether it stopped at a line that it does not read. */
  isStopped(): boolean;
  rows(): EventRows;
  times(): { readonly firstMs: number; readonly lastMs: number; readonly clockBackMs: number };
}

interface EventModule {
  freeFrom(): number;
  configure(...numbers: number[]): void;
  beginFile(): void;
  noteTime(timeMs: number): void;
  scan(start: number, end: number): number;
  readonly lines: { readonly value: number };
  readonly rowCount: { readonly value: number };
  readonly stopped: { readonly value: number };
  readonly firstMs: { readonly value: number };
  readonly lastMs: { readonly value: number };
  readonly clockBackMs: { readonly value: number };
}

const sizes = { node: 24, condition: 16, expected: 24, metric: 8 };
/** The plan lies behind what belongs to the module, then come rows, then the text. */
const rowsAt = 256 * 1024;
const textAt = 768 * 1024;
/** A load of 16 bytes may reach beyond the text. */
const spareBytes = 64;

/** Null when there are more conditions, metrics or keys than the kernel takes, or when the engine cannot run it. */
export function openEventKernel(query: EventQuery): EventKernel | null {
  const conditions = query.metrics.flatMap(({ where }) => where);
  if (conditions.length > 31 || query.metrics.length > 31 || query.slots > 200) return null;
  const module = openModule<EventModule>(eventsKernelCode);
  if (module === null) return null;
  const { memory } = module;
  growMemory(memory, textAt);
  const tables = writeTables(memory.buffer, module.freeFrom(), query);
  if (tables === null) return null;
  const { format, unitsPerMs, zoneMinutes, slot } = query.time;
  const rowBytes = rowLayout.fields + query.slots * rowLayout.fieldSize;
  module.configure(
    ...[tables.nodes, tables.conditions, conditions.length, tables.metrics, query.metrics.length],
    ...[query.slots, slot, format === "iso" ? 0 : unitsPerMs, zoneMinutes, rowsAt, textAt],
  );
  let all: Buffer = Buffer.from(memory.buffer);
  let text: Buffer = all.subarray(textAt);
  let ints = new Int32Array(memory.buffer);
  let doubles = new Float64Array(memory.buffer);
  return {
    room(bytes) {
      growMemory(memory, textAt + bytes + spareBytes);
      all = Buffer.from(memory.buffer);
      ints = new Int32Array(memory.buffer);
      doubles = new Float64Array(memory.buffer);
      text = all.subarray(textAt, textAt + bytes);
      return text;
    },
    owns: (bytes) => bytes === text,
    beginFile: () => module.beginFile(),
    noteTime: (timeMs) => module.noteTime(timeMs),
    scan: (start, end) => module.scan(textAt + start, textAt + end) - textAt,
    lines: () => module.lines.value,
    isStopped: () => module.stopped.value === 1,
    rows: () => ({
      count: module.rowCount.value,
      bytes: all,
      ints,
      doubles,
      placeOf: (row) => rowsAt + row * rowBytes,
    }),
    times: () => ({
      firstMs: module.firstMs.value,
      lastMs: module.lastMs.value,
      clockBackMs: module.clockBackMs.value,
    }),
  };
}

/** Writes the plan, the conditions and the metrics; null when there is no room for them. */
function writeTables(buffer: ArrayBuffer, from: number, { root, metrics }: EventQuery) {
  const view = new DataView(buffer);
  let free = Math.ceil(from / 16) * 16;
  const take = (bytes: number): number => {
    const place = free;
    free += Math.ceil(bytes / 16) * 16;
    return place;
  };
  const writeInts = (place: number, numbers: readonly number[]): void => {
    for (const [index, number] of numbers.entries()) view.setInt32(place + 4 * index, number, true);
  };
  const writeBytes = (bytes: Uint8Array): number => {
    const place = take(bytes.length + 16);
    if (free < rowsAt) new Uint8Array(buffer).set(bytes, place);
    return place;
  };
  const writeNode = (place: number, node: FieldNode): void => {
    const children = take(node.children.length * sizes.node);
    if (free >= rowsAt) return;
    writeInts(place, [children, node.children.length, node.slot, writeBytes(node.key), node.length, 0]);
    for (const [index, child] of node.children.entries()) writeNode(children + index * sizes.node, child);
  };
  const nodes = take(sizes.node);
  writeNode(nodes, root);
  const count = metrics.reduce((total, { where }) => total + where.length, 0);
  const conditions = take(count * sizes.condition);
  const metricsAt = take(metrics.length * sizes.metric);
  let index = 0;
  for (const [number, { where, needed }] of metrics.entries()) {
    let mask = 0;
    for (const { slot, values } of where) {
      const expected = take(values.length * sizes.expected);
      if (free >= rowsAt) return null;
      for (const [place, value] of values.entries()) {
        const at = expected + place * sizes.expected;
        writeInts(at, [kindOfScalar(value), writeBytes(value.bytes), value.bytes.length]);
        if (typeof value.value === "number") view.setFloat64(at + 16, value.value, true);
      }
      writeInts(conditions + index * sizes.condition, [slot, expected, values.length]);
      mask |= 1 << index++;
    }
    writeInts(metricsAt + number * sizes.metric, [mask, needed]);
  }
  return free < rowsAt ? { nodes, conditions, metrics: metricsAt } : null;
}

function kindOfScalar({ value }: ExpectedScalar): number {
  if (typeof value === "number") return 1;
  if (typeof value === "string") return 2;
  return value ? 3 : 4;
}
