/**
 * Removes what acts on a terminal instead of being shown: cursor movement, titles, clipboard and link sequences, bells,
 * the other control characters, except for tabs. Sequences follow ECMA-48; one that the line does not finish is removed up
 * to where it stops making sense, a string (title, clipboard) up to the line's end.
 *
 * @param line one line of untrusted text
 * @param keepColours keeps SGR (colour and weight), and resets it at the end of a line that used it
 */
export function removeControlSequences(line: string, keepColours: boolean): string {
  if (!controls.test(line)) return line;
  let shown = "";
  let coloured = false;
  let at = 0;
  while (at < line.length) {
    const code = line.charCodeAt(at);
    if (!isControl(code)) {
      const start = at;
      while (at < line.length && !isControl(line.charCodeAt(at))) at++;
      shown += line.slice(start, at);
      continue;
    }
    const end = endOfControl(line, at);
    const sequence = line.slice(at, end);
    if (keepColours && isColour(sequence)) {
      shown += sequence;
      coloured = true;
    }
    at = end;
  }
  return coloured ? `${shown}\u001b[0m` : shown;
}

/** The same as {@link isControl}, for lines that hold none, which is nearly all of them. */
const controls = /[^\t\P{Cc}]/u;
const escapeCharacter = 0x1b;
const stringTerminator = 0x9c;

function isControl(code: number): boolean {
  return (code < 0x20 && code !== 0x09) || (code >= 0x7f && code <= 0x9f);
}

/** SGR: `ESC [`, digits with `;` or `:` between, `m`. */
function isColour(sequence: string): boolean {
  return sequence.length <= 64 && sequence.endsWith("m") && /^.\[[0-9;:]*m$/su.test(sequence);
}

/** The index after the control character or sequence that begins at `start`; always above `start`. */
function endOfControl(line: string, start: number): number {
  const code = line.charCodeAt(start);
  if (code === 0x9b) return endOfCsi(line, start + 1);
  if (isStringIntroducer(code)) return endOfString(line, start + 1);
  if (code !== escapeCharacter) return start + 1;
  const next = line.charCodeAt(start + 1);
  if (Number.isNaN(next)) return start + 1;
  if (next === 0x5b) return endOfCsi(line, start + 2);
  // P, X, ], ^ and _ are the seven-bit forms of the string introducers.
  if (isStringIntroducer(next + 0x40)) return endOfString(line, start + 2);
  let at = start + 1;
  while (inRange(line, at, 0x20, 0x2f)) at++;
  return inRange(line, at, 0x30, 0x7e) ? at + 1 : at;
}

function isStringIntroducer(code: number): boolean {
  return code === 0x90 || code === 0x98 || code === 0x9d || code === 0x9e || code === 0x9f;
}

function endOfCsi(line: string, start: number): number {
  let at = start;
  while (inRange(line, at, 0x30, 0x3f)) at++;
  while (inRange(line, at, 0x20, 0x2f)) at++;
  return inRange(line, at, 0x40, 0x7e) ? at + 1 : at;
}

/** A string ends with BEL or ST; an escape that begins something else ends it as well, and is not part of it. */
function endOfString(line: string, start: number): number {
  for (let at = start; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === 0x07 || code === stringTerminator) return at + 1;
    if (code === escapeCharacter) return line.charCodeAt(at + 1) === 0x5c ? at + 2 : at;
  }
  return line.length;
}

function inRange(line: string, at: number, from: number, to: number): boolean {
  const code = line.charCodeAt(at);
  return code >= from && code <= to;
}
