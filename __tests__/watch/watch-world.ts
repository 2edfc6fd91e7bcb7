import { readConfig } from "../../src/config/read-config.ts";
import type { Http } from "../../src/domain/http.ts";
import type { LedgerEvent, LedgerStore } from "../../src/domain/ledger.ts";
import type { ObservedTree } from "../../src/domain/process-observer.ts";
import { compileLinePattern } from "../../src/entry/compile-line-pattern.ts";
import { createEscalate } from "../../src/modes/escalate.ts";
import { type VerifyOptions, verify } from "../../src/modes/verify.ts";
import { seededRandom } from "../../src/stats/seeded-random.ts";
import { recordCompared } from "../../src/watch/record-before.ts";
import type { WatchPorts } from "../../src/watch/watch-ports.ts";
import { type Actor, memoryPorts } from "../collect/memory-ports.ts";
import { eventAt } from "../escalate/escalation-samples.ts";
import { memoryLedger } from "../ledger/memory-ledger.ts";
import { createMemoryLogs, digest } from "../telemetry/memory-log-files.ts";

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
/** When the flag goes on. */
export const onMs = Date.parse("2026-01-08T09:00:00.000Z");

const usualConfig = `
rollout: shop
ledger: { folder: ledger }
stages: { unit: { run: [run-unit] } }
verify:
  before: 2d
  windows:
    first-hour: { after: 1h, criteria: { errors: { pass: "< 15 %", severity: warning } } }
    day-1: { after: 1d, criteria: { latency: { pass: "< +10 %", warn: "< +15 %", severity: warning }, errors: { pass: "< 5 %", severity: warning } } }
    day-7: { after: 7d, report: true, criteria: { latency: { pass: "< +10 %", severity: warning }, errors: "< 5 %" } }
  sources:
    events:
      jsonl:
        path: /logs/events.jsonl
        time: { field: at, format: epoch-ms }
        metrics:
          latency: { where: { kind: call }, value: ms, unit: ms }
          errors: { where: { kind: call }, failed: { ok: false } }
`;

export interface Traffic {
  /** Calls an hour. */
  readonly perHour?: number;
  readonly latencyMs?: number;
  /** The share of calls that fail. */
  readonly failing?: number;
}

/** A run that ends at once, as a SIGKILL ends it. */
export class Killed extends Error {}

/** A rollout, its ledger, its logs and the time, all in memory. */
export class WatchWorld {
  readonly logs = createMemoryLogs();
  readonly ledger: LedgerStore = memoryLedger().store;
  nowMs = onMs;
  /** What was sent to people, by its title. */
  readonly told: string[] = [];
  configText: string;
  actor: Actor = () => ({});
  tree: ObservedTree | null = null;
  http: Http = { send: async () => ({ ok: false, reason: "nobody answers" }) };
  /** After so many additions to the ledger the run is killed; each addition has then happened. */
  killAfter = Number.POSITIVE_INFINITY;
  private runs = 0;
  private readonly random = seededRandom(7);

  constructor(configText = usualConfig) {
    this.configText = configText;
  }

  async turnOn(atMs = onMs, operation = "enable-1"): Promise<void> {
    await this.add(
      eventAt(atMs, {
        kind: "flag-enabled",
        operation,
        configDigest: "d",
        way: "env SHOP_NEW",
        flagBefore: "off",
        facts: {},
        knownIssues: ["It is slow on Mondays."],
        backup: null,
        rollbackTo: null,
        decideBy: new Date(atMs + dayMs).toISOString(),
        override: null,
      }),
    );
  }

  async turnOff(atMs: number): Promise<void> {
    await this.add(
      eventAt(atMs, {
        kind: "rolled-back",
        operation: "rollback-1",
        reason: "errors",
        ending: "rolled back",
        way: "flag",
        flag: "off",
        startedAt: new Date(atMs).toISOString(),
        findings: [],
      }),
    );
  }

