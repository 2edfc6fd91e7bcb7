/** The cause of a failure, found in what the program printed. */
export interface FailureCause {
  /** A sentence without a full stop; quotes only names, cut short. */
  readonly words: string;
  readonly remedy: string;
}

interface Clue {
  readonly pattern: RegExp;
  readonly cause: (name: string) => FailureCause;
}

// Each pattern is anchored by literal words and takes a bounded name, so it runs in linear time on any line.
const clues: readonly Clue[] = [
  {
    pattern: /(?:ModuleNotFoundError|ImportError): No module named '?([\w.-]{1,120})/,
    cause: (name) => ({
      words: `the Python module ${name} is not installed`,
      remedy: `Install the package that provides ${name}, and declare it as a dependency.`,
    }),
  },
  {
    pattern: /ImportError: cannot import name '?([\w.-]{1,120})/,
    cause: (name) => ({
      words: `the Python name ${name} could not be imported`,
      remedy: `Look for a renamed or circular import of ${name}.`,
    }),
  },
  {
    pattern: /Cannot find (?:module|package) '([^'\n]{1,160})'/,
    cause: (name) => ({
      words: `the Node module ${name} was not found`,
      remedy: "Install the dependencies (npm ci), or correct the path.",
    }),
  },
  {
    pattern: /(?:^|: |line \d{1,9}: )([\w./+-]{1,120}): (?:command )?not found$/,
    cause: (name) => ({ words: `the program ${name} was not found`, remedy: `Install ${name}, or correct the PATH.` }),
  },
  {
    pattern: /error: unrecognized arguments: (-{1,2}[\w-]{1,80})/,
    cause: (name) => ({
      words: `the option ${name} is not known to the program`,
      remedy: `Install what provides ${name} (a pytest plugin, say), or remove it.`,
    }),
  },
  {
    pattern: /(?:No space left on device|ENOSPC)/,
    cause: () => ({ words: "the disk is full", remedy: "Free some space and run it again." }),
  },
];

/**
 * Looks for a known cause in the last lines of output, last line first.
 *
 * @returns null when none is recognised
 */
export function failureCause(tail: readonly string[]): FailureCause | null {
  for (let at = tail.length - 1; at >= 0; at--) {
    const line = (tail[at] ?? "").slice(0, 2000).trimEnd();
    for (const clue of clues) {
      const match = clue.pattern.exec(line);
      if (match !== null) return clue.cause(match[1] ?? "");
    }
  }
  return null;
}
