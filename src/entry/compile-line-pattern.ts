import { compilePattern } from "../evidence/output/compile-pattern.ts";
import type { CompilePattern } from "../telemetry/log/line-pattern.ts";

/** Patterns for the lines of a log, in RE2's syntax: their time grows with the text alone. */
export const compileLinePattern: CompilePattern = (pattern) => {
  const compiled = compilePattern(pattern);
  if (!compiled.ok) return compiled;
  const names = Object.keys(compiled.value.namedGroups());
  return {
    ok: true,
    value: {
      occurs: (text) => compiled.value.matcher(text).find(),
      groups(text) {
        const matcher = compiled.value.matcher(text);
        if (!matcher.find()) return null;
        return Object.fromEntries(names.map((name) => [name, matcher.group(name) ?? undefined]));
      },
    },
  };
};