  async add(event: LedgerEvent): Promise<void> {
    const added = await this.ledger.append("shop", [event]);
    if (!added.ok) throw new Error(added.problem.reason);
  }

  /** Writes calls to the event log; times are counted from when the flag goes on. */
  serve(fromMs: number, toMs: number, traffic: Traffic = {}, path = "/logs/events.jsonl"): void {
    const { perHour = 40, latencyMs = 100, failing = 0.01 } = traffic;
    const stepMs = hourMs / perHour;
    const lines: string[] = [];
    for (let at = fromMs; at < toMs; at += stepMs) {
      const ms = latencyMs * (0.8 + 0.4 * this.random());
      lines.push(JSON.stringify({ kind: "call", at: Math.round(onMs + at), ms, ok: this.random() >= failing }));
    }
    this.logs.append(path, `${lines.join("\n")}\n`, onMs + toMs);
  }

  ports(more: Partial<WatchPorts> = {}): WatchPorts {
    const { ports } = memoryPorts((request, script) => this.actor(request, script));
    const clock = { ...ports.clock, now: () => new Date(this.nowMs) };
    const { ledger } = this;
    const count = <T>(value: T): T => {
      this.killAfter--;
      if (this.killAfter < 0) throw new Killed();
      return value;
    };
    const counted: LedgerStore = {
      ...ledger,
      append: async (rollout, events) => count(await ledger.append(rollout, events)),
      update: async (rollout, decide) => count(await ledger.update(rollout, decide)),
    };
    const run = ++this.runs;
    const escalate = createEscalate({
      clock,
      ledger: counted,
      context: { run: null, commit: null },
      redact: (text) => text,
      tool: "rollout-gate test",
      random: () => `r${run}`,
      send: async ({ title }) => {
        this.told.push(title);
        return { outcome: "done", detail: "" };
      },
      issues: null,
      rollback: null,
    });
    return {
      ...ports,
      clock,
      context: { event: null, run: null, commit: null, ref: null, pullRequest: null, ownDefaultBranch: false },
      ledger: counted,
      escalate,
      redact: (text) => text,
      tool: "rollout-gate test",
      logFiles: this.logs.files,
      digest,
      http: this.http,
      observer: {
        find: async () => ({ ok: true, value: this.tree === null ? [] : [42] }),
        observe: async () => ({ ok: true, value: this.tree }),
      },
      github: null,
      loadPatterns: async () => compileLinePattern,
      ...more,
    };
  }

  /** One run of `verify`, so long after the flag went on. */
  async verify(afterMs: number, options: Partial<VerifyOptions> = {}, more: Partial<WatchPorts> = {}) {
    this.nowMs = onMs + afterMs;
    const config = { config: this.read().config, file: "rollout-gate.yml", digest: "d", warnings: "" };
    const usual = { window: null, recordBefore: false, dryRun: false, reportPath: null };
    return verify({ config, signal: new AbortController().signal, ...usual, ...options }, this.ports(more));
  }

  /** What turning the flag on does first, so long before it is on. */
  async recordCompared(afterMs: number): Promise<readonly string[]> {
    this.nowMs = onMs + afterMs;
    const { config, verify: plan } = this.read();
    if (plan === null) throw new Error("The config watches nothing.");
    return recordCompared(config, plan, this.ports());
  }

  private read() {
    const read = readConfig(this.configText, "rollout-gate.yml");
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    return { config: read.config, verify: read.config.verify };
  }

  async events(): Promise<readonly LedgerEvent[]> {
    const read = await this.ledger.read("shop");
    if (!read.ok) throw new Error(read.problem.reason);
    return read.value;
  }

  /** What was concluded: `day-1 KEEP`. */
  async concluded(): Promise<readonly string[]> {
    return (await this.events()).flatMap((event) =>
      event.kind === "window-concluded" ? `${event.window} ${event.decision}` : [],
    );
  }
}
