import type { Exit } from "../domain/evidence.ts";

/** What the end of a process means. */
export interface ExitMeaning {
  /** `broken`: the command could not do its work, so it says nothing about the change. */
  readonly kind: "passed" | "failed" | "broken";
  /** A sentence without a full stop. */
  readonly words: string;
  readonly remedy?: string;
}

const pytest: Readonly<Record<number, ExitMeaning>> = {
  1: { kind: "failed", words: "pytest: some tests failed (exit 1)" },
  2: {
    kind: "failed",
    words: "pytest stopped before the end (exit 2): a test module could not be imported, or the run was interrupted",
  },
  3: { kind: "broken", words: "pytest itself failed (exit 3, internal error)" },
  4: {
    kind: "broken",
    words: "pytest was called wrongly (exit 4): an option it does not know, or a path that does not exist",
    remedy: "Check the paths and options of the command.",
  },
  5: {
    kind: "broken",
    words: "pytest found no test (exit 5)",
    remedy: "Check the paths and the -k and -m filters of the command.",
  },
};

const signals: Readonly<Record<string, string>> = {
  SIGKILL: "killed (SIGKILL): often the system ran out of memory",
  SIGTERM: "asked to stop (SIGTERM) by something outside the gate",
  SIGINT: "interrupted (SIGINT)",
  SIGSEGV: "crashed (SIGSEGV, invalid memory access)",
  SIGABRT: "aborted (SIGABRT)",
  SIGBUS: "crashed (SIGBUS)",
  SIGPIPE: "stopped (SIGPIPE): what it wrote to had gone away",
};

const signalByCode: Readonly<Record<number, string>> = {
  130: "SIGINT",
  134: "SIGABRT",
  135: "SIGBUS",
  137: "SIGKILL",
  139: "SIGSEGV",
  141: "SIGPIPE",
  143: "SIGTERM",
};

/**
 * What a process's end means, in the words of the tool that was run where its exit codes are known.
 *
 * @param programs base names of the programs the command calls, e.g. `pytest`; empty when not known
 * @param accepted exit codes that count as passed
 */
export function exitWords(exit: Exit, programs: readonly string[], accepted: readonly number[]): ExitMeaning {
  if (exit.signal !== null) {
    return { kind: "failed", words: `${signals[exit.signal] ?? `ended by ${exit.signal}`}` };
  }
  const code = exit.code;
  if (code === null) return { kind: "broken", words: "could not be started" };
  if (accepted.includes(code))
    return { kind: "passed", words: code === 0 ? "ended well" : `ended with the accepted exit ${code}` };
  if (code === 0) return { kind: "failed", words: `exit 0, but ${orList(accepted)} was expected` };
  const own = programs.includes("pytest") || programs.includes("py.test") ? pytest[code] : undefined;
  if (own !== undefined) return own;
  if (code === 126) {
    return {
      kind: "broken",
      words: "a command was found but may not be executed (exit 126)",
      remedy: "Make the file executable, or name the interpreter.",
    };
  }
  if (code === 127) {
    return {
      kind: "broken",
      words: "a command was not found (exit 127)",
      remedy: "Install the program, or correct its name or the PATH.",
    };
  }
  const signal = signalByCode[code];
  if (signal !== undefined) return { kind: "failed", words: `${signals[signal] ?? signal} (exit ${code})` };
  return { kind: "failed", words: `exit ${code}` };
}

function orList(codes: readonly number[]): string {
  return codes.length === 0 ? "another exit" : `exit ${codes.join(" or ")}`;
}
