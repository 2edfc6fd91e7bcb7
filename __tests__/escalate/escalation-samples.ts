import type { Severity } from "../../src/domain/criterion.ts";
import type { EscalationEvent, EscalationLevel } from "../../src/domain/escalation.ts";
import type { Finding, Outcome } from "../../src/domain/finding.ts";
import type { LedgerEvent } from "../../src/domain/ledger.ts";
import { type NewEvent, stampEvent } from "../../src/ledger/stamp-event.ts";

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const onMs = Date.parse("2026-01-05T09:00:00.000Z");

/** An issue at once; the lead and a dry run after an hour; a rollback at once for what is critical. */
export const usualLevels: readonly EscalationLevel[] = [
  { on: "warning", afterMs: 0, tell: ["owner"], action: "issue", postMortemMs: null },
  { on: "warning", afterMs: hourMs, tell: ["lead"], action: "prepare-rollback", postMortemMs: null },
  { on: "critical", afterMs: 0, tell: ["owner", "lead", "ops"], action: "rollback", postMortemMs: 24 * hourMs },
];

export function findingOf(subject: string, severity: Severity, outcome: Outcome, more: Partial<Finding> = {}): Finding {
  return {
    subject,
    kind: "criterion",
    outcome,
    severity,
    reason: `${subject} is ${outcome}`,
    limit: "",
    action: "",
    unit: "",
    footnotes: [],
    places: [],
    ...more,
  };
}

type Body<Event> = Event extends NewEvent ? Omit<Event, "rollout" | "at" | "tool" | "run" | "commit"> : never;

export function eventAt(atMs: number, body: Body<NewEvent> | EscalationEvent): LedgerEvent {
  const at = new Date(atMs).toISOString();
  return stampEvent({ rollout: "shop", at, tool: "rollout-gate 0.0.0", run: null, commit: null, ...body } as NewEvent);
}

export const flagOn = (atMs = onMs, operation = "enable-1"): LedgerEvent =>
  eventAt(atMs, {
    kind: "flag-enabled",
    operation,
    configDigest: "d",
    way: "env SHOP_NEW",
    flagBefore: "off",
    facts: {},
    knownIssues: [],
    backup: null,
    rollbackTo: null,
    decideBy: new Date(atMs + 24 * hourMs).toISOString(),
    override: null,
  });

export const rolledBack = (atMs: number, ending: "rolled back" | "failed"): LedgerEvent =>
  eventAt(atMs, {
    kind: "rolled-back",
    operation: "rollback-1",
    reason: "errors",
    ending,
    way: "flag",
    flag: ending === "failed" ? "on" : "off",
    startedAt: new Date(atMs).toISOString(),
    findings: [],
  });
