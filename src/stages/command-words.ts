import { type ParseEntry, parse } from "shell-quote";
import type { Command } from "../domain/config.ts";

/** One program call as far as it can be seen without running a shell. */
export interface SimpleCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/** Stands for a part that only the shell can fill in: a variable, a glob, a substitution. */
const opaque = "\0";

/** Words after which a script is no longer a plain list of commands. */
const compound = new Set([
  ..."if then else elif fi for while until do done case esac select function { } ( ) (( )) [[ ]] ! time coproc".split(
    " ",
  ),
]);

/**
 * Lists the program calls of a command that are sure to be reached as they stand.
 *
 * A shell script is read line by line until something that is more than a list of plain commands turns up: what follows
 * is left to the shell. So what is listed is right, but the list may be short.
 */
export function commandWords(command: Command): readonly SimpleCommand[] {
  if (command.kind === "program") {
    const [program, ...args] = command.argv;
    return [{ program, args }];
  }
  if (command.shell === "pwsh" || command.shell === "cmd") return [];
  const found: SimpleCommand[] = [];
  for (const line of command.script.replaceAll("\\\n", " ").split("\n")) {
    // An open quote, a here-document or a substitution spans more than this reader follows.
    if (/<<|`|\$\(/.test(line) || oddQuotes(line)) return found;
    const outcome = readLine(line, found);
    if (outcome === "stop") return found;
  }
  return found;
}

function readLine(line: string, found: SimpleCommand[]): "go on" | "stop" {
  let words: string[] = [];
  let redirecting = false;
  const end = (): "go on" | "stop" => {
    const start = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
    const [program, ...args] = start === -1 ? [] : words.slice(start);
    words = [];
    if (program === undefined) return "go on";
    if (compound.has(program)) return "stop";
    if (program === "cd" || program === "pushd") return "stop";
    if (!program.includes(opaque)) found.push({ program, args: args.filter((word) => !word.includes(opaque)) });
    return "go on";
  };
  for (const token of tokens(line)) {
    if (typeof token === "string") {
      if (!redirecting) words.push(token);
      redirecting = false;
    } else if ("comment" in token) {
      break;
    } else if (token.op === "glob") {
      words.push(opaque);
    } else if (/^(?:>|>>|<|>&|<&|&>)$/.test(token.op)) {
      redirecting = true;
    } else if (token.op === "&&" || token.op === ";" || token.op === "|") {
      if (end() === "stop") return "stop";
    } else {
      // `||`, `&`, brackets: what follows may never run, or runs elsewhere.
      end();
      return "stop";
    }
  }
  return end();
}

/** Ends in an operator that stops the reader where the line is no shell: the shell itself will say why when it runs. */
function tokens(line: string): readonly ParseEntry[] {
  try {
    return parse(line, () => opaque);
  } catch {
    return [{ op: "||" }];
  }
}

function oddQuotes(line: string): boolean {
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? "";
    if (character === "\\" && quote !== "'") at++;
    else if (quote === "" && character === "#" && (at === 0 || /\s/.test(line[at - 1] ?? ""))) return false;
    else if (quote === "" && (character === "'" || character === '"')) quote = character;
    else if (character === quote) quote = "";
  }
  return quote !== "";
}
