import type { SimpleCommand } from "./command-words.ts";

/** Shell words that name no file on the disk. */
const builtins = new Set(
  ". : [ alias bg cd command declare dirs echo eval exec exit export false fg getopts hash jobs kill let local popd printf pushd pwd read readonly return set shift shopt source test times trap true type ulimit umask unalias unset wait".split(
    " ",
  ),
);

/** Runners whose first operand is a script. */
const scriptRunners = /^(?:python[\d.]*|node|bash|sh|ruby|perl|deno|bun)$/;

/** pytest options that stand alone; any other option may take the next word as its value. */
const pytestSwitches = /^(?:-[vqsxl]+|--(?:verbose|quiet|exitfirst|lf|ff|sw|cov|strict-markers|no-header|no-summary))$/;

/** The program a call starts, or null when the shell does it itself. */
export function namedProgram(command: SimpleCommand): string | null {
  return builtins.has(command.program) ? null : command.program;
}

/**
 * The paths a call is sure to read, by what is known of a few common programs: the tests given to pytest, the script given
 * to an interpreter. Other programs' operands may as well be outputs, so they are not guessed at.
 */
export function namedPaths(command: SimpleCommand): readonly string[] {
  const program = baseName(command.program);
  if (/^(?:pytest|py\.test)$/.test(program)) return pytestPaths(command.args);
  if (!scriptRunners.test(program)) return [];
  const [first, second, ...rest] = command.args;
  if (first === undefined) return [];
  if (/^python/.test(program) && first === "-m") {
    return second === "pytest" ? pytestPaths(rest) : [];
  }
  // After any other option the script can no longer be told from an option's value.
  return first.startsWith("-") ? [] : [first];
}

function pytestPaths(args: readonly string[]): readonly string[] {
  return args.flatMap((word, at) => {
    const before = args[at - 1];
    const mayBeValue = before?.startsWith("-") === true && !before.includes("=") && !pytestSwitches.test(before);
    const looksLikePath = word.includes("/") || word.endsWith(".py") || word.includes("::");
    return word.startsWith("-") || mayBeValue || !looksLikePath ? [] : [word.split("::")[0] ?? word];
  });
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1).replace(/\.exe$/i, "");
}
