import type { Command, Flag, FlagWay } from "../../src/domain/config.ts";
import type { FlagReading } from "../../src/domain/evidence.ts";
import type { ProcessOutcome } from "../../src/domain/ports.ts";
import type { CommandResult, FlagPorts } from "../../src/flag/flag-ports.ts";

export const ended: ProcessOutcome = {
  exit: { code: 0, signal: null },
  durationMs: 1,
  timedOut: false,
  cancelled: false,
  peakRssBytes: null,
  strays: 0,
  startError: null,
};

export function program(...argv: [string, ...string[]]): Command {
  return { kind: "program", argv };
}

const read = program("read-flag");
export const envWay: FlagWay & { kind: "env" } = { kind: "env", name: "USE_IT", on: "true", off: "false" };
export const fileWay: FlagWay & { kind: "file" } = {
  kind: "file",
  path: "~/settings.yaml",
  key: "use_it",
  on: true,
  off: false,
};
export const scriptWay: FlagWay & { kind: "script" } = {
  kind: "script",
  on: program("toggle", "on"),
  off: program("toggle", "off"),
};

export function flagOf(...set: readonly FlagWay[]): Flag {
  return { read, readTimeoutMs: 5000, set };
}

/** A machine in memory: files, and programs that see them. */
export interface World extends FlagPorts {
  readonly disk: Map<string, Uint8Array>;
  /** Programs by name: what they print or how they fail. */
  readonly programs: Map<
    string,
    (args: readonly string[], env: Readonly<Record<string, string>>) => Partial<CommandResult>
  >;
  readonly writes: string[];
  readonly runs: string[];
  /** Paths that cannot be written. */
  readonly locked: Set<string>;
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (data: Uint8Array | undefined): string =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(data);

export function createWorld(): World {
  const disk = new Map<string, Uint8Array>();
  const programs: World["programs"] = new Map();
  const writes: string[] = [];
  const runs: string[] = [];
  const locked = new Set<string>();
  return {
    disk,
    programs,
    writes,
    runs,
    locked,
    files: {
      async readBytes(path, maxBytes) {
        const data = disk.get(path);
        if (data === undefined) {
          return { ok: false, problem: { kind: "missing", reason: `There is no file ${path}.`, remedy: "Create it." } };
        }
        if (data.length > maxBytes) return { ok: false, problem: { kind: "invalid", reason: "It is too large." } };
        return { ok: true, value: data };
      },
      async writeBytesAtomically(path, data) {
        if (locked.has(path)) throw new Error("EACCES: permission denied");
        writes.push(path);
        disk.set(path, data);
      },
    },
    async runCommand(command, env, _timeoutMs, signal) {
      if (command.kind !== "program") throw new Error("only programs here");
      const [name, ...args] = command.argv;
      runs.push(command.argv.join(" "));
      if (signal?.aborted === true) return { outcome: { ...ended, cancelled: true }, stdout: "", stderr: "" };
      const run = programs.get(name);
      if (run === undefined) {
        const startError = { code: "ENOENT", message: `There is no program ${name}.` };
        return { outcome: { ...ended, startError }, stdout: "", stderr: "" };
      }
      return { outcome: ended, stdout: "", stderr: "", ...run(args, env) };
    },
    expandPath: (path) => ({ ok: true, value: path.replace("~", "/home/me") }),
    parseValue,
  };
}

function parseValue(printed: string): FlagReading["value"] {
  const word = printed.trim().toLowerCase();
  if (["on", "true", "1", "yes"].includes(word)) return "on";
  return ["off", "false", "0", "no"].includes(word) ? "off" : "unknown";
}
