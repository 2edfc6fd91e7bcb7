/** Counts lines without holding any of them. */
export interface LineCounter {
  /** How many line ends are in this piece. */
  push(bytes: Uint8Array): number;
  /** 1 when something came after the last line end, else 0. */
  end(): number;
}

const lineFeed = 10;
const carriageReturn = 13;

/** @param endsAtReturn whether a lone carriage return ends a line; with a line feed behind it, it ends one line and not two */
export function createLineCounter(endsAtReturn: boolean): LineCounter {
  let last = lineFeed;
  return {
    push(bytes) {
      let count = 0;
      let before = last;
      for (let at = 0; at < bytes.length; at++) {
        const byte = bytes[at] ?? 0;
        if (byte === lineFeed ? !(endsAtReturn && before === carriageReturn) : endsAtReturn && byte === carriageReturn)
          count++;
        before = byte;
      }
      last = before;
      return count;
    },
    end: () => (last === lineFeed || (endsAtReturn && last === carriageReturn) ? 0 : 1),
  };
}
