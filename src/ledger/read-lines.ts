import type { LedgerEvent } from "../domain/ledger.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import type { Issue } from "../shape/issue.ts";
import { wrong } from "../shape/issue.ts";
import { eventShapes } from "./event-shapes.ts";
import { eventId, eventKind, eventVersion, stampShape } from "./event-stamp.ts";

/** One event as it lies in a file. */
export interface LedgerLine {
  /** As it was written, without its end. It is what is kept and copied: a later version's keys are never lost. */
  readonly text: string;
  readonly id: string;
  readonly kind: string;
  /** Null for an event of another version, of which no more is known. */
  readonly at: string | null;
  readonly commit: string | null;
  /** Null for kinds and versions that this program does not know. */
  readonly event: LedgerEvent | null;
}

/** Where lines come from, for problems. */
export interface LinePlace {
  /** For people. */
  readonly file: string;
  readonly rollout: string;
  /** 1-based number of the first line. */
  readonly firstLine: number;
}

/** No event is larger, so that one line can neither fill the memory nor outgrow what GitHub hands out as one file. */
export const maxEventBytes = 384 * 1024;

/**
 * Reads events, one on each line. Kinds that are not known are kept as lines; anything that is no event is a problem with its
 * line, because a line that is passed over could be the one that matters.
 *
 * @param text what lies after the header; must end with a line end, or be empty
 */
export function readLines(text: string, place: LinePlace): Reading<readonly LedgerLine[]> {
  const texts = text.split("\n");
  if (texts.pop() !== "") {
    return refuse(place, place.firstLine + texts.length, "the last line has no end, so it may have been cut");
  }
  const lines: LedgerLine[] = [];
  for (const [at, line] of texts.entries()) {
    if (line.trim() === "") continue;
    const read = readLine(line, place.rollout);
    if (typeof read === "string") return refuse(place, place.firstLine + at, read);
    lines.push(read);
  }
  return { ok: true, value: lines };
}

/** @returns what is wrong with it, in words, when it is no event */
function readLine(text: string, rollout: string): LedgerLine | string {
  if (text.length > maxEventBytes) return `it is longer than ${maxEventBytes} characters`;
  const value = parseObject(text);
  if (value === null) return "it is not a JSON object";
  const version = own(value, "schema");
  if (typeof version !== "string" || !/^rollout-gate\/event\/\d{1,6}$/.test(version)) return "it is no event";
  const [id, kind] = [own(value, "id"), own(value, "kind")];
  if (eventId.parse(id, []) === wrong || typeof id !== "string") return "its id is missing, or none";
  if (eventKind.parse(kind, []) === wrong || typeof kind !== "string") return "its kind is missing, or none";
  const line = { text, id, kind };
  if (version !== eventVersion) return { ...line, at: null, commit: null, event: null };
  const issues: Issue[] = [];
  const stamp = stampShape.parse(value, issues);
  if (stamp === wrong) return describe(issues);
  if (stamp.rollout !== rollout) return "it is an event of another rollout";
  const shape = knownShape(kind);
  if (shape === null) return { ...line, at: stamp.at, commit: stamp.commit, event: null };
  const event = shape.parse(value, issues);
  return event === wrong ? describe(issues) : { ...line, at: stamp.at, commit: stamp.commit, event };
}

function knownShape(kind: string): (typeof eventShapes)[keyof typeof eventShapes] | null {
  for (const [known, shape] of Object.entries(eventShapes)) if (known === kind) return shape;
  return null;
}

/** A JSON object's own key, whatever its prototype has. */
function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

/** Null when the text is anything else. */
export function parseObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** The first thing that is wrong, with its place in the event. Keys of the file are data: only plain ones are shown. */
function describe(issues: readonly Issue[]): string {
  const [first] = issues;
  const steps = (first?.path ?? []).map((step) => (typeof step === "number" ? `[${step}]` : plain(step)));
  const where = steps.length === 0 ? "the event" : steps.join(".");
  return `${where} is ${first?.input === undefined ? "missing" : "not what it should be"}`;
}

function plain(text: string): string {
  return /^[\w./-]{1,60}$/.test(text) ? text : "…";
}

function refuse(place: LinePlace, line: number, what: string): { readonly ok: false; readonly problem: Problem } {
  return {
    ok: false,
    problem: {
      kind: "invalid",
      reason: `Line ${line} of ${place.file} cannot be read: ${what}.`,
      remedy: "Look what changed the file; its history, or a backup, holds the line as it was.",
      file: place.file,
      line,
    },
  };
}

/** The lines without those whose id came before. */
export function eachOnce(lines: readonly LedgerLine[]): readonly LedgerLine[] {
  const seen = new Set<string>();
  return lines.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** The events among the lines that this program knows, each once. */
export function eventsOf(lines: readonly LedgerLine[]): readonly LedgerEvent[] {
  return eachOnce(lines).flatMap(({ event }) => event ?? []);
}
