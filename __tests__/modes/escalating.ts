import { buildEscalation } from "../../src/config/build-escalation.ts";
import type { Channel, DeliveryResult } from "../../src/domain/channel.ts";
import type { Config } from "../../src/domain/config.ts";
import type { ConcernIssueWish } from "../../src/domain/escalation-doors.ts";
import type { Finding } from "../../src/domain/finding.ts";
import type { LedgerEvent, LedgerStore } from "../../src/domain/ledger.ts";
import type { NoticeMessage } from "../../src/domain/notice.ts";
import type { VerifyRun } from "../../src/domain/verify-run.ts";
import { createEscalate } from "../../src/modes/escalate.ts";
import type { EscalationPorts } from "../../src/modes/escalation-ports.ts";
import { flagOn, onMs, rolledBack } from "../escalate/escalation-samples.ts";
import { config } from "../judge/samples.ts";
import { memoryLedger } from "../ledger/memory-ledger.ts";

/** A run that ends at once, as a SIGKILL ends it. */
export class Killed extends Error {}

const channels: readonly Channel[] = [
  { name: "room", kind: "slack", address: "ROOM" },
  { name: "hook", kind: "webhook", address: "HOOK", secret: null },
];

/** A rollout that is on, with a memory of all that was told of it, whichever run told it. */
export class EscalationWorld {
  readonly config: Config;
  readonly ledger: LedgerStore;
  nowMs = onMs;
  /** What arrived, in its order: `room: search: latency needs attention (warning, level 1)`. */
  readonly arrived: string[] = [];
  readonly messages: NoticeMessage[] = [];
  readonly issues: ConcernIssueWish[] = [];
  rollbacks = 0;
  /** What places say; left out: they take everything. */
  readonly answers = new Map<string, DeliveryResult>();
  /** After so many effects (writes to the ledger, messages) the run is killed; each effect has then happened. */
  killAfter = Number.POSITIVE_INFINITY;
  private runs = 0;

  constructor(more: Partial<Config> = {}) {
    this.ledger = memoryLedger().store;
    this.config = {
      ...config(),
      contacts: [{ role: "lead", handle: "octocat", name: null, email: null, slack: null }],
      channels,
      escalation: buildEscalation(
        {
          levels: [
            { on: "warning", tell: ["lead", "room"], do: "issue" },
            { on: "warning", after: 3_600_000, tell: ["hook"], do: "prepare-rollback" },
            { on: "critical", tell: ["room", "hook", "lead"], do: "rollback", "post-mortem": 86_400_000 },
          ],
        },
        [],
      ),
      ...more,
    };
  }

  async turnOn(): Promise<void> {
    await this.ledger.append("shop", [flagOn()]);
  }

  private effect<T>(value: T): T {
    this.killAfter--;
    if (this.killAfter < 0) throw new Killed();
    return value;
  }

  ports(more: Partial<EscalationPorts> = {}): EscalationPorts {
    const run = ++this.runs;
    const take = (place: string, message: NoticeMessage): DeliveryResult => {
      const answer = this.answers.get(place) ?? { outcome: "done", detail: "" };
      if (answer.outcome !== "failed") {
        this.arrived.push(`${place}: ${message.title}`);
        this.messages.push(message);
      }
      return this.effect(answer);
    };
    const { ledger } = this;
    return {
      clock: { now: () => new Date(this.nowMs) },
      ledger: {
        ...ledger,
        update: async (rollout, decide) => this.effect(await ledger.update(rollout, decide)),
        append: async (rollout, events) => this.effect(await ledger.append(rollout, events)),
      },
      context: { run: null, commit: null },
      redact: (text) => text.replaceAll("s3cret", "***"),
      tool: "rollout-gate test",
      random: () => `r${run}`,
      send: async (message, channel) => take(channel.name, message),
      issues: {
        tell: async (wish) => {
          const answer = this.answers.get("issue") ?? { outcome: "done", detail: "" };
          // As GitHub's: looked for before it is written.
          if (answer.outcome === "done" && !this.issues.some(({ comment }) => comment.id === wish.comment.id)) {
            this.issues.push(wish);
            this.arrived.push(`issue: ${/### \S+ (.*)/.exec(wish.comment.text)?.[1]}`);
          }
          return this.effect(answer);
        },
      },
      rollback: {
        prepare: async () => "1. turn the flag off",
        carryOut: async () => {
          this.rollbacks++;
          await ledger.append("shop", [rolledBack(this.nowMs, "rolled back")]);
          return this.effect({ outcome: "done", detail: "The flag is off." });
        },
      },
      ...more,
    };
  }

  /** One run of `verify` that found this. */
  async look(afterMs: number, findings: readonly Finding[], more: Partial<EscalationPorts> = {}) {
    this.nowMs = onMs + afterMs;
    const run: VerifyRun = {
      rollout: "shop",
      config: this.config,
      now: new Date(this.nowMs),
      conclude: () => ({ events: [], findings }),
      isWatched: () => true,
      summaries: [],
      reportPath: null,
    };
    return await createEscalate(this.ports(more))(run);
  }

  async events(): Promise<readonly LedgerEvent[]> {
    const read = await this.ledger.read("shop");
    if (!read.ok) throw new Error(read.problem.reason);
    return read.value;
  }
}
