/**
 * What GitHub's runner makes of a step's output, written from the behaviour of its ActionCommand and ActionCommandManager
 * classes: a command is `::name props::data` at the start of a line, leading white space aside, or `##[name props]data`
 * anywhere in one; while commands are stopped only the token starts them again. Lines end at CR, LF or CRLF. Characters
 * that are not seen are skipped in comparing, as a culture-aware comparison does.
 */
export interface Seen {
  /** The commands that were obeyed, as `name|data`, without stopping and starting. */
  readonly commands: readonly string[];
  /** Lines that are plain text to the runner. */
  readonly text: readonly string[];
  readonly stopped: boolean;
}

const names = [
  "group",
  "endgroup",
  "error",
  "warning",
  "notice",
  "debug",
  "add-mask",
  "set-output",
  "set-env",
  "add-path",
  "save-state",
  "echo",
  "add-matcher",
  "remove-matcher",
  "stop-commands",
];

export function runnerSees(output: string): Seen {
  const commands: string[] = [];
  const text: string[] = [];
  let token: string | null = null;
  const lines = output.split(/\r\n|\r|\n/);
  if (lines.at(-1) === "") lines.pop();
  for (const line of lines) {
    const command = parse(line.replaceAll(/[\p{Cc}\p{Cf}]/gu, ""), token);
    if (command === null) text.push(line);
    else if (token !== null) {
      if (command.name === token) token = null;
      else text.push(line);
    } else if (command.name === "stop-commands") token = command.data.toLowerCase();
    else commands.push(`${command.name}|${command.data}`);
  }
  return { commands, text, stopped: token !== null };
}

function parse(line: string, token: string | null): { readonly name: string; readonly data: string } | null {
  const known = (name: string): boolean => names.includes(name.toLowerCase()) || name.toLowerCase() === token;
  const start = line.trimStart();
  const end = start.startsWith("::") ? start.indexOf("::", 2) : -1;
  if (end >= 0) {
    const name = start.slice(2, end).split(" ")[0] ?? "";
    if (known(name)) return { name: name.toLowerCase(), data: start.slice(end + 2) };
  }
  const old = line.indexOf("##[");
  const close = old === -1 ? -1 : line.indexOf("]", old);
  if (close === -1) return null;
  const name = line.slice(old + 3, close).split(" ")[0] ?? "";
  return known(name) ? { name: name.toLowerCase(), data: line.slice(close + 1) } : null;
}
