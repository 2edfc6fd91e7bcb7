import { createHash } from "node:crypto";
import { formatConfigProblems } from "../config/format-config-problems.ts";
import { mayHoldPatterns, readConfigWithoutPatterns } from "../config/read-config-without-patterns.ts";
import type { Config } from "../domain/config.ts";
import { GateBroke, type ModePorts } from "./mode-ports.ts";

/** A config and what tells it apart from any other. */
export interface LoadedConfig {
  readonly config: Config;
  /** As given, for messages. */
  readonly file: string;
  /** SHA-256 of the text with line feeds alone as line ends, hexadecimal: git may check it out with others. */
  readonly digest: string;
  /** Warnings, ready to print; empty when there are none. */
  readonly warnings: string;
}

/** More than any config needs; the reader itself allows 64 KiB. */
const maxBytes = 1024 * 1024;

/**
 * Reads and checks the config.
 *
 * @param file relative to the workspace, or absolute
 * @throws GateBroke with every problem of the config, each with its place
 */
export async function loadConfig(file: string, ports: Pick<ModePorts, "files" | "host">): Promise<LoadedConfig> {
  const path = absolutePath(file, ports.host.workspace);
  const read = await ports.files.readText(path, { maxBytes, within: parentOf(path) });
  if (!read.ok) {
    const remedy =
      read.problem.kind === "missing"
        ? "Name your config with --config (in a workflow: `with: { config: … }`), or write one: `rollout-gate init` does, and docs/first-gate.md shows ten lines to begin with."
        : (read.problem.remedy ?? "");
    throw new GateBroke(`The config ${file} could not be read: ${read.problem.reason} ${remedy}`.trim());
  }
  const loaded = await readConfigText(read.value, file);
  if ("problem" in loaded) throw new GateBroke(loaded.problem);
  return loaded;
}

/**
 * The config that a text holds, or everything that is wrong with it, ready to print.
 *
 * @param file how it is named in messages
 */
export async function readConfigText(text: string, file: string): Promise<LoadedConfig | { readonly problem: string }> {
  // The engine for patterns takes long to load, and is not needed for most configs.
  const readConfig = mayHoldPatterns(text)
    ? (await import("../config/read-config.ts")).readConfig
    : readConfigWithoutPatterns;
  const result = readConfig(text, file);
  if (!result.ok) return { problem: formatConfigProblems(result.problems, text, file) };
  return {
    config: result.config,
    file,
    digest: createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex"),
    warnings: result.warnings.length === 0 ? "" : formatConfigProblems(result.warnings, text, file),
  };
}

/** A path as the workspace sees it. */
export function absolutePath(path: string, workspace: string): string {
  return /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path) ? path : `${workspace}/${path}`;
}

function parentOf(path: string): string {
  return path.replace(/[\\/][^\\/]*$/, "") || "/";
}
