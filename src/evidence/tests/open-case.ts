import { withoutControls } from "../xml/control-marks.ts";
import type { XmlAttributes } from "../xml/xml-reader.ts";
import type { CaseMarks } from "./case-outcome.ts";
import type { StoredCase } from "./case-store.ts";
import type { TestWriter } from "./retried-status.ts";
import { findPlace } from "./test-location.ts";

/** A `<testcase>` whose end is still to come. */
export interface OpenCase {
  readonly attributes: XmlAttributes;
  readonly marks: CaseMarks;
  message: string;
  detail: string;
  /** The kind of element that message and detail come from; a failure's outweigh a skip's. */
  told: "nothing" | "skip" | "failure";
}

/** A runner prints the failing line of Python last, so more is read than is kept. */
export const readTextChars = 16_000;
export const maxNameChars = 300;

/** Elements that may stand in a `<testcase>`, or for its outcome in a suite that ended before it began its cases. */
const failureElements = new Set(["failure", "error", "warning"]);
const skipElements = new Set(["skipped", "ignored", "disabled", "skip"]);

/** Whether the text of such an element says how its case ended. */
export function tellsOutcome(name: string): boolean {
  return failureElements.has(name) || skipElements.has(name);
}

export function beginCase(attributes: XmlAttributes): OpenCase {
  return {
    attributes,
    marks: {
      failures: 0,
      errors: 0,
      flakes: 0,
      reruns: 0,
      skips: 0,
      todos: 0,
      status: attributes.status ?? "",
      result: attributes.result ?? "",
    },
    message: "",
    detail: "",
    told: "nothing",
  };
}

/**
 * Notes what an element in a case says of its outcome; other elements say nothing.
 *
 * @returns whether it tells of a failure, also one of an earlier try
 */
export function markCase(test: OpenCase, name: string, attributes: XmlAttributes, text: string): boolean {
  const { marks } = test;
  if (failureElements.has(name)) {
    if (name === "error") marks.errors++;
    else marks.failures++;
    if (test.told !== "failure") tell(test, attributes, text, "failure");
    return true;
  }
  if (skipElements.has(name)) {
    if (attributes.type === "todo") marks.todos++;
    marks.skips++;
    if (test.told === "nothing") tell(test, attributes, text, "skip");
    return false;
  }
  const flaked = name === "flakyFailure" || name === "flakyError";
  const rerun = name === "rerunFailure" || name === "rerunError";
  if (!flaked && !rerun) return false;
  if (flaked) marks.flakes++;
  else marks.reruns++;
  if (test.told === "nothing") tell(test, attributes, text, "skip");
  return true;
}

function tell(test: OpenCase, attributes: XmlAttributes, text: string, told: OpenCase["told"]): void {
  test.told = told;
  test.message = (attributes.message ?? attributes.type ?? "").slice(0, readTextChars).trim();
  test.detail = text;
  if (test.message === "") test.message = text.trimStart().split("\n", 1)[0] ?? "";
}

type Texts = Pick<StoredCase, "message" | "detail" | "file" | "line">;

/**
 * What is kept of a case that did not simply pass: its message, its detail and its place, as far as it has them.
 *
 * @param maxTextChars of message and detail, each
 */
export function textsOf(open: OpenCase, maxTextChars: number, writer: TestWriter): Texts {
  const { attributes } = open;
  const message = withoutControls(open.message);
  const detail = withoutControls(open.detail).trim();
  return {
    ...(message === "" ? {} : { message: cut(message, maxTextChars) }),
    ...(detail === "" || detail === message ? {} : { detail: cut(detail, maxTextChars) }),
    ...placeOf(attributes, `${detail}\n${message}`, writer),
  };
}

/** Where the text says that it went wrong, else where the writer says that the test is. */
function placeOf(attributes: XmlAttributes, text: string, writer: TestWriter): Pick<StoredCase, "file" | "line"> {
  const file = attributes.file ?? attributes.filepath;
  const place = findPlace(text, file);
  if (place !== null) return { file: cut(file ?? place.file, maxNameChars), line: place.line };
  if (file === undefined || file === "") return {};
  const declared = wholeNumber(attributes.line ?? attributes.lineno);
  // pytest counts lines from 0 here.
  const line = declared === null ? 0 : writer === "pytest" ? declared + 1 : declared;
  return { file: cut(file.replace(/^file:\/\//, ""), maxNameChars), ...(line > 0 ? { line } : {}) };
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,7}$/.test(text.trim()) ? Number(text) : null;
}

/** A copy that does not keep the text it was cut from in memory. */
export function cut(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars - 1)}…`;
}
