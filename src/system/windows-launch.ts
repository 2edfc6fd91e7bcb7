import { win32 } from "node:path";

/** How a program is handed to Windows, which knows one command line and no list of arguments. */
export interface WindowsLaunch {
  readonly file: string;
  readonly args: readonly string[];
  /** True: the arguments are already quoted and must be joined as they are. */
  readonly verbatim: boolean;
}

/**
 * Batch files (`npm.cmd`) can be started by `cmd` alone, and `cmd` reads quotes in a way of its own; Node refuses to start
 * them directly for that reason. Everything else is left to Node's quoting. Pure.
 *
 * @param file the program's whole path, ending included
 * @param commandInterpreter `%ComSpec%`
 */
export function windowsLaunch(file: string, args: readonly string[], commandInterpreter: string): WindowsLaunch {
  const name = win32.basename(file).toLowerCase();
  if (name.endsWith(".bat") || name.endsWith(".cmd")) {
    const line = [quoteForCmd(file, false), ...args.map((argument) => quoteForCmd(argument, true))].join(" ");
    return { file: commandInterpreter, args: ["/d", "/v:off", "/s", "/c", `"${line}"`], verbatim: true };
  }
  if (name === "cmd.exe" && args.at(-2)?.toLowerCase() === "/c") {
    // `/s /c "LINE"`: cmd takes off the outer quotes and runs the rest untouched.
    return { file, args: [...args.slice(0, -1), `"${args.at(-1) ?? ""}"`], verbatim: true };
  }
  return { file, args, verbatim: false };
}

/** First for the C run time that splits the line (backslashes before quotes are doubled), then for `cmd` (carets). */
function quoteForCmd(argument: string, isArgument: boolean): string {
  if (!isArgument) return argument.replace(special, "^$&");
  const quoted = `"${argument.split('"').map(doubleTrailingBackslashes).join('\\"')}"`;
  // Twice, because a batch file that hands its arguments on has them read by `cmd` a second time.
  return quoted.replace(special, "^$&").replace(special, "^$&");
}

const special = /[()%!^"<>&|;, ]/g;

function doubleTrailingBackslashes(part: string): string {
  let start = part.length;
  while (start > 0 && part[start - 1] === "\\") start -= 1;
  return part + part.slice(start);
}
