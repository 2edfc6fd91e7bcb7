/** Turns bytes of unknown origin into lines, holding at most one line of a fixed size in memory. */
export interface LineSplitter {
  /** The lines that this piece completes, without their ends. */
  push(bytes: Uint8Array): readonly string[];
  /** What came after the last line end, if anything; the splitter is as new afterwards. */
  end(): readonly string[];
}

export interface LineSplitterOptions {
  /** A line longer than this is handed out in pieces of this size, cut between UTF-8 characters. At least 4. */
  readonly maxLineBytes: number;
  /**
   * Whether a lone carriage return ends a line, as it does for the reader of GitHub's runner. Otherwise it stays in the
   * line, for those who want to keep only what a terminal would show last.
   */
  readonly carriageReturn: "ends-line" | "stays";
}

const lineFeed = 10;
const carriageReturn = 13;

/** Bytes that are no UTF-8 become U+FFFD; nothing is ever dropped or refused. */
export function createLineSplitter(options: LineSplitterOptions): LineSplitter {
  const { maxLineBytes } = options;
  const endsAtReturn = options.carriageReturn === "ends-line";
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const held = new Uint8Array(maxLineBytes);
  let length = 0;
  /** The last byte seen was a carriage return that ended a line, so a line feed right after it belongs to it. */
  let afterReturn = false;

  const take = (piece: Uint8Array, lines: string[]): void => {
    let rest = piece;
    while (length + rest.length > maxLineBytes) {
      const room = maxLineBytes - length;
      held.set(rest.subarray(0, room), length);
      rest = rest.subarray(room);
      const cut = characterBoundary(held);
      lines.push(decoder.decode(held.subarray(0, cut)));
      held.copyWithin(0, cut);
      length = maxLineBytes - cut;
    }
    held.set(rest, length);
    length += rest.length;
  };
  const finish = (piece: Uint8Array, lines: string[]): void => {
    if (length === 0 && piece.length <= maxLineBytes) {
      lines.push(decoder.decode(piece));
      return;
    }
    take(piece, lines);
    lines.push(decoder.decode(held.subarray(0, length)));
    length = 0;
  };
  const splitAtReturns = (piece: Uint8Array, ended: boolean, lines: string[]): void => {
    let start = 0;
    for (;;) {
      const at = piece.indexOf(carriageReturn, start);
      if (at === -1) break;
      finish(piece.subarray(start, at), lines);
      start = at + 1;
    }
    const rest = piece.subarray(start);
    // The line feed after a final carriage return ends the same line, not an empty one more.
    if (ended && !(start > 0 && rest.length === 0)) finish(rest, lines);
    else if (!ended) take(rest, lines);
    afterReturn = !ended && start > 0 && rest.length === 0;
  };
  const accept = (piece: Uint8Array, ended: boolean, lines: string[]): void => {
    if (endsAtReturn) splitAtReturns(piece, ended, lines);
    else if (ended) finish(piece.at(-1) === carriageReturn ? piece.subarray(0, -1) : piece, lines);
    else take(piece, lines);
  };

  return {
    push(bytes) {
      const lines: string[] = [];
      let start = 0;
      if (afterReturn && bytes.length > 0) {
        afterReturn = false;
        if (bytes[0] === lineFeed) start = 1;
      }
      while (start < bytes.length) {
        const at = bytes.indexOf(lineFeed, start);
        if (at === -1) {
          accept(bytes.subarray(start), false, lines);
          break;
        }
        accept(bytes.subarray(start, at), true, lines);
        start = at + 1;
      }
      return lines;
    },
    end() {
      afterReturn = false;
      if (length === 0) return [];
      const line = decoder.decode(held.subarray(0, length));
      length = 0;
      return [line];
    },
  };
}

/** Where a full buffer may be cut so that no UTF-8 character is torn: before the last one when it is not complete. */
function characterBoundary(bytes: Uint8Array): number {
  for (let back = 1; back <= 4; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back >= needed ? bytes.length : bytes.length - back;
    }
  }
  return bytes.length;
}
