import { createHash } from "node:crypto";
import { readConfig } from "../../src/config/read-config.ts";
import type { LedgerEvent, LedgerStore } from "../../src/domain/ledger.ts";
import type { LogFiles, LogStream } from "../../src/domain/log-files.ts";
import type { RolloutReport } from "../../src/domain/rollout.ts";
import { noContext } from "../../src/domain/run-context.ts";
import { compileLinePattern } from "../../src/entry/compile-line-pattern.ts";
import type { LoadedConfig } from "../../src/modes/load-config.ts";
import type { RolloutPorts } from "../../src/rollout/rollout-ports.ts";
import { type Act, memoryPorts } from "../collect/memory-ports.ts";
import { bytes, text } from "../flag/flag-world.ts";
import { Killed, memoryBackupFiles, memoryState } from "../flag/state-in-memory.ts";

export const settings = "/home/dev/.shop/settings.yaml";
export const original = "# mine\nuse_new: false # careful\nother: 1\n";
export const commit = "a".repeat(40);
export const oldCommit = "b".repeat(40);
const digest = "d".repeat(64);

export const configText = `
rollout: shop
flag:
  read: [shop, flag]
  set:
    - script: { on: [toggle, on], off: [toggle, off] }
    - file: { path: ~/.shop/settings.yaml, key: use_new }
backup: [~/.shop/settings.yaml, { path: notes.md, optional: true }]
facts: { version: [shop, version] }
stages:
  unit: { run: [unit] }
  smoke: { run: [smoke] }
  bench: { run: [bench], measure: { speed: { stdout: 'speed ([0-9.]+) ms', unit: ms } }, arms: { launches: 5..24 } }
criteria:
  speed: { pass: "< +10 %", action: Profile it }
enable: { validate: [unit], smoke: [smoke], known-issues: [Slow on Mondays] }
rollback: { verify: [smoke], restart: [restart] }
`;

export type Program = (args: readonly string[], world: RolloutWorld) => Act;

export interface RolloutWorld {
  /** What outlives every run. */
  readonly disk: Map<string, Uint8Array>;
  readonly state: Map<string, string>;
  readonly events: LedgerEvent[];
  /** Programs by name; those that are not here print nothing and end well. */
  readonly programs: Map<string, Program>;
  /** Programs that ran, with their arguments. */
  readonly runs: string[];
  readonly told: string[];
  /** What the recorder was told. */
  readonly recorded: string[];
  readonly exported: Map<string, string>;
  head: string;
  dirty: boolean;
  ledgerWorks: boolean;
  /** A process of its own: every call makes a new one. */
  start(kill?: { readonly at: number }): RolloutPorts & { readonly effects: () => number };
  /** Ends the process that is running, so that others find it dead. */
  readonly alive: Set<number>;
}

