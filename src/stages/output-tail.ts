/** Keeps the last lines of a stream of text at a fixed size in memory, however much comes and however long its lines. */
export interface OutputTail {
  write(bytes: Uint8Array): void;
  /** The last lines, without their line ends; a line that was cut ends in `…`. */
  lines(): readonly string[];
  /** Bytes seen so far. */
  readonly bytes: number;
}

/**
 * @param maxLines lines kept
 * @param maxLineBytes what is kept of one line, from its start
 */
export function createOutputTail(maxLines: number, maxLineBytes = 2000): OutputTail {
  const kept: string[] = [];
  const line = new Uint8Array(maxLineBytes);
  let length = 0;
  let cut = false;
  let bytes = 0;
  const decoder = new TextDecoder();

  const current = (): string => decoder.decode(line.subarray(0, length)).replace(/\r$/, "") + (cut ? "…" : "");
  const endLine = (): void => {
    kept.push(current());
    if (kept.length > maxLines) kept.shift();
    length = 0;
    cut = false;
  };

  return {
    write(chunk) {
      bytes += chunk.byteLength;
      let start = skipTo(chunk, maxLines);
      if (start > 0) {
        // Whole lines are passed over, so what was pending belongs to a line that is no longer among the last.
        kept.length = 0;
        length = 0;
        cut = false;
      }
      while (start < chunk.length) {
        const found = chunk.indexOf(10, start);
        const end = found === -1 ? chunk.length : found;
        const room = Math.min(end - start, maxLineBytes - length);
        line.set(chunk.subarray(start, start + room), length);
        length += room;
        if (room < end - start) cut = true;
        if (found !== -1) endLine();
        start = end + 1;
      }
    },
    lines: () => (length > 0 ? [...kept, current()].slice(-maxLines) : [...kept]),
    get bytes() {
      return bytes;
    },
  };
}

/** Where the last `maxLines` whole lines of a chunk begin, or 0 when the chunk has fewer. */
function skipTo(chunk: Uint8Array, maxLines: number): number {
  let at = chunk.length;
  for (let count = 0; count <= maxLines; count++) {
    if (at === 0) return 0;
    at = chunk.lastIndexOf(10, at - 1);
    if (at === -1) return 0;
  }
  return at + 1;
}
