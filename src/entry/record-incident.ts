import type { Contact } from "../domain/config.ts";
import type { LedgerStore } from "../domain/ledger.ts";
import type { Clock } from "../domain/ports.ts";
import type { RolloutBeginning, RolloutRecorder, RolloutStep } from "../domain/rollout.ts";
import type { RunIdentity } from "../domain/run-context.ts";
import type { GitHubApi } from "../github/api/github-api.ts";
import { issueMarker } from "../github/issues/find-own-issues.ts";
import { type IssueOutcome, saveOwnIssue } from "../github/issues/own-issue.ts";
import { stampEvent } from "../ledger/stamp-event.ts";
import { describeIncident, type RollbackSoFar } from "../people/describe-incident.ts";
import { replaceOwnPart } from "../people/own-part.ts";
import { incidentTitle, renderIncidentQuestions, renderIncidentRecord } from "../report/render-incident.ts";
import type { Redact } from "../text/redact-secrets.ts";
import { createBackgroundWriter } from "./background-writer.ts";

export interface IncidentOptions {
  readonly api: GitHubApi;
  readonly clock: Clock;
  readonly run: RunIdentity;
  readonly contacts: readonly Contact[];
  readonly redact: Redact;
  readonly ledger: LedgerStore | null;
  readonly tool: string;
}

export const incidentLabel = "rollout-gate-incident";
/** GitHub takes 65 536 characters; a byte is at most one. */
const maxIssueBytes = 65_000;
const usualRecordBytes = 24_000;
const leastRecordBytes = 4_000;

/**
 * Tells people of a rollback in one issue: opened when it begins, brought up to date as it goes on. It is written in the background,
 * so that a GitHub that does not answer holds no rollback up. As long as the issue is open, a further rollback of the same rollout is told in
 * it too, in a part of its own; whatever people write outside of our parts stays.
 */
export function createIncidentRecorder(options: IncidentOptions): RolloutRecorder {
  let state: RollbackSoFar | null = null;
  let opened: number | null = null;
  let last: IssueOutcome | null = null;
  const writer = createBackgroundWriter(async () => {
    // What failed once is tried again at the end alone: the ledger needs GitHub's patience more than this does.
    if (state === null || isFinal(last) || (last?.ok === false && state.report === null)) return;
    try {
      last = await write(options, state);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      last = { ok: false, fault: { kind: "invalid", status: null, message } };
    }
    if (last.ok && last.what === "created") opened = last.number;
  });
  return {
    started: async (beginning: RolloutBeginning) => {
      if (beginning.action !== "rollback") return [];
      state = { beginning, steps: [], report: null };
      writer.ask();
      return [];
    },
    step: async (_, step: RolloutStep) => {
      if (state === null) return [];
      state = { ...state, steps: [...state.steps, step] };
      writer.ask();
      return [];
    },
    ended: async (report) => {
      if (state === null || report.action !== "rollback") return [];
      state = { ...state, report };
      writer.ask();
      await writer.settle();
      const warnings = opened === null ? [] : await tellLedger(options, state.beginning, opened);
      if (last === null || last.ok) return warnings;
      return [
        ...warnings,
        `The issue about this rollback could not be written (${last.fault.message}). The rollback stands. Give the job \`issues: write\`.`,
      ];
    },
  };
}

/** What another try would not mend. */
function isFinal(outcome: IssueOutcome | null): boolean {
  if (outcome === null || outcome.ok) return false;
  return ["unauthorized", "forbidden", "not-found", "gone"].includes(outcome.fault.kind);
}

async function write(options: IncidentOptions, state: RollbackSoFar): Promise<IssueOutcome> {
  const { api, clock, run, contacts, redact } = options;
  const incident = describeIncident(redactState(state, redact), contacts, [{ text: "the run", url: run.url }]);
  const marker = issueMarker("incident", incident.rollout);
  return await saveOwnIssue(api, clock, {
    repository: run.repository,
    marker,
    label: incidentLabel,
    title: incidentTitle(incident),
    write: (body) => {
      if (body === null) {
        const part = replaceOwnPart("", incident.id, renderIncidentRecord(incident, usualRecordBytes));
        return `${marker}\n${part}\n\n${renderIncidentQuestions(incident)}`;
      }
      // What others wrote has its room first.
      const others = Buffer.byteLength(replaceOwnPart(body, incident.id, ""));
      const room = Math.min(usualRecordBytes, maxIssueBytes - others);
      if (room < leastRecordBytes) return body;
      return replaceOwnPart(body, incident.id, renderIncidentRecord(incident, room));
    },
  });
}

function redactState(state: RollbackSoFar, redact: Redact): RollbackSoFar {
  const { beginning, steps, report } = state;
  return {
    beginning: { ...beginning, reason: redact(beginning.reason) },
    steps: steps.map((step) => ({ ...step, what: redact(step.what), detail: redact(step.detail) })),
    report:
      report === null
        ? null
        : {
            ...report,
            because: redact(report.because),
            findings: report.findings.map(redact),
            byHand: report.byHand.map(({ what, command }) => ({
              what: redact(what),
              command: command === null ? null : redact(command),
            })),
          },
  };
}

async function tellLedger(
  { ledger, clock, run, tool }: IncidentOptions,
  { rollout, commit, operation }: RolloutBeginning,
  issue: number,
): Promise<readonly string[]> {
  if (ledger === null) return [];
  const at = clock.now().toISOString();
  const event = stampEvent({ kind: "incident-opened", rollout, at, tool, run, commit, operation, issue });
  const added = await ledger.append(rollout, [event]);
  return added.ok ? [] : [`The ledger could not be told of the issue: ${added.problem.reason}`];
}
