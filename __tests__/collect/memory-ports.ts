import type { CollectPorts } from "../../src/collect/collect-ports.ts";
import type { StageRecord } from "../../src/domain/evidence.ts";
import type { FileKind, Files, Host, ProcessOutcome, ProcessRequest, Progress } from "../../src/domain/ports.ts";

/** Files in memory, by absolute path. A folder is there when a file lies below it, or when it was made. */
export function memoryFiles(initial: Readonly<Record<string, string>> = {}) {
  const contents = new Map<string, string>(Object.entries(initial));
  const modified = new Map<string, number>();
  const folders = new Set<string>(["/repo"]);
  const kind = (path: string): FileKind => {
    if (contents.has(path)) return "file";
    const below = `${path}/`;
    return folders.has(path) || [...contents.keys()].some((name) => name.startsWith(below)) ? "folder" : "nothing";
  };
  const readText: Files["readText"] = async (path) => {
    const text = contents.get(path);
    return text === undefined
      ? { ok: false, problem: { kind: "missing", reason: "The file does not exist.", file: path } }
      : { ok: true, value: text };
  };
  const files: Files = {
    kind: async (path) => kind(path),
    readText,
    readChunks: async (path, limits) => {
      const text = await readText(path, limits);
      if (!text.ok) return text;
      const { value } = text;
      return {
        ok: true,
        value: (async function* () {
          // Small pieces, so that a reader that needs its text whole shows.
          for (let at = 0; at < value.length; at += 7) yield value.slice(at, at + 7);
        })(),
      };
    },
    modifiedMs: async (path) => modified.get(path) ?? null,
    list: async (folder, { skip = [] }) =>
      [...contents.keys()]
        .filter((name) => name.startsWith(`${folder}/`))
        .map((name) => name.slice(folder.length + 1))
        .filter((name) => !name.split("/").some((part) => skip.includes(part))),
    writeAtomically: async (path, text) => void contents.set(path, text),
    makeFolder: async (path) => void folders.add(path),
    makeTemporaryFolder: async (prefix) => `/tmp/${prefix}1`,
    remove: async (path) => {
      for (const name of [...contents.keys()]) if (name === path || name.startsWith(`${path}/`)) contents.delete(name);
      folders.delete(path);
    },
    freeBytes: async () => ({ ok: true, value: { measuredAt: "/", bytes: 50e9 } }),
  };
  return { files, contents, modified };
}

/** What a pretended process does: prints, writes files into `$EVIDENCE`, ends somehow. */
export interface Act {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly writes?: Readonly<Record<string, string>>;
  /** When the files say they were written, in milliseconds since 1970; by default nothing is known of it. */
  readonly modifiedMs?: number;
  readonly exit?: number;
  readonly outcome?: Partial<ProcessOutcome>;
}

export type Actor = (request: ProcessRequest, script: string) => Act | Promise<Act>;

const ended: ProcessOutcome = {
  exit: { code: 0, signal: null },
  durationMs: 12,
  timedOut: false,
  cancelled: false,
  peakRssBytes: 50_000_000,
  strays: 0,
  startError: null,
};

/**
 * Ports in memory. The clock moves by 10 ms at each look at it; processes do what `actor` says.
 *
 * @param programs names that `find` knows; all others are missing
 */
export function memoryPorts(
  actor: Actor,
  options: { readonly files?: Record<string, string>; readonly programs?: readonly string[] } = {},
) {
  const { files, contents, modified } = memoryFiles(options.files);
  const told: string[] = [];
  const requests: ProcessRequest[] = [];
  let nowMs = Date.UTC(2026, 0, 5, 9);
  const tick = () => {
    nowMs += 10;
    return nowMs;
  };
  const progress: Progress = {
    stageStarted: (stage, detail) => void told.push(`start ${stage} ${detail}`.trim()),
    output: () => {},
    launched: (stage, done, total, detail) => void told.push(`launched ${stage} ${done}/${total} ${detail}`.trim()),
    stageEnded: (record: StageRecord) => void told.push(`end ${record.stage} ${record.status}`),
    note: (message) => void told.push(`note ${message}`),
    warning: (message) => void told.push(`warning ${message}`),
  };
  const host: Host = {
    env: { HOME: "/home/dev", PATH: "/bin" },
    workspace: "/repo",
    home: "/home/dev",
    platform: "linux",
    machine: {
      os: "linux 6.1",
      architecture: "x64",
      cpuModel: "Test CPU",
      cores: 2,
      memoryBytes: 8e9,
      runtime: "node v24.0.0",
    },
    cores: 2,
    origin: async () => ({ repository: "octo-org/shop", commit: "a".repeat(40), ref: "refs/heads/main", dirty: false }),
  };
  const ports: CollectPorts = {
    clock: { now: () => new Date(tick()), monotonicMs: tick, sleep: async () => {} },
    files,
    flagFiles: {
      readBytes: async (path) => {
        const text = contents.get(path);
        return text === undefined
          ? { ok: false, problem: { kind: "missing", reason: "The file does not exist.", file: path } }
          : { ok: true, value: new TextEncoder().encode(text) };
      },
      writeBytesAtomically: async (path, bytes) => void contents.set(path, new TextDecoder().decode(bytes)),
    },
    processes: {
      run: async (request) => {
        requests.push(request);
        if (request.signal?.aborted === true) return { ...ended, exit: { code: null, signal: null }, cancelled: true };
        const act = await actor(request, request.argv.at(-1) ?? "");
        const encode = (text: string) => new TextEncoder().encode(text);
        if (act.stdout !== undefined) await request.onOutput(encode(act.stdout), "stdout");
        if (act.stderr !== undefined) await request.onOutput(encode(act.stderr), "stderr");
        for (const [name, text] of Object.entries(act.writes ?? {})) {
          const path = `${request.env.EVIDENCE}/${name}`;
          contents.set(path, text);
          if (act.modifiedMs !== undefined) modified.set(path, act.modifiedMs);
        }
        return { ...ended, exit: { code: act.exit ?? 0, signal: null }, ...act.outcome };
      },
      resolve: async (command) => ({
        ok: true,
        value:
          command.kind === "program"
            ? { argv: command.argv, shell: null }
            : { argv: ["bash", "-c", command.script], shell: "bash" },
      }),
      find: async (program) =>
        options.programs === undefined || options.programs.includes(program) ? `/bin/${program}` : null,
    },
    host,
    progress,
    childEnv: { PATH: "/bin" },
    tampering: () => [],
  };
  return { ports, contents, told, requests };
}
