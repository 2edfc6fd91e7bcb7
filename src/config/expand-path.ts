import { notParsed, type Parsed, parsed } from "./parsed.ts";
import { quoteText } from "./quote-text.ts";

const variable = /\$(?:\{([^}]{0,100})(\}?)|([A-Za-z_][A-Za-z0-9_]*))/g;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Expands `~`, `~/x`, `$NAME` and `${NAME}` in a path of the config. What the variables hold is taken as it is, and not
 * expanded again. A `$` before anything else stays as it is.
 *
 * @param env the environment; a variable that is not in it is a problem, an empty one too, since `$DIR/x` would become `/x`
 * @param home what `~` means, e.g. the home folder that the program under test sees
 */
export function expandPath(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): Parsed<string> {
  const start = text.startsWith("~") ? 1 : 0;
  let result = "";
  if (start === 1) {
    const next = text.charAt(1);
    if (next !== "" && next !== "/" && next !== "\\") {
      const name = text.slice(0, 60).split(/[/\\]/, 1)[0] ?? "";
      const message = `${quoteText(name)} is not understood: only your own home folder can be written as "~"`;
      return notParsed({ message, hint: 'write "~/…" or the whole path', offset: 0, length: name.length });
    }
    if (home === "")
      return notParsed({ message: 'there is no home folder that "~" could mean', hint: "write the whole path" });
    result = next === "" ? home : home.replace(/[/\\]$/, "");
  }
  let last = start;
  for (const match of text.matchAll(variable)) {
    const place = { offset: match.index, length: match[0].length };
    const name = match[1] ?? match[3] ?? "";
    if (match[2] === "" || !variableName.test(name)) {
      return notParsed({
        message: `${quoteText(match[0])} is not a variable`,
        hint: "write $NAME or ${NAME}",
        ...place,
      });
    }
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value === undefined || value === "") {
      const state = value === "" ? "empty" : "not set";
      return notParsed({
        message: `the variable ${name} is ${state}`,
        hint: `set ${name}, or write the path without it`,
        ...place,
      });
    }
    result += text.slice(last, match.index) + value;
    last = match.index + match[0].length;
  }
  return parsed(result + text.slice(last));
}
