import { linesKernelCode } from "./lines-kernel-code.ts";
import { growMemory, openModule } from "./open-module.ts";

/** Which heads count, and what words their levels are written as. */
export interface LineQuery {
  readonly words: readonly (readonly [word: string, level: string])[];
  /** Levels by the number of syslog, 0 to 7, then those of klog's E, W, I and F. */
  readonly numbered: readonly string[];
  wants(level: string | null): boolean;
  /** Whether the lines that go on a head are needed too. */
  readonly keepsText: boolean;
  readonly zoneMinutes: number;
}

/** A head or a line that goes on one, as the kernel found it. Places are those of `bytes`. */
export interface LineRow {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** A line that goes on the last head that counts; then nothing below is known. */
  readonly goesOn: boolean;
  readonly counts: boolean;
  /** The first head that was asked for. */
  readonly isFirst: boolean;
  readonly level: string | null;
  /** Equal when it has no time. */
  readonly timeStart: number;
  readonly timeEnd: number;
  readonly isKlog: boolean;
  /** 0 for a head without a level word. */
  readonly levelEnd: number;
  readonly zoneStart: number;
  /** NaN when it has yet to be read. */
  readonly timeMs: number;
}

/**
 * Finds the lines of a text log that count, many times as fast as TypeScript does: kernel/lines.ts, in WebAssembly. It stops at lines that
 * it does not read: those that begin like JSON, and those that hold NUL.
 */
export interface LineKernel {
  /** Memory to read into, at least so large, which begins with what the one given before held. */
  room(bytes: number): Buffer;
  /** Whether bytes lie in the kernel's memory, where alone it can read. */
  owns(bytes: Buffer): boolean;
  /** Whether the head that was read last counts, and lines that go on it are needed. */
  setOpen(isOpen: boolean): void;
  isOpen(): boolean;
  /** @param wantsFirst the first head is given whether it counts or not; gives the place where it stopped */
  scan(start: number, end: number, wantsFirst: boolean): number;
  /** What the last call of `scan` read. */
  counts(): { readonly lines: number; readonly heads: number; readonly withLevel: number; readonly rows: number };
  row(index: number): LineRow;
  /** Of a row that counts: its level as a place in `levels`, and its time, NaN when it has yet to be read; -1 for every other row. */
  levelOf(index: number): number;
  timeOf(index: number): number;
  readonly levels: readonly (string | null)[];
  /** Whether it stopped at a line that it does not read. */
  isStopped(): boolean;
}

interface LineModule {
  freeFrom(): number;
  configure(...numbers: number[]): void;
  setOpen(isOpen: number): void;
  scan(start: number, end: number, wantsFirst: number): number;
  readonly lines: { readonly value: number };
  readonly heads: { readonly value: number };
  readonly withLevel: { readonly value: number };
  readonly rowCount: { readonly value: number };
  readonly stopped: { readonly value: number };
  readonly open: { readonly value: number };
}

const letterCount = 26;
const wordBytes = 24;
const longestWord = 15;
const rowBytes = 64;
const rowsAt = 128 * 1024;
const textAt = 384 * 1024;
const spareBytes = 64;

/** Null when there are levels that it cannot tell apart, or when the engine cannot run it. */
export function openLineKernel(query: LineQuery): LineKernel | null {
  const { words } = query;
  const levels = [null, ...new Set([...words.map(([, level]) => level), ...query.numbered])];
  const isPlain = words.every(([word]) => word.length <= longestWord && /^[a-z]+$/.test(word));
  if (!isPlain || levels.length > 200 || words.length > 500) return null;
  const module = openModule<LineModule>(linesKernelCode);
  if (module === null) return null;
  const { memory } = module;
  growMemory(memory, textAt);
  const tables = writeTables(new DataView(memory.buffer), module.freeFrom(), query, levels);
  module.configure(
    ...[tables.words, tables.wanted, tables.numbered, query.zoneMinutes, Number(query.keepsText), rowsAt, textAt],
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
    setOpen: (isOpen) => module.setOpen(Number(isOpen)),
    isOpen: () => module.open.value === 1,
    scan: (start, end, wantsFirst) => module.scan(textAt + start, textAt + end, Number(wantsFirst)) - textAt,
    counts: () => ({
      lines: module.lines.value,
      heads: module.heads.value,
      withLevel: module.withLevel.value,
      rows: module.rowCount.value,
    }),
    row(index) {
      const place = (rowsAt + index * rowBytes) >> 2;
      const at = (offset: number): number => ints[place + offset] ?? 0;
      const use = at(2);
      return {
        bytes: all,
        start: at(0),
        end: at(1),
        goesOn: use === 0,
        counts: (use & 1) === 1,
        isFirst: (use & 2) === 2,
        level: levels[at(3)] ?? null,
        timeStart: at(4),
        timeEnd: at(5),
        isKlog: at(6) === 1,
        levelEnd: at(7),
        zoneStart: at(8),
        timeMs: doubles[(place + 10) >> 1] ?? Number.NaN,
      };
    },
    levelOf(index) {
      const place = (rowsAt + index * rowBytes) >> 2;
      return ints[place + 2] === 1 ? (ints[place + 3] ?? 0) : -1;
    },
    timeOf: (index) => doubles[(rowsAt + index * rowBytes + 40) >> 3] ?? Number.NaN,
    levels,
    isStopped: () => module.stopped.value === 1,
  };
}

/** Words by the letter that they begin with, and by level whether it counts. */
function writeTables(view: DataView, from: number, query: LineQuery, levels: readonly (string | null)[]) {
  const words = Math.ceil(from / 16) * 16;
  const wanted = words + letterCount * 8;
  const numbered = wanted + levels.length;
  let free = Math.ceil((numbered + query.numbered.length) / 16) * 16;
  for (let letter = 0; letter < letterCount; letter++) {
    const same = query.words.filter(([word]) => word.charCodeAt(0) - 0x61 === letter);
    view.setInt32(words + letter * 8, free, true);
    view.setInt32(words + letter * 8 + 4, same.length, true);
    for (const [word, level] of same) {
      for (let index = 0; index < word.length; index++) view.setUint8(free + index, word.charCodeAt(index));
      view.setInt32(free + 16, word.length, true);
      view.setInt32(free + 20, levels.indexOf(level), true);
      free += wordBytes;
    }
  }
  for (const [index, level] of levels.entries()) view.setUint8(wanted + index, Number(query.wants(level)));
  for (const [index, level] of query.numbered.entries()) view.setUint8(numbered + index, levels.indexOf(level));
  return { words, wanted, numbered };
}
