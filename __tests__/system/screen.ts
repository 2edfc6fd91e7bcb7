/**
 * A terminal of a given width, as far as the live lines need one: text that wraps, line feeds, carriage returns, cursor up and
 * clearing to the end. Colours are taken and forgotten. Anything else is an error, as nothing else may reach it.
 */
export function createScreen(width: number) {
  let rows: string[] = [""];
  let row = 0;
  let column = 0;
  let columns = width;

  const put = (character: string): void => {
    if (column >= columns) {
      row++;
      column = 0;
    }
    while (rows.length <= row) rows.push("");
    const line = (rows[row] ?? "").padEnd(column);
    rows[row] = line.slice(0, column) + character + line.slice(column + 1);
    column++;
  };

  return {
    write(text: string): void {
      for (let at = 0; at < text.length; at++) {
        const rest = text.slice(at);
        const sequence = /^\p{Cc}\[(\d*(?:;\d+)*)([A-Za-z])/u.exec(rest);
        if (sequence !== null) {
          if (sequence[2] === "A") row = Math.max(0, row - Number(sequence[1]));
          else if (sequence[2] === "J") rows = [...rows.slice(0, row), (rows[row] ?? "").slice(0, column)];
          else if (sequence[2] !== "m") throw new Error(`unexpected sequence ${JSON.stringify(sequence[0])}`);
          at += sequence[0].length - 1;
        } else if (text[at] === "\n") {
          row++;
          column = 0;
          while (rows.length <= row) rows.push("");
        } else if (text[at] === "\r") column = 0;
        else if (/\p{Cc}/u.test(text[at] ?? "") && text[at] !== "\t")
          throw new Error(`unexpected ${JSON.stringify(text[at])}`);
        else put(text[at] ?? "");
      }
    },
    /** Makes the window narrower: lines wrap again, as terminals do it. */
    resize(to: number): void {
      const wrapped: string[] = [];
      for (const line of rows)
        for (let at = 0; at === 0 || at < line.length; at += to) wrapped.push(line.slice(at, at + to));
      row += wrapped.length - rows.length;
      rows = wrapped;
      columns = to;
    },
    lines: (): readonly string[] => (rows.at(-1) === "" ? rows.slice(0, -1) : rows),
    columns: (): number => columns,
  };
}
