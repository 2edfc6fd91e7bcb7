import type { Problem, Reading } from "../domain/problem.ts";
import type { WatchedLog } from "../domain/rollout-plan.ts";
import { type Followed, followLog } from "../telemetry/lines/follow-log.ts";
import type { LogCursor } from "../telemetry/lines/log-cursor.ts";
import { markLogEnd } from "../telemetry/lines/mark-log-end.ts";
import { createHeadReader, createPatternReader, type HeadReader } from "../telemetry/log/head-reader.ts";
import { createLogLooker, type LogLook } from "./log-look.ts";
import { doStep, type Operation, type StepEnd, sentence } from "./operation.ts";
import { resolvePath } from "./resolve-files.ts";

/** Where the log ends before anything is done; null when there is none yet, or it cannot be told. */
export async function markLog(operation: Operation): Promise<LogCursor | null> {
  const { log } = operation.config.rollback;
  if (log === null) return null;
  const { host, logs } = operation.ports;
  const path = resolvePath(log.path, host);
  if (!path.ok) return null;
  const end = await markLogEnd(logs.files, path.value, logs.digest);
  // What cannot be read now is told when the log is looked at.
  return end.ok ? end.value : null;
}

/**
 * What the log has got since the rollback began must be free of the component's errors. A log that is there and silent is free of
 * them, and that it was silent is noted; one that is missing, or cannot be understood, shows nothing and is a finding.
 */
export async function verifyLog(operation: Operation, from: LogCursor | null): Promise<void> {
  const { log } = operation.config.rollback;
  if (log === null) return;
  await doStep(operation, `look at the log ${log.path}`, async () => {
    const end = await look(log, from, operation);
    if (end.outcome !== "done") operation.findings.push(end.detail);
    return end;
  });
}

async function look(log: WatchedLog, from: LogCursor | null, operation: Operation): Promise<StepEnd> {
  const { ports, notes } = operation;
  const path = resolvePath(log.path, ports.host);
  if (!path.ok) return doubtful(sentence(path.problem));
  const head = await headReader(log, operation);
  if (!head.ok) return doubtful(sayNothing(head.problem));
  let read = await follow(path.value, from, head.value, log, operation);
  if (read.ok && read.value.lost) {
    // Emptied or removed meanwhile: what is there now was written after that, and all of it is looked at.
    notes.push(`Part of the log ${log.path} was removed after the rollback began, so what it held is not known.`);
    read = await follow(path.value, null, head.value, log, operation);
  }
  if (!read.ok) return doubtful(sayNothing(read.problem));
  for (const note of read.value.notes) notes.push(`${log.path}: ${note}.`);
  const problem = whyUnclear(log, read.value.look);
  if (problem !== null) return doubtful(problem);
  const { own } = read.value.look;
  if (own > 0) {
    const messages = own === 1 ? "1 message" : `${own} messages`;
    return { outcome: "done", detail: `${messages}${ofComponent(log)}, and no error.` };
  }
  const silence = `The log ${log.path} has no message${ofComponent(log)} since the rollback began`;
  notes.push(
    `${silence}: no error, and nothing that shows that it is written${await lastWritten(path.value, operation)}.`,
  );
  return { outcome: "done", detail: `${silence}, so no error.` };
}

interface Looked extends Followed {
  readonly look: LogLook;
}

async function follow(
  path: string,
  cursor: LogCursor | null,
  head: HeadReader,
  { component }: WatchedLog,
  { ports, beginning }: Operation,
): Promise<Reading<Looked>> {
  const looker = createLogLooker(head, component);
  const notBeforeMs = Date.parse(beginning.startedAt);
  const followed = await followLog(ports.logs.files, looker, {
    path,
    cursor,
    notBeforeMs,
    digest: ports.logs.digest,
  });
  return followed.ok ? { ok: true, value: { ...followed.value, look: looker.finish() } } : followed;
}

async function headReader({ line }: WatchedLog, { ports }: Operation): Promise<Reading<HeadReader>> {
  const context = { zoneMinutes: 0, nowMs: ports.clock.now().getTime() };
  if (line === null) return { ok: true, value: createHeadReader([], context) };
  return createPatternReader(line, await ports.logs.loadCompiler(), context);
}

/** Why the log does not show that all is well, as a sentence; null when no error is in it. */
function whyUnclear(log: WatchedLog, { lines, messages, withLevel, errors, firstErrors }: LogLook): string | null {
  const { path } = log;
  const remedy = "Write how a line begins under `rollback.log.line`, with groups named time, level and component.";
  if (errors > 0) {
    const more = errors === 1 ? "" : `, and ${errors - 1} more`;
    return `The log ${path} has errors${ofComponent(log)} since the rollback began: ${firstErrors[0] ?? ""}${more}.`;
  }
  if (lines > 0 && messages === 0)
    return `No line of the log ${path} (${lines} since the rollback began) begins in a form that is known. ${remedy}`;
  if (messages > 0 && withLevel === 0)
    return `No message of the log ${path} (${messages} since the rollback began) has a level that is known. ${remedy}`;
  return null;
}

function ofComponent({ component }: WatchedLog): string {
  return component === null ? "" : ` of ${component}`;
}

/** `; last at …`; empty where the system does not tell. */
async function lastWritten(path: string, { ports }: Operation): Promise<string> {
  const listed = await ports.logs.files.list(path);
  const live = listed.ok ? listed.value.find((file) => file.path === path) : undefined;
  return live === undefined ? "" : `; it was last written to at ${new Date(live.modifiedMs).toISOString()}`;
}

function sayNothing(problem: Problem): string {
  const remedy = problem.remedy === undefined ? "" : ` ${problem.remedy}`;
  return `The log says nothing, because it cannot be read: ${sentence(problem)}${remedy}`;
}

function doubtful(detail: string): StepEnd {
  return { outcome: "doubtful", detail };
}