/** A machine in memory, with a shop whose flag lies in a settings file. */
export function rolloutWorld(): RolloutWorld {
  const disk = new Map([[settings, bytes(original)]]);
  const contents = new Map<string, string>();
  const alive = new Set<number>();
  let pids = 100;
  let seconds = 0;
  const world: RolloutWorld = {
    disk,
    state: contents,
    events: [],
    programs: new Map<string, Program>([
      ["shop", ([what]) => ({ stdout: what === "version" ? "shop 1.5.0\n" : isOn(world) ? "on\n" : "off\n" })],
      [
        "toggle",
        ([to]) => {
          disk.set(settings, bytes(`use_new: ${to === "on"}\n`));
          return { stdout: "done\n" };
        },
      ],
      ["bench", () => ({ stdout: "speed 100 ms\n" })],
    ]),
    runs: [],
    told: [],
    recorded: [],
    exported: new Map(),
    head: commit,
    dirty: false,
    ledgerWorks: true,
    alive,
    start(kill) {
      const pid = pids++;
      alive.add(pid);
      let effects = 0;
      let dead = false;
      /** Called before everything that changes the world. */
      const before = (_what: string): void => {
        effects += 1;
        if (kill !== undefined && effects >= kill.at) dead = true;
        if (dead) {
          alive.delete(pid);
          throw new Killed();
        }
      };
      const state = memoryState(before, contents);
      const memory = memoryPorts((request) => {
        const [name = "", ...args] = request.argv;
        before(`run ${request.argv.join(" ")}`);
        world.runs.push(request.argv.join(" "));
        return world.programs.get(name)?.(args, world) ?? {};
      });
      const files = memoryBackupFiles(disk, { contents }, before);
      const ledger: LedgerStore = {
        place: "ledger in memory",
        read: async () => ({ ok: true, value: world.events }),
        append: async (_rollout, events) => {
          before("append");
          if (!world.ledgerWorks) return { ok: false, problem: { kind: "invalid", reason: "The ledger is away." } };
          world.events.push(...events);
          return { ok: true, value: { added: events } };
        },
        update: async () => ({ ok: false, problem: { kind: "invalid", reason: "not used here" } }),
        compact: async () => ({ ok: false, problem: { kind: "invalid", reason: "not used here" } }),
      };
      const record = async (what: string): Promise<readonly string[]> => {
        world.recorded.push(what);
        return [];
      };
      return {
        ...memory.ports,
        clock: {
          ...memory.ports.clock,
          now: () => new Date(Date.UTC(2026, 0, 5, 9, 0, seconds++)),
        },
        progress: { ...memory.ports.progress, warning: (message) => void world.told.push(message) },
        host: {
          ...memory.ports.host,
          origin: async () => ({ repository: "octo-org/shop", commit: world.head, ref: null, dirty: world.dirty }),
        },
        openState: async () => state,
        backupFiles: files,
        firmFiles: {
          readBytes: async (path) => {
            const data = disk.get(path);
            return data === undefined
              ? { ok: false, problem: { kind: "missing", reason: `There is no file ${path}.` } }
              : { ok: true, value: data };
          },
          writeBytesAtomically: async (path, data) => {
            before(`write ${path}`);
            disk.set(path, data);
          },
        },
        passwordHome: null,
        holders: {
          self: { pid, startedAt: `start of ${pid}`, host: "here" },
          isAlive: async (holder) => alive.has(holder.pid),
        },
        endLeftovers: async () => ({ ended: 0, left: 0 }),
        logs: {
          files: logsOn(disk),
          digest: (data) => createHash("sha256").update(data).digest("hex"),
          loadCompiler: async () => compileLinePattern,
        },
        commits: { has: async (asked) => asked === commit || asked === oldCommit, head: async () => world.head },
        recorder: {
          started: ({ action }) => record(`started ${action}`),
          step: (_beginning, { what, outcome }) => record(`${what}: ${outcome}`),
          ended: ({ ending }) => record(`ended ${ending}`),
        },
        missingApprovals: async () => [],
        recordBefore: async () => [],
        exportVariable: null,
        redact: (text) => text.replaceAll("hunter2-secret", "***"),
        random: () => "1a2b3c",
        context: noContext,
        ledger,
        tool: "rollout-gate test",
        effects: () => effects,
      };
    },
  };
  return world;
}

/** The disk's files as logs; each has its path for an identity. */
function logsOn(disk: ReadonlyMap<string, Uint8Array>): LogFiles {
  return {
    list: async (path) => {
      const folder = path.slice(0, path.lastIndexOf("/") + 1);
      const found = [...disk].filter(([other]) => other.startsWith(folder));
      return {
        ok: true,
        value: found.map(([other, data]) => ({
          path: other,
          identity: other,
          bytes: data.length,
          modifiedMs: Date.UTC(2026, 0, 5, 8, 59),
          compressed: false,
        })),
      };
    },
    open: async (file, position) => {
      let at = position;
      const stream: LogStream = {
        file,
        read: async (into, offset, length) => {
          const part = disk.get(file.path)?.subarray(at, at + length) ?? new Uint8Array(0);
          into.set(part, offset);
          at += part.length;
          return { ok: true, value: part.length };
        },
        close: async () => {},
      };
      return { ok: true, value: stream };
    },
  };
}

export function isOn(world: RolloutWorld): boolean {
  return text(world.disk.get(settings)).includes("use_new: true");
}

export function loaded(source = configText): LoadedConfig {
  const result = readConfig(source, "gate.yml");
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  return { config: result.config, file: "gate.yml", digest, warnings: "" };
}

export function go(decision: "GO" | "NO-GO" = "GO", of = commit): LedgerEvent {
  return {
    schema: "rollout-gate/event/1",
    id: `go-${of.slice(0, 4)}-${decision.length}`,
    rollout: "shop",
    at: "2026-01-05T08:00:00.000Z",
    tool: "rollout-gate test",
    run: null,
    commit: of,
    kind: "gate-concluded",
    configDigest: digest,
    decision,
    because: "All 3 checks passed",
    stageDurationsMs: {},
    findings: [],
  };
}

export function stepsOf(report: RolloutReport): readonly string[] {
  return report.steps.map(({ what, outcome }) => `${what}: ${outcome}`);
}
