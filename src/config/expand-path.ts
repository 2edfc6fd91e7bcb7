import type { Reading } from "../domain/problem.ts";
import { quoteText } from "./quote-text.ts";

const variable = /\$(?:\{([^}]{0,100})(\}?)|([A-Za-z_][A-Za-z0-9_]*))/g;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Expands `~`, `~/x`, `$NAME` and `${NAME}` in a path of the config. What the variables hold is taken as it is, and not
 * expanded again. A `$` before anything else stays as it is. A path that goes up (`..`), by itself or by what a variable holds, is a
 * problem: it would lead somewhere that the config does not show.
 *
 * @param env the environment; a variable that is not in it is a problem, an empty one too, since `$DIR/x` would become `/x`
 * @param home what `~` means, e.g. the home folder that the program under test sees
 */
export function expandPath(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): Reading<string> {
  const start = text.startsWith("~") ? 1 : 0;
  let result = "";
  if (start === 1) {
    const next = text.charAt(1);
    if (next !== "" && next !== "/" && next !== "\\") {
      const name = text.slice(0, 60).split(/[/\\]/, 1)[0] ?? "";
      return refuse(
        `${quoteText(name)} is not understood: "~" is your own home folder only.`,
        'Write "~/…" or the whole path.',
      );
    }
    if (home === "") return refuse('There is no home folder that "~" could mean.', "Write the whole path.");
    result = next === "" ? home : home.replace(/[/\\]$/, "");
  }
  let last = start;
  for (const match of text.matchAll(variable)) {
    const name = match[1] ?? match[3] ?? "";
    if (match[2] === "" || !variableName.test(name)) {
      return refuse(
        `${quoteText(match[0])} in the path ${quoteText(text)} is not a variable.`,
        `Write $NAME or \${NAME}.`,
      );
    }
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value === undefined || value === "") {
      const reason = `The variable ${name} in the path ${quoteText(text)} is ${value === "" ? "empty" : "not set"}.`;
      return refuse(reason, `Set ${name}, or write the path without it.`);
    }
    result += text.slice(last, match.index) + value;
    last = match.index + match[0].length;
  }
  result += text.slice(last);
  if (result.split(/[/\\]/).includes("..")) {
    return refuse(
      `The path ${quoteText(text)} goes up by "..", to ${quoteText(result)}.`,
      'Write where it is: a whole path, or one that begins with "~".',
    );
  }
  return { ok: true, value: result };
}

function refuse(reason: string, remedy: string): Reading<never> {
  return { ok: false, problem: { kind: "invalid", reason, remedy } };
}
