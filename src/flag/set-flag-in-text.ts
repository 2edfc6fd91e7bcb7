import type { Reading } from "../domain/problem.ts";
import { envFileEditor } from "./edit-env-file.ts";
import { jsonEditor } from "./edit-json.ts";
import { tomlEditor } from "./edit-toml.ts";
import { yamlEditor } from "./edit-yaml.ts";
import { type EditedText, type FlagEditor, type FlagValue, failed } from "./flag-value.ts";
import { parseKeyPath } from "./parse-key-path.ts";

export type FlagFileFormat = "yaml" | "json" | "toml" | "env";

/** Settings files are small; anything larger was named by mistake. */
export const maxFlagFileBytes = 1024 * 1024;

const editors: Readonly<Record<FlagFileFormat, FlagEditor>> = {
  yaml: yamlEditor,
  json: jsonEditor,
  toml: tomlEditor,
  env: envFileEditor,
};

/** The format that a file's name tells; null for a name that tells none. `.env.local` and `app.env` are `.env` files. */
export function flagFileFormat(path: string): FlagFileFormat | null {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1).toLowerCase();
  if (/\.ya?ml$/.test(name)) return "yaml";
  if (/\.(?:json|jsonc|json5)$/.test(name)) return name.endsWith("5") ? null : "json";
  if (name.endsWith(".toml")) return "toml";
  return /^\.env\.|\.env$/.test(name) ? "env" : null;
}

/** The value at a dotted key path. One that is not there is a problem of kind `missing`. */
export function readFlagFromText(text: string, format: FlagFileFormat, key: string): Reading<FlagValue> {
  return withPath(text, key, (path) => editors[format].read(text, path));
}

/**
 * Sets one value in a settings file's text and changes no other byte. A key that is not there is added at the end of its
 * table. The result is parsed again and compared, so an edit is either exactly right or a problem.
 *
 * @param key a dotted path; in a `.env` file the variable's name
 * @param value in a `.env` file always written as text
 */
export function setFlagInText(
  text: string,
  format: FlagFileFormat,
  key: string,
  value: string | number | boolean,
): Reading<EditedText> {
  if (typeof value === "number" && !Number.isFinite(value)) {
    return failed("invalid", "The flag's value is not a finite number.", "Use a plain value such as `true`.");
  }
  return withPath(text, key, (path) => editors[format].set(text, path, value));
}

function withPath<T>(text: string, key: string, act: (path: readonly string[]) => Reading<T>): Reading<T> {
  if (text.length > maxFlagFileBytes) {
    return failed("invalid", "The settings file is larger than 1 MiB.", "Keep the flag in a file of its own.");
  }
  const path = parseKeyPath(key);
  if (!path.ok) return path;
  try {
    return act(path.value);
  } catch (error) {
    // A parser that gives up on strange input must not take the run with it.
    const why = error instanceof Error ? error.message.slice(0, 120) : "unknown";
    return failed("invalid", `The settings file cannot be read: ${why}`, "Correct the file.");
  }
}
